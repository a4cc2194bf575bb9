internal import Glibc
internal import Platform

/// A file that is written on a thread of its own: a disk that hangs, or a pipe that nobody reads,
/// holds up nobody else.
final class PatientFile: Sendable {
  private struct State {
    /// Whether anything was written of what was begun, and nobody was told yet.
    var hasAdvanced = false
    /// What came of it.
    var outcome: Outcome?
  }

  /// What came of something that was begun.
  enum Outcome {
    case done
    case refused(SystemError)
  }

  /// What happened while somebody waited.
  enum Advance {
    case ended(Outcome)
    case some
    case none
  }

  private let state = Monitor(State())
  private let descriptor: Int32
  private let thread: WorkThread

  /// How much is written at once.
  ///
  /// More asks the system more seldom; less sees sooner that a slow disk takes something.
  private static let pieceSize = 1 << 16

  /// Makes a file, or empties the one that is there.
  ///
  /// - Throws: ``SystemError``, when it cannot be opened.
  init(_ path: String) throws(SystemError) {
    // Without O_NONBLOCK a pipe that nobody reads would hold the program here.
    descriptor = unsafe open(
      path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, 0o644)
    guard descriptor >= 0 else { throw SystemError(call: "open", code: errno) }
    // From here on it may wait: that is what the thread is for.
    _ = fcntl(descriptor, F_SETFL, 0)
    do throws(SystemError) {
      thread = try WorkThread(name: "disk")
    } catch {
      Glibc.close(descriptor)
      throw error
    }
  }

  /// Begins to write; nothing else may be under way.
  func beginToWrite(_ bytes: [UInt8]) {
    begin { $0.write(bytes) }
  }

  /// Begins to close the file, once what is under way has ended; nothing else may begin ever after.
  ///
  /// The thread ends with it: one that hangs, when the system lets it go.
  func beginToClose() {
    begin { file in
      file.thread.stop()
      // A disk on the network may say only now that it was full.
      let isClosed = Glibc.close(file.descriptor) == 0
      return isClosed ? .done : .refused(SystemError(call: "close", code: errno))
    }
  }

  private func begin(_ task: @escaping @Sendable (PatientFile) -> Outcome) {
    state.withLock { $0 = State() }
    thread.perform { [self] in
      let outcome = task(self)
      state.withLock { $0.outcome = outcome }
      state.broadcast()
    }
  }

  /// Waits a while for what was begun to advance.
  func wait(_ patience: Duration) -> Advance {
    state.wait(until: MonotonicClock.now.advanced(by: patience)) { state in
      if let outcome = state.outcome { return .ended(outcome) }
      defer { state.hasAdvanced = false }
      return state.hasAdvanced ? .some : nil
    } ?? .none
  }

  private func write(_ bytes: [UInt8]) -> Outcome {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, min($0.count, Self.pieceSize))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return .refused(SystemError(call: "write", code: errno)) }
      rest = rest.dropFirst(count)
      state.withLock { $0.hasAdvanced = true }
      state.broadcast()
    }
    return .done
  }
}
