internal import Synchronization

/// Lets one thread wait until so many others have arrived.
///
/// Costs an atomic subtraction for each: the least by which bare closures can say that all ran.
package final class Countdown: Sendable {
  private let remaining: Atomic<Int>
  private let isOver = Gate()

  /// Starts at a number greater than 0.
  package init(_ count: Int) {
    remaining = Atomic(count)
  }

  /// Counts one; the last opens the gate.
  package func arrive() {
    if remaining.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
      isOver.open()
    }
  }

  /// Waits for the last.
  package func wait() { isOver.pass() }
}
