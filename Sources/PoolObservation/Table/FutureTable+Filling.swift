// Rows that wait and are alike come by the hundred thousand between two snapshots of a busy pool.
// One at a time, each asks its group and its leaf for room, and whether it is like the others.

extension FutureTable {
  /// Adds rows that wait, of which nothing is known but when they were submitted.
  ///
  /// - Parameters:
  ///   - times: When, of each.
  ///   - id: The first one's, greater than all others; the others follow without a gap.
  ///   - name: The job of all.
  ///   - priority: That of all.
  mutating func append(
    waitingSince times: some RandomAccessCollection<PoolInstant>, from id: FutureID, name: String,
    priority: Int
  ) {
    var rest = times[...]
    var id = id.rawValue
    while let time = rest.popFirst() {
      append(
        FutureSnapshot(
          id: FutureID(rawValue: id), name: name, submittedAt: time, priority: priority))
      let filled = groups[groups.count - 1].fill(from: &rest, priority: priority)
      count += filled
      id += UInt64(filled) + 1
    }
  }
}

extension FutureTable.Group {
  /// Fills its last leaf, and adds others, with rows like the last one, until it is full; takes off
  /// and returns how many it took.
  fileprivate mutating func fill<Times: RandomAccessCollection<PoolInstant>>(
    from times: inout Times, priority: Int
  ) -> Int where Times.SubSequence == Times {
    let before = times.count
    times.removeFirst(leaves[leaves.count - 1].fill(from: times))
    if !times.isEmpty { addLeaves(of: &times) }
    let filled = before - times.count
    guard filled > 0 else { return 0 }
    lastID = FutureID(rawValue: lastID.rawValue + UInt64(filled))
    count += filled
    pending.add(priority, count: filled)
    return filled
  }

  private mutating func addLeaves<Times: RandomAccessCollection<PoolInstant>>(
    of times: inout Times
  ) where Times.SubSequence == Times {
    var last = leaves[leaves.count - 1]
    var added: [FutureTable.Leaf] = []
    while !times.isEmpty, leaves.count + added.count < FutureTable.groupCapacity,
      let next = FutureTable.Leaf(following: last, with: times.prefix(FutureTable.leafCapacity))
    {
      times.removeFirst(next.count)
      added.append(next)
      last = next
    }
    leaves.append(contentsOf: added)
  }
}
