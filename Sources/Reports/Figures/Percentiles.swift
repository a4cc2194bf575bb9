/// How long something took each time it happened, exactly.
package struct Percentiles: Sendable {
  private var durations: [Duration] = []

  package var count: Int { durations.count }
  package var median: Duration { at(50) }
  package var maximum: Duration { durations.last ?? .zero }

  mutating func add(_ duration: Duration) {
    durations.append(duration)
  }

  mutating func sort() {
    durations.sort()
  }

  /// Returns what so many of a hundred took at most; nothing when it never happened.
  package func at(_ percentage: Int) -> Duration {
    guard !durations.isEmpty else { return .zero }
    let rank = (durations.count * percentage + 99) / 100
    return durations[min(max(rank, 1), durations.count) - 1]
  }

  /// What all of them took together.
  package var total: Duration { durations.reduce(.zero, +) }
}
