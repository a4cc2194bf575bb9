internal import DequeModule

/// Counts how many futures got done in each second of the last minute.
struct CompletionRate: Sendable {
  private struct Bucket: Sendable {
    var second: UInt64
    var count: Int
  }

  /// How far back it looks, in seconds.
  private static let secondCount: UInt64 = 60

  /// Seconds in which something got done, oldest first.
  private var buckets: Deque<Bucket> = []

  mutating func record(at time: PoolInstant) {
    let second = time.nanoseconds / 1_000_000_000
    if let last = buckets.last, last.second >= second {
      buckets[buckets.count - 1].count += 1
    } else {
      buckets.append(Bucket(second: second, count: 1))
    }
    while let first = buckets.first, first.second + Self.secondCount < second {
      buckets.removeFirst()
    }
  }

  /// Returns the counts of the last whole seconds, at most 60, oldest first.
  func lastMinute(at now: PoolInstant) -> [Int] {
    let end = now.nanoseconds / 1_000_000_000
    let start = end - min(end, Self.secondCount)
    var counts = [Int](repeating: 0, count: Int(end - start))
    for bucket in buckets where bucket.second >= start && bucket.second < end {
      counts[Int(bucket.second - start)] = bucket.count
    }
    return counts
  }
}
