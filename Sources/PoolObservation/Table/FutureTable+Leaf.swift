// A row is 96 bytes, and most of a million rows wait: a burst of the same job, of which each row
// tells nothing but when it was submitted. A leaf of such rows keeps that alone, 13 bytes a row in
// all:
//
//   alike    name, priority   first id   [ t0 │ t1 │ … ]     ids without gaps, all wait
//   rows     [ r0 │ r1 │ … ]                                 anything else
//
// The first change of one that is alike makes rows of it, at the cost of copying a leaf of rows,
// which a change after a snapshot pays anyway.

extension FutureTable {
  /// Rows that stand side by side, at most ``leafCapacity``.
  struct Leaf: Sendable {
    private(set) var firstID: FutureID
    private var rowCount: Int32
    private(set) var pendingCount: Int32
    /// Nothing, while all are alike.
    private var rows: [FutureSnapshot] = []
    /// What the rows have in common, while all are alike.
    private var likeness: Likeness?
    /// When these were submitted.
    private var times: [PoolInstant] = []

    /// What rows have in common of which nothing is known but when they were submitted.
    private final class Likeness: Sendable {
      let name: String
      let priority: Int

      init(name: String, priority: Int) {
        self.name = name
        self.priority = priority
      }

      func holds(for row: FutureSnapshot) -> Bool {
        row.isUntouched && row.priority == priority && row.name == name
      }
    }

    /// Begins a leaf that will be filled.
    ///
    /// - Parameters:
    ///   - row: Its first row.
    ///   - neighbour: The leaf before it, which may be like it.
    init(first row: consuming FutureSnapshot, after neighbour: Leaf? = nil) {
      firstID = row.id
      rowCount = 1
      pendingCount = row.state == .pending ? 1 : 0
      if let shared = neighbour?.likeness, shared.holds(for: row) {
        likeness = shared
      } else if row.isUntouched {
        likeness = Likeness(name: row.name, priority: row.priority)
      }
      if likeness == nil {
        rows.reserveCapacity(FutureTable.leafCapacity)
        rows.append(row)
      } else {
        times.reserveCapacity(FutureTable.leafCapacity)
        times.append(row.submittedAt)
      }
    }

    /// Makes a leaf of rows like those of a full one, and that follow them without a gap; `nil`
    /// where those are not alike.
    ///
    /// - Parameters:
    ///   - neighbour: The leaf before it.
    ///   - times: When the rows were submitted, at most as many as a leaf has.
    init?(following neighbour: Leaf, with times: some RandomAccessCollection<PoolInstant>) {
      guard let likeness = neighbour.likeness, neighbour.count == FutureTable.leafCapacity else {
        return nil
      }
      self.likeness = likeness
      self.times.reserveCapacity(FutureTable.leafCapacity)
      self.times.append(contentsOf: times)
      firstID = FutureID(rawValue: neighbour.lastID.rawValue + 1)
      rowCount = Int32(times.count)
      pendingCount = rowCount
    }

    /// Makes one leaf of two that stand side by side.
    init(_ left: Leaf, _ right: Leaf) {
      firstID = left.firstID
      rowCount = left.rowCount + right.rowCount
      pendingCount = left.pendingCount + right.pendingCount
      rows.reserveCapacity(count)
      rows += left
      rows += right
    }

    /// How many of its rows have a name of their own.
    var ownNameCount: Int { rows.count }

    /// What its rows take, without what it costs to allocate them.
    var byteCount: Int {
      rows.capacity * MemoryLayout<FutureSnapshot>.stride
        + times.capacity * MemoryLayout<PoolInstant>.stride
    }
  }
}

// MARK: - Reading

extension FutureTable.Leaf: RandomAccessCollection {
  var startIndex: Int { 0 }
  var endIndex: Int { Int(rowCount) }
  /// How many rows there are.
  var count: Int { Int(rowCount) }

  subscript(place: Int) -> FutureSnapshot {
    guard let likeness else { return rows[place] }
    return FutureSnapshot(
      id: id(at: place), name: likeness.name, submittedAt: times[place],
      priority: likeness.priority)
  }

  var lastID: FutureID { id(at: count - 1) }

  /// The id of a row, without the rest of it.
  func id(at place: Int) -> FutureID {
    likeness == nil
      ? rows[place].id : FutureID(rawValue: firstID.rawValue &+ UInt64(truncatingIfNeeded: place))
  }

  /// The state of a row, without the rest of it.
  func state(at place: Int) -> FutureState {
    likeness == nil ? rows[place].state : .pending
  }

  /// Tells of each row where its future stands.
  func forEachState(_ visit: (FutureID, FutureState, FutureOutcome?) -> Void) {
    if likeness != nil {
      for place in indices { visit(id(at: place), .pending, nil) }
    } else {
      for place in rows.indices { visit(rows[place].id, rows[place].state, rows[place].outcome) }
    }
  }

