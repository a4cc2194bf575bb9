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

  /// Returns what is shown of a snapshot, in order.
  ///
  /// - Complexity: O(n) in the order of the states or of the ids, else O(n log n).
  func pick(from snapshot: PoolSnapshot) -> [FutureID] {
    let context = FilterContext(snapshot)
    var ids: [FutureID] = []
    switch sort {
    case .id:
      for row in snapshot.futures where shows(row, context) { ids.append(row.id) }
    case .state:
      var groups: [[FutureID]] = FutureGroup.allCases.map { _ in [] }
      for row in snapshot.futures where shows(row, context) {
        groups[FutureGroup(row).rawValue].append(row.id)
      }
      ids = groups.flatMap { $0 }
    case .worker, .wait, .run, .attempt:
      var ranked: [(rank: UInt64, id: FutureID)] = []
      for row in snapshot.futures where shows(row, context) {
        ranked.append((sort.rank(of: row, at: snapshot.takenAt), row.id))
      }
      ranked.sort { $0 < $1 }
      ids = ranked.map(\.id)
    }
    if isInverted { ids.reverse() }
    return ids
  }
}
