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
    monitor.lock()
    turn = .over
    monitor.unlock()
    monitor.signal()
    partner?.join()
    partner = nil
  }

  /// Wakes the other thread and waits until it has woken the caller.
  package func roundTrip() {
    monitor.lock()
    turn = .partner
    monitor.signal()
    while turn == .partner { monitor.wait() }
    monitor.unlock()
  }

  private func play() {
    monitor.lock()
    defer { monitor.unlock() }
    while true {
      while turn == .caller { monitor.wait() }
      if turn == .over { return }
      turn = .caller
      monitor.signal()
    }
  }
}
