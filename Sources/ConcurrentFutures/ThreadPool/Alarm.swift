internal import Platform

/// Calls something back at a moment, on a thread of its own that starts when it is first needed.
final class Alarm: Sendable {
  private struct State {
    var next: MonotonicClock.Instant?
    var thread: OSThread?
    var isStopped = false

    mutating func takeThread() -> OSThread? {
      defer { thread = nil }
      return thread
    }
  }

  private let state: Monitor<State>
  private let name: String
  private let attachment: PoolThread
  /// Deals with what is due; returns when something is due next.
  private let ring: @Sendable () -> MonotonicClock.Instant?

  init(
    name: String, attachment: PoolThread, _ ring: @escaping @Sendable () -> MonotonicClock.Instant?
  ) {
    self.name = name
    self.attachment = attachment
    self.ring = ring
    state = Monitor(State())
  }

  deinit {
    stop()
    state.withLock { $0.takeThread() }?.detach()
  }

  /// Makes it ring at a moment, or earlier if something else is due before.
  ///
  /// - Throws: ``SystemError`` when the system refuses the thread.
  func set(_ moment: MonotonicClock.Instant) throws(SystemError) {
    try state.withLock { state throws(SystemError) in
      if let next = state.next, next <= moment { return }
      state.next = moment
      guard state.thread == nil, !state.isStopped else { return }
      do throws(SystemError) {
        state.thread = try OSThread.start(name: name, attachment: attachment) {
          [state = self.state, ring] in
          Self.keepTime(state, ring)
        }
      } catch {
        state.next = nil
        throw error
      }
    }
    state.broadcast()
  }

  /// Rings no more.
  func stop() {
    state.withLock { $0.isStopped = true }
    state.broadcast()
  }

  /// Waits for the thread's end, once it is stopped; must not be called on that thread.
  func join() {
    state.withLock { $0.takeThread() }?.join()
  }

  private static func keepTime(
    _ state: Monitor<State>, _ ring: @Sendable () -> MonotonicClock.Instant?
  ) {
    while true {
      let next = state.withLock { $0.next }
      let isStopped = state.wait(until: next) { state -> Bool? in
        if state.isStopped { return true }
        // Another moment may have been set meanwhile.
        return state.next != next ? false : nil
      }
      if isStopped == true { return }
      guard isStopped == nil else { continue }
      state.withLock { $0.next = nil }
      let following = ring()
      state.withLock { state in
        guard let following else { return }
        state.next = state.next.map { min($0, following) } ?? following
      }
    }
  }
}
