internal import PoolObservation

// All futures in the usual order are kept up to date by what changed. What is filtered, or sorted
// otherwise, is picked anew: when a key asks for it, and with the samples as often as its cost
// allows: 16,000 rows with each of them, a million every two and a half seconds. What stands in a row
// is always of the last sample.

/// The rows of the futures: which there are, and in which order.
struct FutureRows: Sendable, Hashable {
  /// What is wanted.
  private(set) var query = FutureQuery()
  /// What is shown: what was wanted before, while it takes a while to pick.
  private var shownQuery = FutureQuery()
  private var order = FutureOrder()
  /// What is shown while the query is not the usual one.
  private var picked: FuturePick?
  private var pickedAt: PoolInstant?

  /// How long a pick stays for each row that was looked at.
  ///
  /// Longer costs less; shorter moves rows sooner. A row costs about 25 ns to look at, so this is one
  /// part in a hundred.
  private static let stayPerRow = Duration.nanoseconds(2_500)

  var count: Int { picked?.rows.count ?? order.count }
  var isEmpty: Bool { count == 0 }
  /// How many there are without a filter.
  var totalCount: Int { order.count }
  /// Whether what is shown is not yet what is wanted.
  var isPicking: Bool { query != shownQuery }

  /// The id in a row, from 0.
  subscript(row: Int) -> FutureID {
    picked?.rows[row] ?? order[row]
  }

  /// Returns the row of an id, from 0, if it has one.
  func row(of id: FutureID) -> Int? {
    guard let picked else { return order.row(of: id) }
    return picked.rows.firstIndex(of: id)
  }

  /// All that are shown, in the order of submission.
  var ascending: [FutureID] { picked?.ascending ?? order.ascending }
  /// All that wait and are shown, in the order of submission; as of when they were picked.
  var pending: [FutureID] { picked?.pending ?? Array(order.pending) }
  /// All that run, whether they are shown or not.
  var running: [FutureID] { order.running }
  /// All that are done, whether they are shown or not.
  var done: [FutureID] { order.failed + order.finished }

  /// Brings the rows up to date with a later look at the same pool, or a first look at another.
  ///
  /// - Returns: The ids that are gone since, ascending; `nil` when nobody knows.
  mutating func update(from old: PoolSnapshot?, to new: PoolSnapshot) -> [FutureID]? {
    order.update(from: old, to: new)
  }

  /// Takes the order of another look at the pool, which was made beforehand.
  mutating func take(_ order: FutureOrder) {
    self.order = order
  }

  /// Whether the rows have stayed for as long as it is worth.
  func isDue(in snapshot: PoolSnapshot) -> Bool {
    guard !query.isUsual else { return false }
    guard let pickedAt, pickedAt <= snapshot.takenAt else { return true }
    return pickedAt.duration(to: snapshot.takenAt) >= Self.stayPerRow * snapshot.futures.count
  }

  /// Forgets in which order they stood, before a look at another pool, or at this one as it was.
  mutating func forgetOrder() {
    order = FutureOrder()
    if picked != nil { picked = FuturePick() }
    pickedAt = nil
  }

  /// Wants something else to be shown.
  mutating func want(_ query: FutureQuery) {
    self.query = query
    if query.isUsual {
      shownQuery = query
      picked = nil
    }
  }

  /// Shows what was picked.
  mutating func show(_ pick: FuturePick, _ query: FutureQuery, pickedAt: PoolInstant) {
    picked = pick
    shownQuery = query
    self.pickedAt = pickedAt
  }
}
