/// Two threads that wake each other by a condition variable, and do nothing else.
///
/// What it takes is what the machine takes to wake a thread twice: no round trip to another thread
/// that may sleep is shorter.
package final class PingPong: @unchecked Sendable {
  // @unchecked: `turn` is touched only while the monitor is held.
  private enum Turn {
    case caller
    case partner
    case over
  }

  private let monitor = BareMonitor()
  private var turn = Turn.caller
  private var partner: BareThread?

  /// Starts the other thread.
  package init() {
    partner = BareThread { [self] in play() }
  }

  /// Ends the other thread; must be called, it keeps this alive.
  package func stop() {
    set(.over)
    partner?.join()
    partner = nil
  }

  /// Wakes the other thread and waits until it has woken the caller.
  package func roundTrip() {
    set(.partner)
    monitor.lock()
    while turn == .partner { monitor.wait() }
    monitor.unlock()
  }

  private func play() {
    while true {
      monitor.lock()
      while turn == .caller { monitor.wait() }
      let isOver = turn == .over
      monitor.unlock()
      if isOver { return }
      set(.caller)
    }
  }

  /// Signals after the mutex is free: whoever is woken does not stumble over it at once.
  private func set(_ next: Turn) {
    monitor.lock()
    turn = next
    monitor.unlock()
    monitor.signal()
  }
}
