internal import PoolObservation

/// Which futures are shown, and in which order.
struct FutureQuery: Sendable, Hashable {
  /// What was typed; `nil` picks all.
  var filter: FutureFilter?
  var showsFailuresOnly = false
  var hidesFinished = false
  var sort = SortColumn.state
  var isInverted = false

  /// Whether some futures are left out.
  var isSelective: Bool { filter != nil || showsFailuresOnly || hidesFinished }
  /// Whether all are shown, in the usual order.
  var isUsual: Bool { !isSelective && sort == .state && !isInverted }

  /// Says whether a future is shown.
  func shows(_ row: FutureSnapshot, _ context: FilterContext) -> Bool {
    if showsFailuresOnly || hidesFinished {
      let group = FutureGroup(row)
      if showsFailuresOnly, group != .failed { return false }
      if hidesFinished, group == .finished { return false }
    }
    return filter?.matches(row, context) ?? true
  }

  /// Returns what is shown of a snapshot by its group, each in the order of submission.
  func groups(of snapshot: PoolSnapshot) -> [[FutureID]] {
    let context = FilterContext(snapshot)
    var groups: [[FutureID]] = FutureGroup.allCases.map { _ in [] }
    for row in snapshot.futures where shows(row, context) {
      groups[FutureGroup(row).rawValue].append(row.id)
    }
    return groups
  }

  /// Returns what is shown of a snapshot, in order.
  ///
  /// - Complexity: O(n) in the order of the states or of the ids, else O(n log n).
  func pick(from snapshot: PoolSnapshot) -> FuturePick {
    var pick = FuturePick()
    if sort == .state {
      let groups = groups(of: snapshot)
      pick.rows = groups.flatMap { $0 }
      pick.pending = groups[FutureGroup.pending.rawValue]
      for group in groups { pick.ascending.merge(ascending: group) }
    } else {
      let context = FilterContext(snapshot)
      var ranked: [(rank: UInt64, id: FutureID)] = []
      for row in snapshot.futures where shows(row, context) {
        pick.ascending.append(row.id)
        if row.state == .pending { pick.pending.append(row.id) }
        if sort != .id { ranked.append((sort.rank(of: row, at: snapshot.takenAt), row.id)) }
      }
      ranked.sort { $0 < $1 }
      pick.rows = sort == .id ? pick.ascending : ranked.map(\.id)
    }
    if isInverted { pick.rows.reverse() }
    return pick
  }
}

/// The futures that a query picks.
struct FuturePick: Sendable, Hashable {
  /// In the order in which they are shown.
  var rows: [FutureID] = []
  /// In the order of submission.
  var ascending: [FutureID] = []
  /// Those that wait, in the order of submission.
  var pending: [FutureID] = []
}
