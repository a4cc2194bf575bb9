/// How long something took, over all the times it happened; percentiles are within 1 %.
public struct Distribution: Sendable, Hashable, Codable {
  /// How often it happened.
  public var count: Int
  /// Half of them took at most this long.
  public var median: Duration
  /// 95 of 100 took at most this long.
  public var percentile95: Duration
  /// 99 of 100 took at most this long.
  public var percentile99: Duration
  /// The longest.
  public var maximum: Duration
  /// How often it took how long.
  public var histogram: DurationHistogram

  /// Makes a distribution; without arguments, of nothing.
  public init(
    count: Int = 0, median: Duration = .zero, percentile95: Duration = .zero,
    percentile99: Duration = .zero, maximum: Duration = .zero,
    histogram: DurationHistogram = DurationHistogram()
  ) {
    self.count = count
    self.median = median
    self.percentile95 = percentile95
    self.percentile99 = percentile99
    self.maximum = maximum
    self.histogram = histogram
  }
}
