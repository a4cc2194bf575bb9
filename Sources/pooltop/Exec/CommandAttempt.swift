internal import Glibc
internal import Platform
internal import Workloads

/// One attempt to run a command.
struct CommandAttempt: Sendable {
  /// How it ended.
  enum Ending: Sendable, Hashable {
    case exited(Int32)
    case signalled(Signal)
    /// Somebody, or its time limit, made it stop.
    case stopped
    case notStarted(SystemError)
  }

  /// When it began, in nanoseconds since 1970.
  var startedAt: Int64
  var duration: Duration = .zero
  var ending = Ending.stopped
  /// What it wrote, where that is not in the log.
  var spool: OutputSpool?
}

extension CommandAttempt.Ending {
  init(_ failure: CommandFailure) {
    switch failure {
    case .notStarted(let error): self = .notStarted(error)
    case .exited(let code): self = .exited(Int32(code))
    case .signalled(let signal): self = .signalled(signal)
    }
  }

  /// Takes note that the future failed: what ended well all the same did so after its time limit.
  mutating func futureFailed() {
    if self == .exited(0) { self = .stopped }
  }

  /// The exit code as a shell tells it.
  var exitCode: Int32 {
    switch self {
    case .exited(let code): code
    case .signalled(let signal): signal.exitCode
    case .stopped: Signal.terminate.exitCode
    case .notStarted(let error): error.code == ENOENT ? 127 : 126
    }
  }
}

extension OutputSpool {
  /// How many bytes of a stream are its last lines.
  ///
  /// More explains more of a failure; fewer keeps a recording of many small.
  private static let lastByteCount = 32 << 10

  /// What both streams said last, line by line.
  var lastLines: [String] {
    Stream.allCases.flatMap { stream in
      var splitter = LineSplitter()
      var lines: [String] = []
      let count = byteCount(stream)
      read(stream, max(0, count - Self.lastByteCount)..<count) { piece in
        lines += splitter.feed(piece)
        return true
      }
      return lines + [splitter.finish()].compactMap(\.self)
    }
  }
}
