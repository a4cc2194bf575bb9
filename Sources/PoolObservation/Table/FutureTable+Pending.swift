extension FutureTable {
  /// The oldest row that waits.
  var oldestPending: FutureSnapshot? {
    guard let group = groups.first(where: { $0.pending.total > 0 }),
      let leaf = group.leaves.first(where: { $0.pendingCount > 0 })
    else { return nil }
    return leaf.rows.first { $0.state == .pending }
  }

  /// Returns the state of the row at a place.
  func state(at place: Place) -> FutureState {
    groups[place.group].leaves[place.leaf].rows[place.row].state
  }
}
