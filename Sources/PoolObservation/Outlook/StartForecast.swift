// When a future starts follows from when each worker will be free and how long those before it run.
// Of a long queue a few rows stand for all.

/// When futures of one priority will start.
struct StartForecast {
  private let delays: WorkerDelays
  /// How long the first that start are expected to run, in their order.
  private var first: [Double] = []
  /// The same of some that are spread over all up to the furthest one that is asked for.
  private var spread: [Double] = []
  private let furthest: Int

  /// How many rows stand for all.
  ///
  /// More knows a mixed queue better; fewer makes a forecast cheaper.
  private static let sampleSize = 64

  init(_ ranks: PendingRanks, _ delays: WorkerDelays, _ lengths: ExpectedLengths, furthest: Int) {
    self.delays = delays
    self.furthest = furthest
    guard delays.canTell else { return }
    first = ranks.first(Self.sampleSize).map { lengths.length($0.name) }
    guard furthest > first.count else { return }
    spread = ranks.sample(of: furthest, limit: Self.sampleSize)
      .map { lengths.length($0.name) }
  }

  /// Returns when a future starts that so many are before; `nil` when nothing is known.
  func start(behind aheadCount: Int) -> Duration? {
    guard delays.canTell else { return nil }
    let nanoseconds: Double
    if aheadCount <= first.count {
      nanoseconds = delays.start(afterEach: first.prefix(aheadCount))
    } else {
      // As many of those that are spread over all as are before it.
      let share = Double(aheadCount) / Double(max(1, furthest))
      let sample = spread.prefix(max(1, Int((Double(spread.count) * share).rounded())))
      let mean = sample.reduce(0, +) / Double(max(1, sample.count))
      nanoseconds = delays.start(afterTotal: mean * Double(aheadCount))
    }
    return Duration(nanosecondCount: nanoseconds)
  }
}
