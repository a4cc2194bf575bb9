internal import PoolObservation

/// How fast work gets done, and when all of it will be.
struct Throughput {
  /// Futures done per second; `nil` while nobody can say.
  let rate: Double?
  /// How long what is left will take; `nil` while nobody can say, or nothing is left.
  let remaining: Duration?

  /// The seconds a rate is taken over.
  ///
  /// More is steadier; fewer shows a change sooner. When nothing got done in them, all that is
  /// known is taken.
  private static let window = 10

  init(_ model: Model, _ snapshot: PoolSnapshot) {
    let seconds = model.completionsPerSecond
    if let endedAt = model.endedAt {
      let life = PoolInstant.zero.duration(to: endedAt) / .seconds(1)
      rate = life > 0 ? Double(snapshot.counts.done) / life : nil
      remaining = nil
      return
    }
    let recent = seconds.suffix(Self.window)
    let counted = recent.contains { $0 > 0 } ? recent : seconds[...]
    rate = counted.isEmpty ? nil : Double(counted.reduce(0, +)) / Double(counted.count)
    remaining = snapshot.estimatedRemaining
  }

  var rateText: String { rate.map(\.perSecond) ?? "-/s" }
  var remainingText: String { remaining?.compact ?? "-" }
}
