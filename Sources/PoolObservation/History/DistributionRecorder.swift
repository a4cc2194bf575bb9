internal import Histogram

/// Counts how long something took, within 1 %, in a fixed amount of memory.
struct DistributionRecorder: Sendable {
  /// Two significant digits: percentiles are within 1 %.
  private var histogram = Histogram<UInt64>(
    highestTrackableValue: 1 << 62, numberOfSignificantValueDigits: .two)
  private var maximum: UInt64 = 0
  /// The last distribution, while nothing was recorded since.
  private var known: Distribution? = Distribution()

  mutating func record(_ duration: Duration) {
    let value = UInt64(max(0, duration.nanoseconds))
    histogram.record(min(value, 1 << 62))
    maximum = max(maximum, value)
    known = nil
  }

  /// Returns what was recorded; costs nothing when that has not changed.
  mutating func distribution() -> Distribution {
    if let known { return known }
    let distribution = Distribution(
      count: Int(clamping: histogram.totalCount), median: percentile(50),
      percentile95: percentile(95), percentile99: percentile(99),
      maximum: .nanoseconds(Int64(clamping: maximum)))
    known = distribution
    return distribution
  }

  /// A bucket's upper end may lie above what was ever recorded; no percentile does.
  private func percentile(_ rank: Double) -> Duration {
    .nanoseconds(Int64(clamping: min(maximum, histogram.valueAtPercentile(rank))))
  }
}
