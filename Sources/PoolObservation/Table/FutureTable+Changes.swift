// Two looks at a pool share whatever did not change between them. So what did is found without a
// look at every row: groups that have the same list of leaves are passed over, then leaves that
// have the same rows, and what is left is compared row by row.

extension FutureTable {
  /// Returns the ids of the rows that came, went or changed since an earlier look at the pool.
  ///
  /// - Parameters:
  ///   - old: The earlier look.
  ///   - limit: How many rows may be compared one by one.
  /// - Returns: Ascending ids; `nil` where more rows would have to be compared.
  /// - Complexity: O(n / 2048), and 128 leaves for each group, 16 rows for each leaf that changed.
  package func changes(since old: FutureTable, limit: Int) -> [FutureID]? {
    let leaves = leaves(differingFrom: old)
    let leafCount = Swift.max(leaves.old.count, leaves.new.count)
    guard leafCount * Self.leafCapacity <= limit else { return nil }
    let rows = differing(places(in: leaves.old), places(in: leaves.new), \.id) {
      leaves.old[$0.leaf].isSame(at: $0.row, as: leaves.new[$1.leaf], at: $1.row)
    }
    return union(rows.old.map(\.id), rows.new.map(\.id))
  }

  /// What a name takes that does not fit into a row.
  private static let nameByteCount = 32
  /// What an array takes beside its elements.
  private static let allocationByteCount = 48

  private func leaves(differingFrom old: FutureTable) -> (old: [Leaf], new: [Leaf]) {
    let groups = differing(old.groups, groups, \.firstID) { $0.leaves.areThose(of: $1.leaves) }
    return differing(groups.old.flatMap(\.leaves), groups.new.flatMap(\.leaves), \.firstID, ==)
  }

  /// About how many bytes its rows take, without those that it shares with an earlier table of the
  /// pool.
  ///
  /// - Complexity: As ``changes(since:limit:)``.
  func byteCount(beside old: FutureTable) -> Int {
    let leaves = leaves(differingFrom: old).new
    return leaves.reduce(groups.count * MemoryLayout<Group>.stride) { sum, leaf in
      let isNew = old.groups.last.map { $0.lastID < leaf.firstID } ?? true
      return sum + MemoryLayout<Leaf>.stride + leaf.byteCount + Self.allocationByteCount
        + (isNew ? leaf.ownNameCount * Self.nameByteCount : 0)
    }
  }
}

/// Where a row stands among some leaves: to tell it from others, no row has to be copied.
private struct LeafPlace {
  let id: FutureID
  let leaf: Int
  let row: Int
}

private func places(in leaves: [FutureTable.Leaf]) -> [LeafPlace] {
  leaves.enumerated().flatMap { index, leaf in
    leaf.indices.map { LeafPlace(id: leaf.id(at: $0), leaf: index, row: $0) }
  }
}

/// Returns what two ascending lists hold, each id once.
private func union(_ left: [FutureID], _ right: [FutureID]) -> [FutureID] {
  var ids: [FutureID] = []
  ids.reserveCapacity(max(left.count, right.count))
  var rest = right[...]
  for id in left {
    while let first = rest.first, first < id { ids.append(rest.removeFirst()) }
    if rest.first == id { rest.removeFirst() }
    ids.append(id)
  }
  return ids + rest
}

/// Returns what two lists in order of their ids hold, without what stands in both.
private func differing<Element>(
  _ old: [Element], _ new: [Element], _ id: (Element) -> FutureID,
  _ areSame: (Element, Element) -> Bool
) -> (old: [Element], new: [Element]) {
  var (oldRest, newRest) = (old[...], new[...])
  var result: (old: [Element], new: [Element]) = ([], [])
  while let before = oldRest.first, let after = newRest.first {
    let (formerID, laterID) = (id(before), id(after))
    if formerID <= laterID { oldRest.removeFirst() }
    if laterID <= formerID { newRest.removeFirst() }
    if formerID == laterID, areSame(before, after) { continue }
    if formerID <= laterID { result.old.append(before) }
    if laterID <= formerID { result.new.append(after) }
  }
  return (result.old + oldRest, result.new + newRest)
}
