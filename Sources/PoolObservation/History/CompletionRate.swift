internal import DequeModule

/// Counts how many futures got done in each second of the last minute.
struct CompletionRate: Sendable {
  private struct Bucket: Sendable {
    var second: UInt64
    var count: Int
  }

  /// How far back it looks, in seconds.
  private static let secondCount: UInt64 = 60
  private static let nanosecondsPerSecond: UInt64 = 1_000_000_000

  /// Seconds in which something got done, oldest first, but for the last.
  private var buckets: Deque<Bucket> = []
  private var last = Bucket(second: 0, count: 0)
  /// When the last of these seconds ends, in nanoseconds.
  private(set) var lastEnd: UInt64 = 0

  @inline(__always)
  mutating func record(at time: UInt64) {
    if time >= lastEnd { begin(time / Self.nanosecondsPerSecond) }
    last.count &+= 1
  }

  /// Takes in so many that got done before ``lastEnd``.
  mutating func record(count: Int) {
    last.count += count
  }

  /// Takes in what another one counted after this.
  mutating func record(_ other: CompletionRate) {
    for bucket in other.buckets + [other.last] where bucket.count > 0 {
      if bucket.second > last.second || lastEnd == 0 { begin(bucket.second) }
      last.count += bucket.count
    }
  }

  private mutating func begin(_ second: UInt64) {
    if last.count > 0 { buckets.append(last) }
    last = Bucket(second: second, count: 0)
    let end = (second + 1).multipliedReportingOverflow(by: Self.nanosecondsPerSecond)
    lastEnd = end.overflow ? .max : end.partialValue
    while let first = buckets.first, first.second + Self.secondCount < second {
      buckets.removeFirst()
    }
  }

  /// Returns the counts of the last whole seconds, at most 60, oldest first.
  func lastMinute(at now: PoolInstant) -> [Int] {
    let end = now.nanoseconds / Self.nanosecondsPerSecond
    let start = end - min(end, Self.secondCount)
    var counts = [Int](repeating: 0, count: Int(end - start))
    for bucket in buckets where bucket.second >= start && bucket.second < end {
      counts[Int(bucket.second - start)] = bucket.count
    }
    if last.count > 0, last.second >= start, last.second < end {
      counts[Int(last.second - start)] = last.count
    }
    return counts
  }
}
