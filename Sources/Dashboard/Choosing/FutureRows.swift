internal import PoolObservation

// All futures in the usual order are kept up to date by what changed, and so is what is filtered,
// or sorted otherwise: what stands in the rows is true of the sample that is shown. (Not of a word
// in the text of a value that nobody holds any more; what plays here holds them.) Where little has
// changed, a sample is shown at once; else when its rows were made beside the keys.
//
// To pick from all takes a look at every row. A key asks for it, and so does a sample in which very
// much of very many has changed: until that is looked through, the rows are those of the look
// before. Time asks for it, too, where it alone moves rows: sorted by how long they wait, those that
// still do overtake the others.

/// The rows of the futures: which there are, and in which order.
struct FutureRows: Sendable, Hashable {
  /// What is wanted.
  private(set) var query = FutureQuery()
  private var order = FutureOrder()
  /// What is shown instead of all in the usual order: what was wanted before, while it takes a
  /// while to pick.
  private var picked: FuturePick?
  /// When that was shown last, by the time that passes for people.
  private var shownAt = Duration.zero

  /// How many changes of very many futures are taken in on the spot.
  ///
  /// More shows a sample sooner; fewer makes a key quicker.
  var promptCount = 1_024
  /// How many futures are looked at one by one, on the spot or beside the keys.
  ///
  /// More keeps what is picked true of more looks; from one in eight on, a pass over a million is
  /// quicker. A job that ends changes its own row and takes an old one from the table.
  var singleCount = 131_072

  /// How long rows stay, for each that was looked at, whose order is no longer that of the last
  /// sample.
  ///
  /// Longer costs less; shorter moves rows sooner. A row costs about 25 ns to look at, so this is
  /// one part in a hundred.
  private static let stayPerRow = Duration.nanoseconds(2_500)
  /// The same for rows that are behind, of which some are no longer what was asked for.
  private static let stayPerRowBehind = Duration.nanoseconds(500)

  /// The rows of which nothing is known yet.
  init() {}

  /// The rows of one look at the pool.
  init(_ query: FutureQuery, of snapshot: PoolSnapshot) {
    self.query = query
    order = FutureOrder(snapshot)
    picked = query.isUsual ? nil : FuturePick(query, from: snapshot)
  }

  var count: Int { picked?.count ?? order.count }
  var isEmpty: Bool { count == 0 }
  /// How many there are without a filter.
  var totalCount: Int { order.count }
  /// Whether what is shown is not yet what is wanted.
  var isPicking: Bool { query != shownQuery }
  /// What is shown.
  var shownQuery: FutureQuery { picked?.query ?? FutureQuery() }
  /// Whether what is shown was picked from an earlier look, as too much has changed since.
  var isBehind: Bool { picked?.isBehind ?? false }

  /// The id in a row, from 0.
  subscript(row: Int) -> FutureID {
    picked?[row] ?? order[row]
  }

  /// Returns the row of an id, from 0, if it has one.
  func row(of id: FutureID) -> Int? {
    picked.map { $0.row(of: id) } ?? order.row(of: id)
  }

  /// All that are shown, in the order of submission.
  var ascending: [FutureID] { picked?.ascending ?? order.ascending }
  /// All that wait and are shown, in the order of submission.
  var pending: [FutureID] {
    picked?.ascending.common(ascending: order.pending) ?? Array(order.pending)
  }
  /// All that wait, whether they are shown or not.
  var waiting: ArraySlice<FutureID> { order.pending }
  /// All that run, whether they are shown or not.
  var running: [FutureID] { order.running }
  /// All that failed, whether they are shown or not.
  var failed: [FutureID] { order.failed }
  /// All others that are done, whether they are shown or not.
  var finished: [FutureID] { order.finished }

  /// Whether so little has changed until another look at the pool that a key can wait for it.
  ///
  /// - Parameters:
  ///   - new: The look.
  ///   - pick: What is to be shown of it; `nil` is what is shown now.
  /// - Returns: Whether it can.
  func isNear(_ new: PoolSnapshot, showing pick: FuturePick?) -> Bool {
    guard new.futures.count > Survey.promptCount else { return true }
    return order.changeCount(to: new) <= promptCount
      && (pick ?? picked).map { $0.doubtful(in: new, limit: promptCount * 16) != nil } ?? true
  }

  /// Brings the rows up to date with a later look at the same pool, or a first look at another.
  ///
  /// - Returns: The ids that are gone since, ascending; `nil` when nobody knows.
  mutating func update(to new: PoolSnapshot) -> [FutureID]? {
    let gone = order.update(to: new)
    picked?.update(to: new, running: order.running, limit: singleCount)
    return gone
  }

  /// Takes the rows of another look at the pool, which were made beforehand; what is wanted stays.
  ///
  /// - Returns: The ids that are gone since, ascending; `nil` when nobody knows.
  mutating func take(_ picture: OrderedPicture) -> [FutureID]? {
    order = picture.rows.order
    let pick = picture.rows.picked
    // Between two wishes, what was wanted in the meantime is nearer to them than all.
    picked = pick?.query == query || picked != nil ? pick : nil
    shownAt = max(shownAt, picture.rows.shownAt)
    return picture.gone
  }

  /// Whether all are to be looked at again.
  ///
  /// - Parameters:
  ///   - snapshot: The last look.
  ///   - time: What has passed for people.
  /// - Returns: Whether they are.
  func isDue(in snapshot: PoolSnapshot, at time: Duration) -> Bool {
    guard !isPicking, let picked else { return isPicking }
    let count = snapshot.futures.count
    if picked.isBehind { return time - shownAt >= Self.stayPerRowBehind * count }
    return query.sort == .wait
      && picked.orderedAt.duration(to: snapshot.takenAt) >= Self.stayPerRow * count
  }

  /// Forgets which they were, before a look at another pool, or at this one as it was.
  mutating func forget() {
    order = FutureOrder()
    picked = nil
  }

  /// Wants something else to be shown.
  mutating func want(_ query: FutureQuery) {
    self.query = query
    if query.isUsual { picked = nil }
  }

  /// Shows what was picked from one look at the pool.
  ///
  /// - Parameters:
  ///   - pick: What was picked; `nil` changes nothing.
  ///   - time: What has passed for people.
  mutating func show(_ pick: FuturePick?, at time: Duration) {
    guard let pick else { return }
    shownAt = time
    picked = pick
  }
}
