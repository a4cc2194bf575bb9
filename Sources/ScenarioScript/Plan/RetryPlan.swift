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

  /// Returns the delay of one submission's first retry, chance included.
  ///
  /// Chance is drawn once for a submission, whatever the attempt: it sets submissions apart that failed
  /// together, and depends on nothing but the source.
  package func delay(_ source: DrawSource) -> Duration {
    guard jitter > 0, delay > .zero else { return delay }
    var generator = source.generator(for: .retryDelay)
    return Duration(scaling: delay, by: 1 + jitter * (2 * generator.nextUnit() - 1))
  }
}
