/// Counts how long something took, within 1 %.
struct DistributionRecorder: Sendable {
  /// How often it fell into each bucket, up to the longest.
  private var counts: [Int] = []
  private var maximum: UInt64 = 0
  /// The last distribution, while nothing was recorded since.
  private var known: Distribution? = Distribution()

  /// Takes in how long something took, and returns that in nanoseconds.
  @discardableResult
  mutating func record(from start: UInt64, to end: UInt64) -> UInt64 {
    let value = min(end < start ? 0 : end - start, DurationBuckets.greatest)
    record(1, in: DurationBuckets.index(of: value))
    maximum = max(maximum, value)
    return value
  }

  /// Takes in all that was counted.
  mutating func record(_ buckets: DurationBuckets) {
    for value in buckets.few { record(1, in: DurationBuckets.index(of: value)) }
    for (index, count) in buckets.counts.enumerated() where count > 0 {
      record(Int(count), in: index)
    }
    maximum = max(maximum, buckets.maximum)
  }

  private mutating func record(_ count: Int, in bucket: Int) {
    if bucket >= counts.count {
      counts += [Int](repeating: 0, count: bucket + 1 - counts.count)
    }
    counts[bucket] += count
    known = nil
  }

  /// Returns what was recorded; costs nothing when that has not changed.
  mutating func distribution() -> Distribution {
    if let known { return known }
    var distribution = Distribution(maximum: .nanoseconds(Int64(clamping: maximum)))
    for (bucket, count) in counts.enumerated() where count > 0 {
      distribution.count += count
      distribution.histogram.record(DurationBuckets.value(at: bucket), count: count)
    }
    let percentiles = percentiles([50, 95, 99], of: distribution.count)
    distribution.median = percentiles[0]
    distribution.percentile95 = percentiles[1]
    distribution.percentile99 = percentiles[2]
    known = distribution
    return distribution
  }

  /// Returns how long at least so many of a hundred took at most, for each of some ascending ranks.
  private func percentiles(_ ranks: [Int], of totalCount: Int) -> [Duration] {
    var percentiles: [Duration] = []
    var passedCount = 0
    for (bucket, count) in counts.enumerated() where count > 0 {
      passedCount += count
      // A bucket's upper end may lie above what was ever recorded; no percentile does.
      let value = min(maximum, DurationBuckets.value(at: bucket))
      while percentiles.count < ranks.count,
        passedCount * 100 >= ranks[percentiles.count] * totalCount
      {
        percentiles.append(.nanoseconds(Int64(clamping: value)))
      }
    }
    return percentiles
  }
}