  /// Says whether a row is the same as one of another leaf.
  func isSame(at place: Int, as other: FutureTable.Leaf, at otherPlace: Int) -> Bool {
    guard likeness == nil, other.likeness == nil else { return self[place] == other[otherPlace] }
    return rows[place] == other.rows[otherPlace]
  }

  /// Returns where a row stands, if it is kept.
  ///
  /// Where no row is missing, which is almost everywhere, that follows from its id.
  func place(of id: FutureID) -> Int? {
    guard id >= firstID else { return nil }
    let guess = Int(clamping: id.rawValue - firstID.rawValue)
    if guess < count, self.id(at: guess) == id { return guess }
    guard likeness == nil else { return nil }
    let place = partition(0..<count) { rows[$0].id < id }
    return place < count && rows[place].id == id ? place : nil
  }
}

extension FutureTable.Leaf: Equatable {
  /// Says whether two leaves keep the same rows in the same way; at once where they share them.
  static func == (left: FutureTable.Leaf, right: FutureTable.Leaf) -> Bool {
    left.firstID == right.firstID && left.likeness === right.likeness
      && left.times == right.times && left.rows == right.rows
  }
}

// MARK: - Changing

extension FutureTable.Leaf {
  /// Adds a row behind the others.
  mutating func append(_ row: consuming FutureSnapshot) {
    if let likeness, !likeness.holds(for: row) || row.id.rawValue &- firstID.rawValue != rowCount {
      makeRows()
    }
    rowCount += 1
    if row.state == .pending { pendingCount += 1 }
    if likeness == nil { rows.append(row) } else { times.append(row.submittedAt) }
  }

  /// Adds rows that are like the last one, where all are alike, as many as there is room for.
  ///
  /// - Parameter times: When they were submitted.
  /// - Returns: How many it took.
  mutating func fill(from times: some Collection<PoolInstant>) -> Int {
    guard likeness != nil else { return 0 }
    let taken = times.prefix(FutureTable.leafCapacity - count)
    self.times.append(contentsOf: taken)
    let added = self.times.count - count
    rowCount += Int32(added)
    pendingCount += Int32(added)
    return added
  }

  /// Changes a row.
  ///
  /// Returns its priority before and after; `nil` while it does not wait.
  mutating func change(
    _ place: Int, _ change: (inout FutureSnapshot) -> Void
  ) -> (before: Int?, after: Int?) {
    makeRows()
    let before = rows[place].state == .pending ? rows[place].priority : nil
    change(&rows[place])
    let after = rows[place].state == .pending ? rows[place].priority : nil
    if before != nil { pendingCount -= 1 }
    if after != nil { pendingCount += 1 }
    return (before, after)
  }

  /// Keeps each row as it is from now on.
  private mutating func makeRows() {
    guard likeness != nil else { return }
    var made: [FutureSnapshot] = []
    made.reserveCapacity(FutureTable.leafCapacity)
    made.append(contentsOf: self)
    (rows, likeness, times) = (made, nil, [])
  }

  /// Drops rows whose ids lie first in a list and before the next leaf's, and takes them off it.
  ///
  /// - Parameters:
  ///   - ids: Ascending.
  ///   - end: The first id of the leaf after this one.
  ///   - pending: Is told of those that waited.
  ///   - visit: Is told of each before it goes.
  /// - Returns: Whether a row went.
  @inline(__always)
  mutating func remove(
    _ ids: inout ArraySlice<FutureID>, before end: FutureID?, _ pending: inout PriorityCounts,
    _ visit: (FutureTable.Removed) -> Void
  ) -> Bool {
    var doomed: UInt32 = 0
    var place = 0
    while let id = ids.first, end.map({ id < $0 }) ?? true {
      while place < count, self.id(at: place) < id { place += 1 }
      if place < count, self.id(at: place) == id {
        let row = removed(at: place)
        visit(row)
        if row.state == .pending {
          pending.remove(likeness?.priority ?? rows[place].priority)
          pendingCount -= 1
        }
        doomed |= 1 << UInt32(place)
        place += 1
      }
      ids.removeFirst()
    }
    guard doomed != 0 else { return false }
    keep { doomed & (1 << UInt32($0)) == 0 }
    return true
  }

  private func removed(at place: Int) -> FutureTable.Removed {
    likeness == nil
      ? FutureTable.Removed(
        id: rows[place].id, state: rows[place].state, outcome: rows[place].outcome,
        hasStarted: rows[place].startedAt != nil)
      : FutureTable.Removed(id: id(at: place), state: .pending, outcome: nil, hasStarted: false)
  }

  /// Drops all rows but those at some places.
  private mutating func keep(_ isKept: (Int) -> Bool) {
    let kept = indices.filter(isKept)
    // Those that go are the oldest, or all, almost always.
    if let first = kept.first, let last = kept.last, last - first >= kept.count { makeRows() }
    if let first = kept.first { firstID = id(at: first) }
    if likeness == nil { rows = kept.map { rows[$0] } } else { times = kept.map { times[$0] } }
    rowCount = Int32(kept.count)
  }
}
