internal import Platform

/// What one blocked thread waits for, and another opens: with its own hands, or by the end of a
/// future.
final class Turn: Sendable {
  private let word = SleepWord()

  func open() {
    word.open()
  }

  /// Waits, and closes it again for the next time; returns whether it was opened before the
  /// deadline.
  @discardableResult
  func take(until deadline: MonotonicClock.Instant? = nil) -> Bool {
    word.take(until: deadline)
  }
}

extension Turn: FutureWaiter {
  func futureSettled(_ id: FutureID, _ settlement: Settlement) {
    open()
  }
}
