// Recording a value in the histogram costs 5 to 10 ns, and a busy batch has half a million. Here a
// value costs an increment; the histogram is told each bucket once.

/// Counts of durations, in the histogram's own buckets: 256 steps, then 128 for each power of two.
struct DurationBuckets {
  private(set) var counts = [UInt32](repeating: 0, count: Self.index(of: Self.greatest) + 1)
  private(set) var maximum: UInt64 = 0

  /// The greatest duration that is told from others, in nanoseconds: 146 years.
  static let greatest: UInt64 = 1 << 62

  /// Takes in how long something took, and returns that in nanoseconds.
  @inline(__always)
  mutating func record(from start: UInt64, to end: UInt64) -> UInt64 {
    let value = end < start ? 0 : min(end &- start, Self.greatest)
    counts[Self.index(of: value)] &+= 1
    maximum = max(maximum, value)
    return value
  }

  /// Returns the bucket of a value.
  @inline(__always)
  private static func index(of value: UInt64) -> Int {
    let exponent = 56 &- (value | 255).leadingZeroBitCount
    return exponent &* 128 &+ Int(truncatingIfNeeded: value &>> UInt64(exponent))
  }

  /// Returns the greatest value of a bucket.
  static func value(at index: Int) -> UInt64 {
    let exponent = max(0, index / 128 - 1)
    return UInt64(index - exponent * 128 + 1) << UInt64(exponent) - 1
  }
}
