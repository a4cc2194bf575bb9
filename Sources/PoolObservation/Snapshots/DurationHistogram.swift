/// How often something took how long, in steps of 1, 2 and 5 from a microsecond to three hours.
///
/// Durations are known within 1 %, so one that lies at a bound may be counted above it.
public struct DurationHistogram: Sendable, Hashable, Codable {
  /// How many fell below each bound, and not below the one before; the last has no bound.
  ///
  /// Empty while nothing was recorded.
  public private(set) var counts: [Int] = []

  /// Makes a histogram of nothing.
  public init() {}

  /// The bounds of the steps, ascending.
  public static let bounds: [Duration] = nanosecondBounds.map { .nanoseconds(Int64($0)) }

  private static let nanosecondBounds: [UInt64] =
    (3...12).flatMap { exponent -> [UInt64] in
      let unit = (0..<exponent).reduce(UInt64(1)) { power, _ in power * 10 }
      return [unit, 2 * unit, 5 * unit]
    } + [10_000_000_000_000]

  mutating func record(_ nanoseconds: UInt64, count: Int = 1) {
    let bounds = Self.nanosecondBounds
    if counts.isEmpty { counts = [Int](repeating: 0, count: bounds.count + 1) }
    counts[partition(0..<bounds.count) { bounds[$0] <= nanoseconds }] += count
  }
}
