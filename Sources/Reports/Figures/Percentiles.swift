internal import PoolObservation

/// How long something took each time it happened, exactly.
package struct Percentiles: Sendable {
  private var nanoseconds: [Int64] = []

  package var count: Int { nanoseconds.count }
  package var median: Duration { at(50) }
  package var maximum: Duration { .nanoseconds(nanoseconds.last ?? 0) }

  mutating func add(_ duration: Duration) {
    nanoseconds.append(duration.nanoseconds)
  }

  mutating func sort() {
    nanoseconds.sort()
  }

  /// Returns what so many of a hundred took at most; nothing when it never happened.
  package func at(_ percentage: Int) -> Duration {
    guard !nanoseconds.isEmpty else { return .zero }
    let rank = (nanoseconds.count * percentage + 99) / 100
    return .nanoseconds(nanoseconds[min(max(rank, 1), nanoseconds.count) - 1])
  }

  /// What all of them took together.
  package var total: Duration {
    nanoseconds.reduce(.zero) { $0 + .nanoseconds($1) }
  }
}
