internal import Platform

/// What one blocked thread waits for, and another opens, once.
final class Turn: Sendable {
  private let isOpen = Monitor(false)

  func open() {
    isOpen.withLock { $0 = true }
    isOpen.signal()
  }

  /// Returns whether it was opened before the deadline.
  func wait(until deadline: MonotonicClock.Instant? = nil) -> Bool {
    isOpen.wait(until: deadline) { $0 ? true : nil } ?? false
  }
}
