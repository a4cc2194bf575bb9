// The futures in order of id, as a tree of three levels.
//
//   groups   [ g0 │ g1 │ g2 │ … ]      each knows its first id, its count, and how many wait
//               │
//   leaves   [ l0 │ l1 │ … ]           at most 128
//               │
//   rows     [ r0 │ r1 │ … ]           at most 16; see FutureTable+Leaf.swift
//
// A snapshot is taken ten times a second, perhaps of a million futures of which few changed. A copy
// of the table shares everything; a change copies the leaf it falls into, the patches of its group,
// and the list of groups, never the whole table.

/// The futures of a snapshot, in order of submission.
///
/// - Complexity: Access by position or by id is O(log n). A copy is O(1); the first change after
///   a copy costs O(n / 2048).
public struct FutureTable: Sendable {
  /// Never empty ones.
  var groups: [Group] = []
  /// How many rows there are.
  public internal(set) var count = 0

  /// Rows in a leaf.
  ///
  /// More makes the levels above it smaller; fewer makes a change copy less.
  static let leafCapacity = 16
  /// Leaves in a group, for each of which there is a bit.
  ///
  /// More makes the list of groups shorter, which the first change after a snapshot copies; fewer
  /// makes each change after it copy less.
  static let groupCapacity = 128

  /// Makes an empty table.
  public init() {}

  /// Makes a table of rows in any order.
  public init(_ rows: some Sequence<FutureSnapshot>) {
    for row in rows.sorted(by: { $0.id < $1.id }) {
      append(row)
    }
  }

  /// Leaves that stand side by side.
  struct Group: Sendable {
    var firstID: FutureID
    var lastID: FutureID
    /// The position of its first row.
    var offset: Int
    var count: Int
    /// How many of its rows wait, by priority.
    var pending: PriorityCounts
    /// Never empty ones.
    var leaves: Leaves
  }

  /// Where a row stands.
  struct Place {
    var group: Int
    var leaf: Int
    var row: Int
  }
}

// MARK: - Changes

extension FutureTable {
  /// Adds a row whose id is greater than all others; returns false, and adds nothing, if it is not.
  @discardableResult
  public mutating func append(_ row: consuming FutureSnapshot) -> Bool {
    if let last = groups.indices.last {
      guard groups[last].lastID < row.id else { return false }
      if groups[last].hasRoom {
        groups[last].append(row)
      } else {
        groups.append(Group([Leaf(first: row)], offset: count))
      }
    } else {
      groups.append(Group([Leaf(first: row)], offset: 0))
    }
    count += 1
    return true
  }

  /// Changes the row with an id in place; does nothing when it is not kept.
  public mutating func update(_ id: FutureID, _ change: (inout FutureSnapshot) -> Void) {
    guard let place = find(id) else { return }
    update(at: place, change)
  }

  /// Changes the row at a place.
  mutating func update(at place: Place, _ change: (inout FutureSnapshot) -> Void) {
    let (before, after) = groups[place.group].leaves[place.leaf].change(place.row, change)
    guard before != after else { return }
    if let before { groups[place.group].pending.remove(before) }
    if let after { groups[place.group].pending.add(after) }
  }
}

extension FutureTable.Group {
  /// Whether a row can be added.
  fileprivate var hasRoom: Bool {
    leaves.count < FutureTable.groupCapacity
      || leaves[leaves.count - 1].count < FutureTable.leafCapacity
  }

  /// Adds a row where there is room.
  fileprivate mutating func append(_ row: consuming FutureSnapshot) {
    lastID = row.id
    count += 1
    if row.state == .pending { pending.add(row.priority) }
    let last = leaves.count - 1
    if leaves[last].count < FutureTable.leafCapacity {
      leaves[last].append(row)
    } else {
      leaves.append(FutureTable.Leaf(first: row, after: leaves[last]))
    }
  }

  /// Makes a group of leaves, of which there is at least one.
  init(_ leaves: [FutureTable.Leaf], offset: Int) {
    firstID = leaves[0].firstID
    lastID = leaves[leaves.count - 1].lastID
    self.offset = offset
    count = leaves.reduce(0) { $0 + $1.count }
    pending = PriorityCounts()
    self.leaves = FutureTable.Leaves(leaves)
    for leaf in leaves where leaf.pendingCount > 0 {
      for row in leaf where row.state == .pending { pending.add(row.priority) }
    }
  }
}
