internal import Glibc
internal import Platform

// who observes the pool ──append──► waiting bytes ──► the writer's thread ──write──► file
//                          └─ waits while there are too many: so do the workers, and nothing is lost
//
// When nothing comes, the writer's thread looks at the pool, which may bring bytes on that very thread,
// or make it wait for somebody who brings some: nobody waits for room as long as it looks.
//
// What cannot be written is told once; from then on everything is dropped, and nobody waits. So is a
// pipe whose reader takes nothing for a while.

/// Writes a file from a thread of its own.
final class RecordingWriter: Sendable {
  private struct State {
    var waiting: [UInt8] = []
    /// What the system refused.
    var failure: SystemError?
    var isClosing = false
    /// Whether the writer's thread looks at the pool, and so writes nothing.
    var isLooking = false
    /// Whether the writer's thread writes what waited.
    var isWriting = false
  }

  /// How many bytes may wait to be written.
  ///
  /// More bridges a disk that pauses for longer; fewer takes less memory when one does.
  private static let limit = 32 << 20
  /// How long nothing may come before somebody is told.
  ///
  /// A crash loses what happened in this time; less asks a pool that does nothing more often.
  private static let patience = Duration.milliseconds(500)

  /// How long a reader may take nothing, in times of half a second: while the run goes on, and at its
  /// end.
  ///
  /// More bridges longer pauses of a reader; fewer lets go sooner of a run that waits for it.
  struct StallLimit: Sendable {
    var running = 60
    var closing = 10
  }

  private let state = Monitor(State())
  private let thread: OSThread

  /// Makes the file, or empties the one that is there.
  ///
  /// - Parameters:
  ///   - path: Where it is.
  ///   - stallLimit: How long the reader of a pipe may take nothing.
  ///   - onIdle: Is told, on the writer's thread, when nothing came for half a second: there may be
  ///     something that nobody brought.
  ///   - onFailure: Is told what the system refused, once, on the writer's thread.
  /// - Throws: ``SystemError``, when it cannot be opened.
  init(
    _ path: String, stallLimit: StallLimit = StallLimit(),
    onIdle: @escaping @Sendable () -> Void,
    onFailure: @escaping @Sendable (SystemError) -> Void
  ) throws(SystemError) {
    // A limit to the size of files is told like a full disk, and ends nobody.
    Signal.fileTooLarge.ignore()
    // Without O_NONBLOCK a pipe that nobody reads would hold the program here.
    let descriptor = unsafe open(
      path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, 0o644)
    guard descriptor >= 0 else { throw SystemError(call: "open", code: errno) }
    let state = state
    do throws(SystemError) {
      thread = try Self.start(descriptor, state, stallLimit, onIdle, onFailure)
    } catch {
      Glibc.close(descriptor)
      throw error
    }
  }

  private static func start(
    _ descriptor: Int32, _ state: Monitor<State>, _ stallLimit: StallLimit,
    _ onIdle: @escaping @Sendable () -> Void,
    _ onFailure: @escaping @Sendable (SystemError) -> Void
  ) throws(SystemError) -> OSThread {
    try OSThread.start(name: "recording") {
      while let bytes = Self.next(state) {
        guard !bytes.isEmpty else {
          state.withLock { $0.isLooking = true }
          state.broadcast()
          onIdle()
          state.withLock { $0.isLooking = false }
          continue
        }
        if let failure = Self.write(bytes, to: descriptor, state, stallLimit) {
          Self.fail(failure, state, onFailure)
        }
        state.withLock { $0.isWriting = false }
        state.broadcast()
      }
      // A disk on the network may say only now that it was full.
      if Glibc.close(descriptor) != 0 {
        Self.fail(SystemError(call: "close", code: errno), state, onFailure)
      }
    }
  }

  /// What the system refused, if it refused something.
  var failure: SystemError? { state.withLock { $0.failure } }

  /// Adds bytes; waits for the disk when very many wait already.
  func append(_ bytes: [UInt8]) {
    _ = state.wait { state -> Void? in
      guard state.failure == nil, !state.isClosing else { return () }
      let hasRoom = state.waiting.count + bytes.count <= Self.limit
      guard hasRoom || state.waiting.isEmpty || state.isLooking else { return nil }
      state.waiting += bytes
      return ()
    }
    state.broadcast()
  }

  /// Waits until what was added is in the file, or the system refused it.
  func flush() {
    state.wait { $0.failure != nil || ($0.waiting.isEmpty && !$0.isWriting) ? () : nil }
  }

  /// Writes what is left, and closes the file.
  func close() {
    state.withLock { $0.isClosing = true }
    state.broadcast()
    thread.join()
  }

  /// Waits for bytes; none of them when none came for a while, `nil` when none will.
  private static func next(_ state: Monitor<State>) -> [UInt8]? {
    let deadline = MonotonicClock.now.advanced(by: patience)
    let next = state.wait(until: deadline) { state -> [UInt8]?? in
      if !state.waiting.isEmpty {
        defer { state.waiting = [] }
        state.isWriting = true
        return state.waiting
      }
      return state.isClosing ? .some(nil) : nil
    }
    // Whoever waits for room has it now.
    state.broadcast()
    return next ?? []
  }

  private static func write(
    _ bytes: [UInt8], to descriptor: Int32, _ state: Monitor<State>, _ stallLimit: StallLimit
  ) -> SystemError? {
    var rest = bytes[...]
    var stalledCount = 0
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count > 0 {
        rest = rest.dropFirst(count)
        stalledCount = 0
      } else if count < 0, errno == EAGAIN {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        if unsafe poll(&request, 1, 500) == 0 { stalledCount += 1 }
        let limit = state.withLock { $0.isClosing ? stallLimit.closing : stallLimit.running }
        if stalledCount >= limit { return SystemError(call: "write", code: ETIMEDOUT) }
      } else if count == 0 || errno != EINTR {
        return SystemError(call: "write", code: errno)
      }
    }
    return nil
  }

  private static func fail(
    _ failure: SystemError, _ state: Monitor<State>,
    _ onFailure: @Sendable (SystemError) -> Void
  ) {
    let isFirst = state.withLock { state in
      defer { state.failure = state.failure ?? failure }
      state.waiting = []
      return state.failure == nil
    }
    state.broadcast()
    if isFirst { onFailure(failure) }
  }
}
