internal import PoolObservation

/// The futures that a query picks, and the look at the pool that this is true of.
struct FuturePick: Sendable, Hashable {
  let query: FutureQuery
  /// The look at the pool that this is true of.
  private var snapshot: PoolSnapshot
  /// In the order in which they are shown, unless that is inverted.
  private var rows: [FutureID]
  /// When all were put in order.
  private(set) var orderedAt: PoolInstant
  /// Whether too much had changed, when it was last to be brought up to date.
  private(set) var isBehind = false

  /// Picks from all.
  ///
  /// - Complexity: O(n) in the order of the states or of the ids, else O(n log n).
  init(_ query: FutureQuery, from snapshot: PoolSnapshot) {
    self.query = query
    self.snapshot = snapshot
    orderedAt = snapshot.takenAt
    if query.sort == .state {
      rows = query.groups(of: snapshot).flatMap { $0 }
      return
    }
    let context = FilterContext(snapshot)
    var ids: [FutureID] = []
    var ranked: [Rank] = []
    for row in snapshot.futures where query.shows(row, context) {
      if query.sort == .id {
        ids.append(row.id)
      } else {
        ranked.append(query.rank(of: row, at: snapshot.takenAt))
      }
    }
    ranked.sort { $0 < $1 }
    rows = query.sort == .id ? ids : ranked.map(\.id)
  }

  typealias Rank = (place: UInt64, id: FutureID)

  var count: Int { rows.count }

  /// All, in the order of submission.
  ///
  /// - Complexity: Little more than O(n) in an order that consists of few ascending runs.
  var ascending: [FutureID] { query.sort == .id ? rows : rows.sorted() }

  /// The id in a row, from 0.
  subscript(row: Int) -> FutureID {
    rows[query.isInverted ? rows.count - 1 - row : row]
  }

  /// Returns the row of an id, from 0, if it has one.
  func row(of id: FutureID) -> Int? {
    guard let place = query.sort == .id ? rows[...].firstPlace(of: id) : rows.firstIndex(of: id)
    else { return nil }
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
  ///   - new: Another look at the pool, mostly later.
  ///   - running: Those that run in it.
  ///   - limit: How many futures may be looked at one by one.
  /// - Complexity: O(n) of the rows that are shown, and some looks for each future that changed.
  mutating func update(to new: PoolSnapshot, running: [FutureID], limit: Int) {
    guard var doubtful = doubtful(in: new, limit: limit) else {
      isBehind = new.futures.count > Survey.promptCount
      if !isBehind { self = FuturePick(query, from: new) }
      return
    }
    snapshot = new
    isBehind = false
    doubtful.merge(ascending: running)
    let context = FilterContext(new)
    let shown = doubtful.compactMap { new.futures[id: $0] }.filter { query.shows($0, context) }
    rows.removeAll(where: IDSet(ascending: doubtful).contains)
    insert(shown.map { query.rank(of: $0, at: new.takenAt) }.sorted { $0 < $1 }, in: new)
  }

  /// Returns those that changed, or that time alone may have picked; `nil` where they are too many.
  func doubtful(in new: PoolSnapshot, limit: Int) -> [FutureID]? {
    guard var ids = new.futures.changes(since: snapshot.futures, limit: limit) else { return nil }
    let ranges =
      query.filter?.limitsReached(since: snapshot.takenAt, at: new.takenAt, in: new.futures) ?? []
    guard ranges.reduce(ids.count, { $0 + $1.count }) <= limit else { return nil }
    for range in ranges { ids.merge(ascending: new.futures[range].map(\.id)) }
    return ids
  }

  /// Puts futures, in their order, among the rows, which are in order.
  private mutating func insert(_ ranks: [Rank], in snapshot: PoolSnapshot) {
    var places: [Int] = []
    var start = 0
    for rank in ranks {
      start = rows[...].place(from: start) { id in
        snapshot.futures[id: id].map { query.rank(of: $0, at: snapshot.takenAt) < rank } ?? true
      }
      places.append(start)
    }
    rows.insert(ranks.map(\.id), at: places)
  }
}

extension FutureQuery {
  /// Returns what comes first when it is small.
  fileprivate func rank(of row: FutureSnapshot, at now: PoolInstant) -> FuturePick.Rank {
    (sort.rank(of: row, at: now), row.id)
  }
}
