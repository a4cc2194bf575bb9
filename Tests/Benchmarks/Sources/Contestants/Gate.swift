/// Closed until somebody opens it, once and for all.
package final class Gate: @unchecked Sendable {
  // @unchecked: `isOpen` is touched only while the monitor is held.
  private let monitor = BareMonitor()
  private var isOpen = false

  /// Makes a closed one.
  package init() {}

  /// Lets everybody through, now and later.
  package func open() {
    monitor.lock()
    isOpen = true
    monitor.unlock()
    monitor.broadcast()
  }

  /// Waits until it is open.
  package func pass() {
    monitor.lock()
    while !isOpen { monitor.wait() }
    monitor.unlock()
  }
}
