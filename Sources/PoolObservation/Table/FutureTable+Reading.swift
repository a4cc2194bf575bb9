extension FutureTable {
  /// Returns the row with an id, if it is kept.
  public subscript(id id: FutureID) -> FutureSnapshot? {
    find(id).map { groups[$0.group].leaves[$0.leaf][$0.row] }
  }

  /// Tells of each row, in order, where its future stands; a copy of the row would cost its
  /// references.
  package func forEachState(_ visit: (FutureID, FutureState, FutureOutcome?) -> Void) {
    for group in groups {
      for leaf in group.leaves { leaf.forEachState(visit) }
    }
  }

  /// Says whether the row with an id is kept.
  package func contains(_ id: FutureID) -> Bool { find(id) != nil }

  /// Returns the position of the row with an id, if it is kept.
  public func position(of id: FutureID) -> Int? {
    guard let place = find(id) else { return nil }
    let group = groups[place.group]
    let before =
      group.isDense
      ? place.leaf * Self.leafCapacity
      : group.leaves[..<place.leaf].reduce(0) { $0 + $1.count }
    return group.offset + before + place.row
  }

  /// Returns where the row with an id stands, if it is kept.
  func find(_ id: FutureID) -> Place? {
    let group = partition(0..<groups.count) { groups[$0].firstID <= id } - 1
    guard group >= 0 else { return nil }
    guard let leaf = groups[group].leaf(of: id) else { return nil }
    return groups[group].leaves[leaf].place(of: id).map {
      Place(group: group, leaf: leaf, row: $0)
    }
  }
}

// Where no row is missing, which is almost everywhere, a row's leaf follows from its id. To look at
// that place first touches one line of memory; to halve the leaves again and again, seven.

extension FutureTable.Group {
  /// Whether all leaves but the last are full.
  fileprivate var isDense: Bool {
    let last = leaves.count - 1
    return count == last * FutureTable.leafCapacity + leaves[last].count
  }

  /// Returns the leaf that a row is in, if the row is kept.
  fileprivate func leaf(of id: FutureID) -> Int? {
    guard id >= firstID else { return nil }
    let guess = Int(clamping: id.rawValue - firstID.rawValue) / FutureTable.leafCapacity
    if guess < leaves.count, leaves[guess].firstID <= id,
      guess + 1 == leaves.count || leaves[guess + 1].firstID > id
    {
      return guess
    }
    return partition(0..<leaves.count) { leaves[$0].firstID <= id } - 1
  }
}

/// Returns the first position of a range at which a test no longer holds.
@inline(__always)
func partition(_ range: Range<Int>, _ holds: (Int) -> Bool) -> Int {
  var low = range.lowerBound
  var high = range.upperBound
  while low < high {
    let middle = low + (high - low) / 2
    if holds(middle) { low = middle + 1 } else { high = middle }
  }
  return low
}

extension FutureTable: RandomAccessCollection {
  /// The first position, 0.
  public var startIndex: Int { 0 }
  /// The position after the last.
  public var endIndex: Int { count }

  /// Returns the row at a position, from 0.
  public subscript(position: Int) -> FutureSnapshot {
    precondition(
      position >= 0 && position < count, "a table of \(count) rows has no row \(position)")
    let group = partition(0..<groups.count) { groups[$0].offset <= position } - 1
    var rest = position - groups[group].offset
    var leaf = 0
    if groups[group].isDense {
      (leaf, rest) = rest.quotientAndRemainder(dividingBy: Self.leafCapacity)
    }
    while rest >= groups[group].leaves[leaf].count {
      rest -= groups[group].leaves[leaf].count
      leaf += 1
    }
    return groups[group].leaves[leaf][rest]
  }

  /// Goes through the rows in order, without looking for each.
  public struct Iterator: IteratorProtocol, Sendable {
    private let groups: [Group]
    private var group = 0
    private var leaf = 0
    /// The rows of the leaf.
    private var rows: Leaf?
    private var row = 0

    fileprivate init(_ groups: [Group]) {
      self.groups = groups
    }

    /// Returns the next row; `nil` after the last.
    public mutating func next() -> FutureSnapshot? {
      if row == rows?.count ?? 0 {
        guard group < groups.count else { return nil }
        rows = groups[group].leaves[leaf]
        row = 0
        leaf += 1
        if leaf == groups[group].leaves.count {
          leaf = 0
          group += 1
        }
      }
      defer { row += 1 }
      return rows?[row]
    }
  }

  /// Begins with the oldest row.
  public func makeIterator() -> Iterator {
    Iterator(groups)
  }
}

extension FutureTable: Hashable {
  /// Says whether two tables hold the same rows.
  public static func == (left: FutureTable, right: FutureTable) -> Bool {
    left.count == right.count && left.elementsEqual(right)
  }

  /// Takes in every row.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for row in self { hasher.combine(row) }
  }
}

extension FutureTable: Codable {
  /// Reads the rows.
  public init(from decoder: any Decoder) throws {
    self.init(try [FutureSnapshot](from: decoder))
  }

  /// Writes the rows.
  public func encode(to encoder: any Encoder) throws {
    try Array(self).encode(to: encoder)
  }
}
