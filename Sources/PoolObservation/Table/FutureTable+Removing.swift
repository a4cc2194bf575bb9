// Failures stay when their neighbours go, so what is left of a leaf is laid together with what is
// left beside it; otherwise one row would cost what sixteen cost.

extension FutureTable {
  /// Drops the rows with these ids; an id that is not kept is passed over.
  ///
  /// - Complexity: O(k log k + n / 2048) for k ids; O(k + n / 2048) when they ascend.
  public mutating func remove(_ ids: some Sequence<FutureID>) {
    var sorted = Array(ids)
    if !sorted.isAscending { sorted.sort() }
    remove(ascending: sorted) { _ in }
  }

  /// What is told of a row that goes; a copy of the row would cost its references.
  struct Removed {
    var id: FutureID
    var state: FutureState
    var outcome: FutureOutcome?
    var hasStarted: Bool
  }

  /// Drops the rows with these ids, which ascend, and tells of each before it goes.
  mutating func remove(ascending ids: [FutureID], _ visit: (Removed) -> Void) {
    var rest = ids[...]
    var hasChanged = false
    for index in groups.indices {
      guard let first = rest.first else { break }
      let next = index + 1 < groups.count ? groups[index + 1].firstID : nil
      if let next, next <= first { continue }
      hasChanged = groups[index].remove(&rest, before: next, visit) || hasChanged
    }
    if hasChanged { layTogether() }
  }

  /// Drops empty groups, and makes one of neighbours that are small.
  private mutating func layTogether() {
    var last = -1
    for index in groups.indices where groups[index].count > 0 {
      if last >= 0,
        groups[last].leaves.count + groups[index].leaves.count <= Self.groupCapacity * 3 / 4
      {
        groups[last].take(groups[index])
      } else {
        last += 1
        if last != index { groups.swapAt(last, index) }
      }
    }
    groups.removeSubrange((last + 1)...)
    count = 0
    for index in groups.indices {
      groups[index].offset = count
      count += groups[index].count
    }
  }
}

extension FutureTable.Group {
  /// Drops rows whose ids lie first in a list and before the next group's, and takes them off it.
  fileprivate mutating func remove(
    _ ids: inout ArraySlice<FutureID>, before next: FutureID?,
    _ visit: (FutureTable.Removed) -> Void
  ) -> Bool {
    var hasChanged = false
    for index in leaves.indices {
      guard let first = ids.first else { break }
      let end = index + 1 < leaves.count ? leaves[index + 1].firstID : next
      if let end, end <= first { continue }
      hasChanged = leaves[index].remove(&ids, before: end, &pending, visit) || hasChanged
    }
    guard hasChanged else { return false }
    if !isLaidTogether { layTogether() }
    count = leaves.indices.reduce(0) { $0 + leaves[$1].count }
    if let first = leaves.first, let last = leaves.last {
      firstID = first.firstID
      lastID = last.lastID
    }
    return true
  }

  /// Whether a leaf and the one before it may be one.
  private func areSmall(_ last: Int, _ count: Int) -> Bool {
    last + count <= FutureTable.leafCapacity * 3 / 4
  }

  /// Whether no leaf is empty, and no neighbours are small.
  private var isLaidTogether: Bool {
    var last = FutureTable.leafCapacity
    for index in leaves.indices {
      let count = leaves[index].count
      if count == 0 || areSmall(last, count) { return false }
      last = count
    }
    return true
  }

  /// Drops empty leaves, and makes one of neighbours that are small.
  private mutating func layTogether() {
    var leaves = leaves.all
    var last = -1
    for index in leaves.indices where leaves[index].count > 0 {
      if last >= 0, areSmall(leaves[last].count, leaves[index].count) {
        leaves[last] = FutureTable.Leaf(leaves[last], leaves[index])
      } else {
        last += 1
        if last != index { leaves.swapAt(last, index) }
      }
    }
    leaves.removeSubrange((last + 1)...)
    self.leaves.all = leaves
  }

  /// Adds the leaves of the group that stands beside it.
  fileprivate mutating func take(_ other: FutureTable.Group) {
    leaves.all += other.leaves.all
    lastID = other.lastID
    count += other.count
    pending.add(other.pending)
  }
}

extension [FutureID] {
  fileprivate var isAscending: Bool {
    for index in indices.dropFirst() where self[index - 1] > self[index] { return false }
    return true
  }
}
