internal import Histogram

/// Counts how long something took, within 1 %, in a fixed amount of memory.
struct DistributionRecorder: Sendable {
  /// Two significant digits: percentiles are within 1 %.
  private var histogram = Histogram<UInt64>(
    highestTrackableValue: DurationBuckets.greatest, numberOfSignificantValueDigits: .two)
  private var maximum: UInt64 = 0
  private var steps = DurationHistogram()
  /// The last distribution, while nothing was recorded since.
  private var known: Distribution? = Distribution()

  /// Takes in how long something took, and returns that in nanoseconds.
  @discardableResult
  mutating func record(from start: UInt64, to end: UInt64) -> UInt64 {
    let value = min(end < start ? 0 : end - start, DurationBuckets.greatest)
    histogram.record(value)
    steps.record(DurationBuckets.rounded(value))
    maximum = max(maximum, value)
    known = nil
    return value
  }

  /// Takes in all that was counted.
  mutating func record(_ buckets: DurationBuckets) {
    for value in buckets.few {
      histogram.record(value)
      steps.record(DurationBuckets.rounded(value))
      known = nil
    }
    for (index, count) in buckets.counts.enumerated() where count > 0 {
      let value = DurationBuckets.value(at: index)
      histogram.record(value, count: UInt64(count))
      steps.record(value, count: Int(count))
      known = nil
    }
    maximum = max(maximum, buckets.maximum)
  }

  /// Returns what was recorded; costs nothing when that has not changed.
  mutating func distribution() -> Distribution {
    if let known { return known }
    let distribution = Distribution(
      count: Int(clamping: histogram.totalCount), median: percentile(50),
      percentile95: percentile(95), percentile99: percentile(99),
      maximum: .nanoseconds(Int64(clamping: maximum)), histogram: steps)
    known = distribution
    return distribution
  }

  /// A bucket's upper end may lie above what was ever recorded; no percentile does.
  private func percentile(_ rank: Double) -> Duration {
    .nanoseconds(Int64(clamping: min(maximum, histogram.valueAtPercentile(rank))))
  }
}
