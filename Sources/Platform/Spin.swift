private import CPlatform

/// Waiting on a processor for what is about to come, rather than asleep.
package enum Spin {
  /// Whether what a thread waits for can come while it spins.
  package static let isUseful = Processors.usableCount > 1

  /// How often a spinning thread looks.
  ///
  /// More catches what comes later without a sleep, which costs 5 to 50 microseconds; fewer leaves
  /// the processor to others sooner. One look takes about 10 to 40 ns, by the processor's pause.
  private static let lookCount = 400

  /// Looks again and again for a moment; returns whether it came true.
  @discardableResult
  package static func until(_ condition: () -> Bool) -> Bool {
    guard isUseful else { return condition() }
    for _ in 0..<lookCount {
      if condition() { return true }
      cplatform_pause()
    }
    return condition()
  }
}
