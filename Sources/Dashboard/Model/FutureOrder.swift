internal import PoolObservation

// A pool may keep a million rows that wait, of which few change between two samples. So the order
// is not made anew: four lists of ids, ascending, are brought up to date. Every running row is
// looked at; of the pending ones, from the oldest, only as many as it takes to find all those that
// are no longer pending. How many those are is known, because a snapshot counts exactly.

/// The futures in the order they are shown: failed, running, pending, finished.
///
/// Within each group the oldest submission comes first.
struct FutureOrder: Sendable, Hashable {
  private var failed: [FutureID] = []
  private var running: [FutureID] = []
  /// Those before ``firstPending`` are no longer in the list.
  private var pendingStorage: [FutureID] = []
  private var firstPending = 0
  private var finished: [FutureID] = []
  private var forgottenCount = 0
  private var lastID: FutureID?

  private var pending: ArraySlice<FutureID> { pendingStorage[firstPending...] }

  var count: Int { failed.count + running.count + pending.count + finished.count }
  var isEmpty: Bool { count == 0 }

  /// The id in a row, from 0.
  subscript(row: Int) -> FutureID {
    var row = row
    if row < failed.count { return failed[row] }
    row -= failed.count
    if row < running.count { return running[row] }
    row -= running.count
    if row < pending.count { return pendingStorage[firstPending + row] }
    return finished[row - pending.count]
  }

  /// Returns the row of an id, from 0, if it has one.
  func row(of id: FutureID) -> Int? {
    var start = 0
    for group in [failed[...], running[...], pending, finished[...]] {
      if let place = group.firstPlace(of: id) { return start + place }
      start += group.count
    }
    return nil
  }

  /// Brings the order up to date with a later look at the same pool, or a first look at another.
  ///
  /// - Complexity: What changed, as long as the oldest are started first.
  mutating func update(from old: PoolSnapshot?, to new: PoolSnapshot) {
    if let old, old.pool.createdAt != new.pool.createdAt || new.takenAt < old.takenAt {
      self = FutureOrder()
    }
    appendSubmitted(of: new)
    moveStarted(of: new)
    moveDone(of: new)
    dropForgotten(of: new)
  }

  private mutating func appendSubmitted(of snapshot: PoolSnapshot) {
    let table = snapshot.futures
    guard let newest = table.last?.id, newest != lastID else { return }
    // The last row known may be gone since: then every row that is newer is looked for.
    var position = table.count
    while position > 0, lastID.map({ table[position - 1].id > $0 }) ?? true { position -= 1 }
    for position in position..<table.count {
      pendingStorage.append(table[position].id)
    }
    lastID = newest
  }

  private mutating func moveStarted(of snapshot: PoolSnapshot) {
    var excess = pending.count - snapshot.counts.pending
    var kept: [FutureID] = []
    var place = firstPending
    while excess > 0, place < pendingStorage.count {
      let id = pendingStorage[place]
      if let future = snapshot.futures[id: id], future.state == .pending {
        kept.append(id)
      } else {
        excess -= 1
        // Sorted into its group below, with those that ran before.
        running.append(id)
      }
      place += 1
    }
    guard place > firstPending else { return }
    firstPending = place - kept.count
    pendingStorage.replaceSubrange(firstPending..<place, with: kept)
    if firstPending > pendingStorage.count / 2 {
      pendingStorage.removeFirst(firstPending)
      firstPending = 0
    }
    running.sort()
  }

  private mutating func moveDone(of snapshot: PoolSnapshot) {
    var stillRunning: [FutureID] = []
    var newlyFailed: [FutureID] = []
    var newlyFinished: [FutureID] = []
    for id in running {
      guard let future = snapshot.futures[id: id] else { continue }
      switch future.outcome {
      case nil: stillRunning.append(id)
      case .failed?, .crashed?, .timedOut?: newlyFailed.append(id)
      case .succeeded?, .cancelled?: newlyFinished.append(id)
      }
    }
    running = stillRunning
    failed.mergeSorted(newlyFailed)
    finished.mergeSorted(newlyFinished)
  }

  private mutating func dropForgotten(of snapshot: PoolSnapshot) {
    guard snapshot.forgottenFutureCount != forgottenCount else { return }
    forgottenCount = snapshot.forgottenFutureCount
    failed.removeAll { snapshot.futures.position(of: $0) == nil }
    finished.removeAll { snapshot.futures.position(of: $0) == nil }
  }
}

extension [FutureID] {
  /// Puts ids, themselves ascending, into an ascending list.
  fileprivate mutating func mergeSorted(_ new: [FutureID]) {
    guard let first = new.first else { return }
    let tail = self[...].partitioningPlace { $0 < first }
    let isAppend = tail == count
    append(contentsOf: new)
    if !isAppend { self[tail...].sort() }
  }
}

extension ArraySlice<FutureID> {
  /// Returns how far from the start an id of an ascending list stands.
  fileprivate func firstPlace(of id: FutureID) -> Int? {
    let place = partitioningPlace { $0 < id }
    return place < count && self[startIndex + place] == id ? place : nil
  }

  /// Returns how many elements of an ascending list lie before a point.
  fileprivate func partitioningPlace(_ isBefore: (FutureID) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = low + (high - low) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low - startIndex
  }
}
