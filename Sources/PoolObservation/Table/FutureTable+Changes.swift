// Two looks at a pool share whatever did not change between them. So what did is found without a
// look at every row: groups that have the same list of leaves are passed over, then leaves that
// have the same rows, and what is left is compared row by row.

extension FutureTable {
  /// From which part of the rows on, one in so many, a pass over all is quicker than single looks.
  private static let passShare = 64

  /// Returns the ids of the rows that came, went or changed since an earlier look at the pool.
  ///
  /// - Returns: Ascending ids; `nil` where so much may have changed that a pass over all is
  ///   quicker.
  /// - Complexity: O(n / 2048), and 128 leaves for each group, 16 rows for each leaf that changed.
  package func changes(since old: FutureTable) -> [FutureID]? {
    let leaves = leaves(differingFrom: old)
    let leafCount = Swift.max(leaves.old.count, leaves.new.count)
    guard leafCount * Self.leafCapacity * Self.passShare <= count else { return nil }
    let rows = differing(
      leaves.old.flatMap { Array($0) }, leaves.new.flatMap { Array($0) }, \.id, ==)
    return Set(rows.old.map(\.id)).union(rows.new.map(\.id)).sorted()
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
  /// - Complexity: As ``changes(since:)``.
  func byteCount(beside old: FutureTable) -> Int {
    let leaves = leaves(differingFrom: old).new
    return leaves.reduce(groups.count * MemoryLayout<Group>.stride) { sum, leaf in
      let isNew = old.groups.last.map { $0.lastID < leaf.firstID } ?? true
      return sum + MemoryLayout<Leaf>.stride + leaf.byteCount + Self.allocationByteCount
        + (isNew ? leaf.ownNameCount * Self.nameByteCount : 0)
    }
  }
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
