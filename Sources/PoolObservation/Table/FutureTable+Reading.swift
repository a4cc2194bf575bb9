extension FutureTable {
  /// Returns the row with an id, if it is kept.
  public subscript(id id: FutureID) -> FutureSnapshot? {
    find(id).map { groups[$0.group].leaves[$0.leaf].rows[$0.row] }
  }

  /// Returns the position of the row with an id, if it is kept.
  public func position(of id: FutureID) -> Int? {
    guard let place = find(id) else { return nil }
    let group = groups[place.group]
    return group.leaves[..<place.leaf].reduce(group.offset + place.row) { $0 + Int($1.count) }
  }

  /// Returns where the row with an id stands, if it is kept.
  func find(_ id: FutureID) -> Place? {
    let group = partition(0..<groups.count) { groups[$0].firstID <= id } - 1
    guard group >= 0 else { return nil }
    let leaves = groups[group].leaves
    let leaf = partition(0..<leaves.count) { leaves[$0].firstID <= id } - 1
    let rows = leaves[leaf].rows
    let row = partition(0..<rows.count) { rows[$0].id < id }
    guard row < rows.count, rows[row].id == id else { return nil }
    return Place(group: group, leaf: leaf, row: row)
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
    while rest >= Int(groups[group].leaves[leaf].count) {
      rest -= Int(groups[group].leaves[leaf].count)
      leaf += 1
    }
    return groups[group].leaves[leaf].rows[rest]
  }

  /// Goes through the rows in order, without looking for each.
  public struct Iterator: IteratorProtocol, Sendable {
    private let groups: [Group]
    private var group = 0
    private var leaf = 0
    private var row = 0

    fileprivate init(_ groups: [Group]) {
      self.groups = groups
    }

    /// Returns the next row; `nil` after the last.
    public mutating func next() -> FutureSnapshot? {
      guard group < groups.count else { return nil }
      let result = groups[group].leaves[leaf].rows[row]
      row += 1
      guard row == groups[group].leaves[leaf].rows.count else { return result }
      row = 0
      leaf += 1
      guard leaf == groups[group].leaves.count else { return result }
      leaf = 0
      group += 1
      return result
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
