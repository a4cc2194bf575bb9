internal import PoolObservation

/// The futures that a query picks, and the look at the pool that this is true of.
struct FuturePick: Sendable, Hashable {
  let query: FutureQuery
  /// In the order in which they are shown, unless that is inverted.
  private var rows: [FutureID]
  /// In the order of submission.
  private(set) var ascending: [FutureID] = []
  /// Those that wait, in the order of submission.
  private(set) var pending: [FutureID] = []
  /// When all were put in order.
  private(set) var orderedAt: PoolInstant
  /// Whether too much has changed since the look that this is true of.
  private(set) var isBehind = false

  /// How many futures are looked at one by one.
  ///
  /// More keeps what is picked true of more looks; fewer makes a key quicker.
  private static let singleCount = 4_096

  /// Picks from all.
  ///
  /// - Complexity: O(n) in the order of the states or of the ids, else O(n log n).
  init(_ query: FutureQuery, from snapshot: PoolSnapshot) {
    self.query = query
    orderedAt = snapshot.takenAt
    if query.sort == .state {
      let groups = query.groups(of: snapshot)
      rows = groups.flatMap { $0 }
      pending = groups[FutureGroup.pending.rawValue]
      for group in groups { ascending.merge(ascending: group) }
      return
    }
    let context = FilterContext(snapshot)
    var ranked: [Rank] = []
    for row in snapshot.futures where query.shows(row, context) {
      ascending.append(row.id)
      if row.state == .pending { pending.append(row.id) }
      if query.sort != .id { ranked.append(query.rank(of: row, at: snapshot.takenAt)) }
    }
    ranked.sort { $0 < $1 }
    rows = query.sort == .id ? ascending : ranked.map(\.id)
  }

  typealias Rank = (place: UInt64, id: FutureID)

  var count: Int { rows.count }

  /// The id in a row, from 0.
  subscript(row: Int) -> FutureID {
    rows[query.isInverted ? rows.count - 1 - row : row]
  }

  /// Returns the row of an id, from 0, if it has one.
  func row(of id: FutureID) -> Int? {
    guard ascending[...].firstPlace(of: id) != nil, let place = rows.firstIndex(of: id) else {
      return nil
    }
    return query.isInverted ? rows.count - 1 - place : place
  }
}

// MARK: - Bringing up to date

extension FuturePick {
  /// Picks anew those of which the answer may have changed.
  ///
  /// Where these are too many, picks from all if there are few, and else stays as it is: then it
  /// ``isBehind``.
  ///
  /// - Parameters:
  ///   - old: The look at the pool that this is true of.
  ///   - new: Another one, mostly later.
  ///   - running: Those that run in it.
  /// - Complexity: O(n) of the rows that are shown, and some looks for each future that changed.
  mutating func update(from old: PoolSnapshot, to new: PoolSnapshot, running: [FutureID]) {
    guard var doubtful = doubtful(from: old, to: new) else {
      isBehind = new.futures.count > Survey.promptCount
      if !isBehind { self = FuturePick(query, from: new) }
      return
    }
    doubtful.merge(ascending: running)
    let context = FilterContext(new)
    let shown = doubtful.compactMap { new.futures[id: $0] }.filter { query.shows($0, context) }
    if doubtful.contains(where: { ascending[...].firstPlace(of: $0) != nil }) {
      rows.removeAll(where: doubtful.holds)
      ascending.subtract(ascending: doubtful)
      pending.subtract(ascending: doubtful)
    }
    guard !shown.isEmpty else { return }
    ascending.merge(ascending: shown.map(\.id))
    pending.merge(ascending: shown.filter { $0.state == .pending }.map(\.id))
    insert(shown.map { query.rank(of: $0, at: new.takenAt) }.sorted { $0 < $1 }, in: new)
  }

  /// Returns those that changed, or that time alone may have picked; `nil` where they are too many.
  private func doubtful(from old: PoolSnapshot, to new: PoolSnapshot) -> [FutureID]? {
    guard var ids = new.futures.changes(since: old.futures) else { return nil }
    let ranges =
      query.filter?.limitsReached(since: old.takenAt, at: new.takenAt, in: new.futures) ?? []
    guard ranges.reduce(ids.count, { $0 + $1.count }) <= Self.singleCount else { return nil }
    for range in ranges { ids.merge(ascending: new.futures[range].map(\.id)) }
    return ids
  }

  /// Puts futures, in their order, among the rows, which are in order.
  private mutating func insert(_ ranks: [Rank], in snapshot: PoolSnapshot) {
    var merged: [FutureID] = []
    merged.reserveCapacity(rows.count + ranks.count)
    var rest = rows[...]
    for rank in ranks {
      let count = rest.partitioningPlace { id in
        snapshot.futures[id: id].map { query.rank(of: $0, at: snapshot.takenAt) < rank } ?? true
      }
      merged += rest.prefix(count)
      merged.append(rank.id)
      rest = rest.dropFirst(count)
    }
    rows = merged + rest
  }
}

extension FutureQuery {
  /// Returns what comes first when it is small.
  fileprivate func rank(of row: FutureSnapshot, at now: PoolInstant) -> FuturePick.Rank {
    (sort.rank(of: row, at: now), row.id)
  }
}

extension [FutureID] {
  /// Says whether an id is in an ascending list.
  fileprivate func holds(_ id: FutureID) -> Bool {
    guard let first, let last, first <= id, id <= last else { return false }
    return self[...].firstPlace(of: id) != nil
  }
}
