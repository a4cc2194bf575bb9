internal import Glibc
internal import Platform

/// A file that is written on a thread of its own: a disk that hangs, or a pipe that nobody reads, holds
/// up nobody else.
final class PatientFile: Sendable {
  private struct State {
    /// What is to be written, or is being written.
    var task: Task?
    /// How much of it was, and whether anybody was told.
    var hasAdvanced = false
    /// What came of it.
    var outcome: Outcome?
  }

  private enum Task {
    case write([UInt8])
    case close
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
  private let thread: OSThread

  /// How much is written at once.
  ///
  /// More asks the system more seldom; less sees sooner that a slow disk takes something.
  private static let pieceSize = 1 << 16

  /// Makes a file, or empties the one that is there.
  ///
  /// - Throws: ``SystemError``, when it cannot be opened.
  init(_ path: String) throws(SystemError) {
    // Without O_NONBLOCK a pipe that nobody reads would hold the program here.
    let descriptor = unsafe open(
      path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, 0o644)
    guard descriptor >= 0 else { throw SystemError(call: "open", code: errno) }
    // From here on it may wait: that is what the thread is for.
    _ = fcntl(descriptor, F_SETFL, 0)
    let state = state
    do throws(SystemError) {
      thread = try OSThread.start(name: "disk") { Self.work(on: descriptor, state) }
    } catch {
      Glibc.close(descriptor)
      throw error
    }
  }

  /// Begins to write; nothing else may be under way.
  func beginToWrite(_ bytes: [UInt8]) {
    begin(.write(bytes))
  }

  /// Begins to close the file; nothing else may be under way, then or ever after.
  func beginToClose() {
    begin(.close)
  }

  private func begin(_ task: Task) {
    state.withLock { $0 = State(task: task) }
    state.broadcast()
  }

  /// Waits a while for what was begun to advance.
  func wait(_ patience: Duration) -> Advance {
    state.wait(until: MonotonicClock.now.advanced(by: patience)) { state in
      if let outcome = state.outcome { return .ended(outcome) }
      defer { state.hasAdvanced = false }
      return state.hasAdvanced ? .some : nil
    } ?? .none
  }

  /// Lets the thread go: one that hangs stays until the system lets it go.
  func leave(isStuck: Bool) {
    if isStuck { thread.detach() } else { thread.join() }
  }

  private static func work(on descriptor: Int32, _ state: Monitor<State>) {
    while true {
      let task = state.wait { state -> Task? in
        defer { state.task = nil }
        return state.task
      }
      switch task {
      case .write(let bytes)?:
        end(with: write(bytes, to: descriptor, state), state)
      case .close?, nil:
        // A disk on the network may say only now that it was full.
        let isClosed = Glibc.close(descriptor) == 0
        let outcome = isClosed ? Outcome.done : .refused(SystemError(call: "close", code: errno))
        return end(with: outcome, state)
      }
    }
  }

  private static func end(with outcome: Outcome, _ state: Monitor<State>) {
    state.withLock { $0.outcome = outcome }
    state.broadcast()
  }

  private static func write(
    _ bytes: [UInt8], to descriptor: Int32, _ state: Monitor<State>
  ) -> Outcome {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, min($0.count, pieceSize))
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
