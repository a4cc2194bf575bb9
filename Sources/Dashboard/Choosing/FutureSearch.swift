internal import PoolObservation

/// Where the next row that matches is looked for; from the ends it goes round.
struct FutureSearch: Sendable, Hashable {
  let filter: FutureFilter
  let rows: FutureRows
  /// Where to begin; itself looked at first.
  let start: Int
  /// 1 or -1.
  let step: Int

  /// How many rows are looked at one by one before all are looked at in one go.
  ///
  /// More is quicker where much matches; fewer is quicker where little does.
  private static let nearCount = 4_096

  var hasFarRows: Bool { rows.count > Self.nearCount }

  /// Returns the first match among the rows that are near.
  func nearMatch(in snapshot: PoolSnapshot) -> FutureID? {
    let context = FilterContext(snapshot)
    return (0..<min(rows.count, Self.nearCount)).lazy.map(id).first { id in
      snapshot.futures[id: id].map { filter.matches($0, context) } ?? false
    }
  }

  /// Returns the first match among the rows that are not.
  func farMatch(in snapshot: PoolSnapshot) -> FutureID? {
    let context = FilterContext(snapshot)
    var matching: Set<FutureID> = []
    for future in snapshot.futures where filter.matches(future, context) {
      matching.insert(future.id)
    }
    guard !matching.isEmpty, hasFarRows else { return nil }
    return (Self.nearCount..<rows.count).lazy.map(id).first(where: matching.contains)
  }

  private func id(_ offset: Int) -> FutureID {
    let count = rows.count
    return rows[((start + offset * step) % count + count) % count]
  }
}
