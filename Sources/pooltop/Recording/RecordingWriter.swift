internal import Glibc
internal import Platform

// a pool's events ──append──► waiting bytes ──► the writer's thread ──► the file's thread ──► disk
//                    └─ waits while there are too many: so do the workers, and nothing is lost
//
// When nothing comes, the writer's thread looks at the pool, which may bring bytes on that very
// thread, or make it wait for somebody who brings some: nobody waits for room as long as it looks.
//
// What cannot be written is told once; from then on everything is dropped, and nobody waits. So it
// is with a disk that takes nothing for a while, or a pipe whose reader does not: sooner where
// somebody waits for it.

/// Writes a file from threads of its own.
final class RecordingWriter: Sendable {
  private struct State {
    var waiting: [UInt8] = []
    /// What the system refused.
    var failure: SystemError?
    var isClosing = false
    /// Whether the writer's thread looks at the pool, and so writes nothing.
    var isLooking = false
    /// Whether what waited is being written.
    var isWriting = false
    /// How many wait for room, or for what they added to be in the file.
    var waiterCount = 0
  }

  /// How many bytes may wait to be written.
  ///
  /// More bridges a disk that pauses for longer; fewer takes less memory when one does.
  private static let limit = 32 << 20
  /// How long nothing may come before somebody is told.
  ///
  /// A crash loses what happened in this time; less asks a pool that does nothing more often.
  private static let patience = Duration.milliseconds(500)

  /// How long the file may take nothing, in times of half a second: while nobody waits for it, and
  /// while somebody does, as at its end.
  ///
  /// More bridges longer pauses of a disk or a reader; fewer lets go sooner of a run that waits for
  /// it.
  struct StallLimit: Sendable {
    var unawaited = 120
    var awaited = 60
  }
  private static let stallPatience = Duration.milliseconds(500)

  private let state = Monitor(State())
  private let thread: OSThread

  /// Makes the file, or empties the one that is there.
  ///
  /// - Parameters:
  ///   - path: Where it is.
  ///   - stallLimit: How long the file may take nothing.
  ///   - onIdle: Is told, on the writer's thread, when nothing came for half a second: there may be
  ///     something that nobody brought.
  ///   - onFailure: Is told what the system refused, once, on the writer's thread.
  /// - Throws: ``SystemError``, when it cannot be opened.
  init(
    _ path: String, stallLimit: StallLimit = StallLimit(),
    onIdle: @escaping @Sendable () -> Void,
    onFailure: @escaping @Sendable (SystemError) -> Void
  ) throws(SystemError) {
    let file = try PatientFile(path)
    let state = state
    do throws(SystemError) {
      thread = try Self.start(file, state, stallLimit, onIdle, onFailure)
    } catch {
      file.beginToClose()
      throw error
    }
  }

  private static func start(
    _ file: PatientFile, _ state: Monitor<State>, _ stallLimit: StallLimit,
    _ onIdle: @escaping @Sendable () -> Void,
    _ onFailure: @escaping @Sendable (SystemError) -> Void
  ) throws(SystemError) -> OSThread {
    try OSThread.start(name: "recording") {
      var isStuck = false
      func see(to call: String) {
        let outcome = Self.outcome(of: file, state, stallLimit)
        isStuck = outcome == nil
        switch outcome {
        case .done?: break
        case .refused(let failure)?: Self.fail(failure, state, onFailure)
        case nil: Self.fail(SystemError(call: call, code: ETIMEDOUT), state, onFailure)
        }
      }
      while let bytes = Self.next(state) {
        guard !bytes.isEmpty else {
          state.withLock { $0.isLooking = true }
          state.broadcast()
          onIdle()
          state.withLock { $0.isLooking = false }
          continue
        }
        // What comes after a failure is dropped before it comes here.
        file.beginToWrite(bytes)
        see(to: "write")
        state.withLock { $0.isWriting = false }
        state.broadcast()
      }
      // Of one that hangs nobody hears the end.
      file.beginToClose()
      if !isStuck { see(to: "close") }
    }
  }

  /// What the system refused, if it refused something.
  var failure: SystemError? { state.withLock { $0.failure } }

  /// Adds bytes; waits for the disk when very many wait already.
  func append(_ bytes: [UInt8]) {
    awaited { state in
      guard state.failure == nil, !state.isClosing else { return true }
      let hasRoom = state.waiting.count + bytes.count <= Self.limit
      guard hasRoom || state.waiting.isEmpty || state.isLooking else { return false }
      state.waiting += bytes
      return true
    }
    state.broadcast()
  }

  /// Waits until what was added is in the file, or the system refused it.
  func flush() {
    awaited { $0.failure != nil || ($0.waiting.isEmpty && !$0.isWriting) }
  }

  /// Waits until something holds; the file is given up sooner meanwhile.
  private func awaited(_ holds: (inout State) -> Bool) {
    var isCounted = false
    _ = state.wait { state -> Void? in
      if isCounted { state.waiterCount -= 1 }
      isCounted = !holds(&state)
      if isCounted { state.waiterCount += 1 }
      return isCounted ? nil : ()
    }
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

  /// Waits for what the file was given to do; `nil` when it takes nothing for too long.
  private static func outcome(
    of file: PatientFile, _ state: Monitor<State>, _ stallLimit: StallLimit
  ) -> PatientFile.Outcome? {
    var stalledCount = 0
    var wasAwaited = false
    while true {
      switch file.wait(stallPatience) {
      case .ended(let outcome): return outcome
      case .some: stalledCount = 0
      case .none: stalledCount += 1
      }
      let isAwaited = state.withLock { $0.isClosing || $0.waiterCount > 0 }
      // What was no pause too long for nobody is none for who has just come.
      if isAwaited, !wasAwaited { stalledCount = min(stalledCount, 1) }
      wasAwaited = isAwaited
      if stalledCount >= (isAwaited ? stallLimit.awaited : stallLimit.unawaited) { return nil }
    }
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
