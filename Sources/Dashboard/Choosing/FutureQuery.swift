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
    shows(FutureGroup(row)) && filter?.matches(row, context) ?? true
  }

  /// Says whether a group of futures is shown, as far as nothing else is asked for.
  private func shows(_ group: FutureGroup) -> Bool {
    if showsFailuresOnly, group != .failed { return false }
    return !hidesFinished || group != .finished
  }

  /// Returns what is shown of a snapshot by its group, each in the order of submission.
  func groups(of snapshot: PoolSnapshot) -> [[FutureID]] {
    var groups: [[FutureID]] = FutureGroup.allCases.map { _ in [] }
    guard filter != nil else {
      snapshot.futures.forEachState { id, state, outcome in
        let group = FutureGroup(state, outcome)
        if shows(group) { groups[group.rawValue].append(id) }
      }
      return groups
    }
    let context = FilterContext(snapshot)
    for row in snapshot.futures where shows(row, context) {
      groups[FutureGroup(row).rawValue].append(row.id)
    }
    return groups
  }
}
