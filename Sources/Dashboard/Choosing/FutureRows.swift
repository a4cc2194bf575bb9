internal import PoolObservation

// All futures in the usual order are kept up to date by what changed. What is filtered, or sorted
// otherwise, is picked anew, at once when a key asks for it, and with the samples as often as its
// cost allows: 100,000 rows four times a second, a million every two and a half. What stands in a
// row is always of the last sample.

/// The rows of the futures: which there are, and in which order.
struct FutureRows: Sendable, Hashable {
  private(set) var query = FutureQuery()
  private var order = FutureOrder()
  /// What is shown while the query is not the usual one.
  private var picked: [FutureID]?
  private var pickedAt = PoolInstant.zero

  /// How long a pick stays for each row that was looked at.
  ///
  /// Longer costs less; shorter moves rows sooner. A row costs about 25 ns to look at, so this is one
  /// part in a hundred.
  private static let stayPerRow = Duration.nanoseconds(2_500)

  var count: Int { picked?.count ?? order.count }
  var isEmpty: Bool { count == 0 }
  /// How many there are without a filter.
  var totalCount: Int { order.count }

  /// The id in a row, from 0.
  subscript(row: Int) -> FutureID {
    picked?[row] ?? order[row]
  }

  /// Returns the row of an id, from 0, if it has one.
  func row(of id: FutureID) -> Int? {
    guard let picked else { return order.row(of: id) }
    return picked.firstIndex(of: id)
  }

  /// Brings the rows up to date with a later look at the same pool, or a first look at another.
  mutating func update(from old: PoolSnapshot?, to new: PoolSnapshot) {
    order.update(from: old, to: new)
    guard picked != nil else { return }
    let isSame = old?.pool.createdAt == new.pool.createdAt && pickedAt <= new.takenAt
    let stay = Self.stayPerRow * new.futures.count
    guard !isSame || pickedAt.duration(to: new.takenAt) >= stay else { return }
    pick(from: new)
  }

  /// Forgets in which order they stood, before a look at the pool as it was earlier.
  mutating func forgetOrder() {
    order = FutureOrder()
    if picked != nil { picked = [] }
  }

  /// Shows something else from now on.
  mutating func show(_ query: FutureQuery, of snapshot: PoolSnapshot?) {
    self.query = query
    picked = query.isUsual ? nil : []
    if !query.isUsual, let snapshot { pick(from: snapshot) }
  }

  private mutating func pick(from snapshot: PoolSnapshot) {
    picked = query.pick(from: snapshot)
    pickedAt = snapshot.takenAt
  }
}
