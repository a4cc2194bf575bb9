internal import Platform

/// What one blocked thread waits for, and another opens.
final class Turn: Sendable {
  private let isOpen = Monitor(false)

  func open() {
    isOpen.withLock { $0 = true }
    isOpen.signal()
  }

  /// Waits, and closes it again for the next time; returns whether it was opened before the deadline.
  @discardableResult
  func take(until deadline: MonotonicClock.Instant? = nil) -> Bool {
    isOpen.wait(until: deadline) { isOpen -> Bool? in
      defer { isOpen = false }
      return isOpen ? true : nil
    } ?? false
  }

  /// Returns whether it was opened before the deadline.
  func wait(until deadline: MonotonicClock.Instant? = nil) -> Bool {
    isOpen.wait(until: deadline) { $0 ? true : nil } ?? false
  }
}
