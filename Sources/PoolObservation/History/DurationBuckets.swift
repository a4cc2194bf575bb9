// The buckets of a high dynamic range histogram of two digits: 256 steps, then 128 for each power
// of two. There are 7,000, so a batch of a few values keeps these as they are.

/// Counts of the durations of a batch.
struct DurationBuckets {
  /// The values, while there are few.
  private(set) var few: [UInt64] = []
  /// How many values each bucket holds, once there are more.
  var counts: [UInt32] = []
  var maximum: UInt64 = 0

  /// How many values are few.
  private static let fewLimit = 256

  /// The greatest duration that is told from others, in nanoseconds: 146 years.
  static let greatest: UInt64 = 1 << 62

  /// Takes in how long something took, and returns that in nanoseconds.
  @inline(__always)
  mutating func record(from start: UInt64, to end: UInt64) -> UInt64 {
    let value = Self.duration(from: start, to: end)
    maximum = max(maximum, value)
    if counts.isEmpty {
      keep(value)
    } else {
      counts[Self.index(of: value)] &+= 1
    }
    return value
  }

  private mutating func keep(_ value: UInt64) {
    few.append(value)
    if few.count == Self.fewLimit { makeRoom() }
  }

  /// Makes all buckets, where many values are to be expected.
  mutating func makeRoom() {
    guard counts.isEmpty else { return }
    counts = [UInt32](repeating: 0, count: Self.index(of: Self.greatest) + 1)
    for value in few { counts[Self.index(of: value)] += 1 }
    few = []
  }

  @inline(__always)
  static func duration(from start: UInt64, to end: UInt64) -> UInt64 {
    end < start ? 0 : min(end &- start, greatest)
  }

  /// Returns the bucket of a value.
  @inline(__always)
  static func index(of value: UInt64) -> Int {
    let exponent = 56 &- (value | 255).leadingZeroBitCount
    return exponent &* 128 &+ Int(truncatingIfNeeded: value &>> UInt64(exponent))
  }

  /// Returns the greatest value of a bucket.
  static func value(at index: Int) -> UInt64 {
    let exponent = max(0, index / 128 - 1)
    return UInt64(index - exponent * 128 + 1) << UInt64(exponent) - 1
  }
}
