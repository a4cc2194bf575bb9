// The order in which those that wait are started: by priority, greatest first, then by id. Groups
// know how many of each priority they have, so most of them are passed over with a glance.

extension FutureTable {
  /// The oldest row that waits.
  var oldestPending: FutureSnapshot? {
    guard let group = groups.first(where: { $0.pending.first.count > 0 }),
      let leaf = group.leaves.first(where: { $0.pendingCount > 0 })
    else { return nil }
    return leaf.first { $0.state == .pending }
  }

  /// Returns the state of the row at a place.
  func state(at place: Place) -> FutureState {
    groups[place.group].leaves[place.leaf].state(at: place.row)
  }
}

extension FutureTable {
  /// Returns which of some ids wait no longer, or are no longer kept.
  ///
  /// Where as many wait as are listed nobody needs to look.
  ///
  /// - Parameters:
  ///   - listed: Ascending ids; among them all that wait.
  ///   - wanted: How many of them wait no longer; no more are looked for.
  /// - Returns: Their ids, ascending.
  /// - Complexity: O(n / 512), and for each that is found at most 512 rows and 32 leaves.
  package func noLongerPending(
    among listed: ArraySlice<FutureID>, count wanted: Int
  ) -> [FutureID] {
    noLongerPending(in: listed, count: wanted)
  }

  /// The same, in whatever the ids are listed.
  func noLongerPending<List: RandomAccessCollection<FutureID>>(
    in listed: List, count wanted: Int
  ) -> [FutureID] where List.Index == Int, List.SubSequence == List {
    guard let first = listed.first, wanted > 0 else { return [] }
    var found: [FutureID] = []
    var rest = listed
    for group in groups[partition(0..<groups.count) { groups[$0].lastID < first }...] {
      guard found.count < wanted else { return found }
      found += rest.takeFirst { $0 < group.firstID }
      var ofGroup = rest.takeFirst { $0 <= group.lastID }
      guard ofGroup.count != group.pending.total else { continue }
      for leaf in group.leaves {
        found += ofGroup.takeFirst { $0 < leaf.firstID }
        let ofLeaf = ofGroup.takeFirst { $0 <= leaf.lastID }
        guard ofLeaf.count != Int(leaf.pendingCount) else { continue }
        found += ofLeaf.filter { id in
          leaf.place(of: id).map { leaf.state(at: $0) != .pending } ?? true
        }
      }
      found += ofGroup
    }
    return found + rest
  }
}

extension RandomAccessCollection where Index == Int, SubSequence == Self {
  /// Takes the first elements, those before a point, out of a list that is in order.
  fileprivate mutating func takeFirst(while isBefore: (Element) -> Bool) -> Self {
    let end = PoolObservation.partition(startIndex..<endIndex) { isBefore(self[$0]) }
    defer { self = self[end...] }
    return self[..<end]
  }
}

extension FutureSnapshot {
  /// Whether it waits and starts before another that waits.
  @inline(__always)
  func startsBefore(_ other: FutureSnapshot) -> Bool {
    state == .pending
      && (priority > other.priority || (priority == other.priority && id < other.id))
  }
}

/// The futures that wait, as those of one priority see them: first the greater ones, then their
/// own.
struct PendingRanks {
  private let table: FutureTable
  private let priority: Int
  /// How many greater ones, and how many of the same priority, wait in the groups before each, and
  /// in all.
  private var greater = [0]
  private var same = [0]

  init(_ table: FutureTable, priority: Int) {
    self.table = table
    self.priority = priority
    greater.reserveCapacity(table.groups.count + 1)
    same.reserveCapacity(table.groups.count + 1)
    var sums = (greater: 0, same: 0)
    for group in table.groups {
      let counts = group.pending.ranked(against: priority)
      sums = (sums.greater + counts.above, sums.same + counts.same)
      greater.append(sums.greater)
      same.append(sums.same)
    }
  }

  private var greaterCount: Int { greater[greater.count - 1] }
  private var sameCount: Int { same[same.count - 1] }

  /// Returns how many start before a row that waits with this priority.
  func countAhead(of row: FutureSnapshot) -> Int {
    guard let place = table.find(row.id) else { return 0 }
    let group = table.groups[place.group]
    var count = greaterCount + same[place.group]
    for leaf in group.leaves[...place.leaf] where leaf.pendingCount > 0 {
      if group.pending.others.isEmpty, leaf.lastID < row.id {
        count += Int(leaf.pendingCount)
      } else {
        for other in leaf where other.priority == priority && other.startsBefore(row) {
          count += 1
        }
      }
    }
    return count
  }

  /// Returns the first that start, in their order; those of lesser priority are left out.
  func first(_ limit: Int) -> [FutureSnapshot] {
    guard greaterCount <= limit else { return [] }
    var rows: [FutureSnapshot] = []
    for (index, group) in table.groups.enumerated() {
      let isWanted = greater[index + 1] > greater[index] || same[index] < limit
      guard isWanted, group.pending.first.count > 0 else { continue }
      for leaf in group.leaves where leaf.pendingCount > 0 {
        rows += leaf.filter { $0.state == .pending && $0.priority >= priority }
      }
    }
    rows.sort { $0.startsBefore($1) }
    return Array(rows.prefix(limit))
  }

  /// Returns rows spread evenly over the first so many, about in their order.
  func sample(of count: Int, limit: Int) -> [FutureSnapshot] {
    guard count > 0 else { return [] }
    return (0..<limit).compactMap { index in
      let target = index * count / limit
      return target < greaterCount
        ? row(near: target, in: greater) { $0.priority > priority }
        : row(near: target - greaterCount, in: same) { $0.priority == priority }
    }
  }

  /// Returns a row near a place among those of a kind; `sums` says how many each group has.
  private func row(
    near target: Int, in sums: [Int], _ isOfKind: (FutureSnapshot) -> Bool
  ) -> FutureSnapshot? {
    let index = partition(0..<sums.count) { sums[$0] <= target } - 1
    guard table.groups.indices.contains(index) else { return nil }
    let leaves = table.groups[index].leaves
    let share = Double(target - sums[index]) / Double(sums[index + 1] - sums[index])
    let start = Int(share * Double(leaves.count))
    for offset in leaves.indices {
      let leaf = leaves[(start + offset) % leaves.count]
      guard leaf.pendingCount > 0 else { continue }
      // Not always the first, or one kind of job among every few would never be seen.
      let first = Int((UInt64(target) &* 0x9E37_79B9_7F4A_7C15) >> 33)
      for place in leaf.indices {
        let row = leaf[(first + place) % leaf.count]
        if row.state == .pending, isOfKind(row) { return row }
      }
    }
    return nil
  }
}
