internal import CPlatform
internal import Glibc
private import Synchronization

/// The reading end of a pipe in which another process writes lines.
package final class OutputPipe: Sendable {
  package let descriptor: Int32
  /// Belongs to whoever hands out lines; nobody else waits for that.
  private let state = Monitor(State())
  private let hasEnded = Atomic(false)

  private struct State {
    var lines = LineSplitter()
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
  }

  private init(owning descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  /// Makes a pipe; the writing end closes on exec, and is the caller's.
  package static func make() throws(SystemError) -> (pipe: OutputPipe, writingEnd: Int32) {
    var ends: [Int32] = [-1, -1]
    guard unsafe cplatform_command_pipe(&ends) == 0 else {
      throw SystemError(call: "pipe2", code: errno)
    }
    let pipe = OutputPipe(owning: ends[0])
    let writingEnd = cplatform_above_worker_descriptors(ends[1])
    guard writingEnd >= 0 else { throw SystemError(call: "fcntl", code: errno) }
    return (pipe, writingEnd)
  }

  /// Whether nobody can write any more.
  package var isAtEnd: Bool { hasEnded.load(ordering: .relaxed) }

  /// Hands out the lines that are there, in order, and waits for none.
  ///
  /// - Parameters:
  ///   - isLast: Whether also a last line that has no end.
  ///   - mayRead: Whether something may have come.
  ///   - limit: Bytes after which it stops; more may be there.
  ///   - onLine: Is given each line; nobody else is given one meanwhile.
  package func drain(
    isLast: Bool, mayRead: Bool = true, limit: Int = 1 << 20, _ onLine: (String) -> Void
  ) {
    state.withLock { state in
      var total = 0
      while mayRead, !isAtEnd, total < limit {
        let count = unsafe read(descriptor, &state.buffer, state.buffer.count)
        if count < 0, errno == EINTR { continue }
        if count < 0, errno == EAGAIN { break }
        guard count > 0 else {
          hasEnded.store(true, ordering: .relaxed)
          break
        }
        total += count
        for line in state.lines.feed(state.buffer[..<count]) { onLine(line) }
      }
      if isLast, let line = state.lines.finish() { onLine(line) }
    }
  }
}
