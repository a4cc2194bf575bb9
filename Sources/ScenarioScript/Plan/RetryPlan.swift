/// How often, and how soon, a job that ended badly is tried again.
package struct RetryPlan: Sendable, Equatable {
  /// How many attempts come after the first, at most.
  package var max: Int
  /// The time from a failure to the next attempt.
  package var delay: Duration = .zero
  /// What the delay is multiplied by after each attempt.
  package var backoff: Double = 1
  /// The share of the delay, from 0 to 1, that chance takes away or adds.
  package var jitter: Double = 0

  /// Returns where the chance of one submission's delays comes from.
  ///
  /// Each attempt has a number of its own from there.
  package func jitterSeed(_ source: DrawSource) -> UInt64 {
    var generator = source.generator(for: .retryDelay)
    return generator.next()
  }
}
