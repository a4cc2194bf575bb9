internal import PoolObservation

// A pool may keep a million rows that wait, of which few change between two samples. So the order
// is not made anew: four lists of ids, ascending, are brought up to date. Every running row is
// looked at; which of the pending ones wait no longer, the table of the rows tells by its counts,
// wherever they stand. Where much of it has changed, one pass over the table is quicker.

/// The futures in the order they are shown: failed, running, pending, finished.
///
/// Within each group the oldest submission comes first.
struct FutureOrder: Sendable, Hashable {
  private(set) var failed: [FutureID] = []
  private(set) var running: [FutureID] = []
  /// Those before ``firstPending`` are no longer in the list.
  private var pendingStorage: [FutureID] = []
  private var firstPending = 0
  private(set) var finished: [FutureID] = []
  /// The look that this is true of: of which pool, and when; which counts it told.
  private var createdAt: Int64?
  private var takenAt = PoolInstant.zero
  private var forgottenCount = 0
  private var submittedCount = 0
  private var lastID: FutureID?

  /// From which part of the rows on, one in so many, a pass over all is quicker than single looks.
  ///
  /// A look at a row by its id costs about eight times what it costs in passing.
  private static let passShare = 8

  /// The order of a pool of which nothing is known yet: of no futures.
  init() {}

  /// The order of one look at a pool.
  init(_ snapshot: PoolSnapshot) {
    _ = update(to: snapshot)
  }

  var pending: ArraySlice<FutureID> { pendingStorage[firstPending...] }

  var count: Int { failed.count + running.count + pending.count + finished.count }
  var isEmpty: Bool { count == 0 }

  /// All ids in the order of submission.
  var ascending: [FutureID] {
    var ids = failed
    ids.merge(ascending: running)
    ids.merge(ascending: finished)
    ids.merge(ascending: pending)
    return ids
  }

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
  /// - Returns: The ids that are gone since, ascending; `nil` when all rows were passed over
  ///   instead.
  /// - Complexity: What changed, and the five hundredth part of what there is.
  mutating func update(to new: PoolSnapshot) -> [FutureID]? {
    if createdAt != new.pool.createdAt || new.takenAt < takenAt { self = FutureOrder() }
    let changeCount = changeCount(to: new)
    defer {
      (createdAt, takenAt) = (new.pool.createdAt, new.takenAt)
      submittedCount = new.counts.total
      forgottenCount = new.forgottenFutureCount
      lastID = new.futures.last?.id
    }
    if changeCount * Self.passShare > new.futures.count {
      passOver(new)
      return nil
    }
    appendSubmitted(of: new)
    takeBack(from: new)
    moveStarted(of: new)
    return (moveDone(of: new) + dropForgotten(of: new)).sorted()
  }

  /// How many were submitted since, and how many no longer wait.
  func changeCount(to new: PoolSnapshot) -> Int {
    let submitted = new.counts.total - submittedCount
    return submitted + pending.count + submitted - new.counts.pending
  }

  /// Makes the lists anew.
  private mutating func passOver(_ snapshot: PoolSnapshot) {
    let groups = FutureQuery().groups(of: snapshot)
    failed = groups[FutureGroup.failed.rawValue]
    running = groups[FutureGroup.running.rawValue]
    pendingStorage = groups[FutureGroup.pending.rawValue]
    firstPending = 0
    finished = groups[FutureGroup.finished.rawValue]
  }

  private mutating func appendSubmitted(of snapshot: PoolSnapshot) {
    let table = snapshot.futures
    // The last row known may be gone since: then every row that is newer is looked for.
    var position = table.count
    while position > 0, lastID.map({ table[position - 1].id > $0 }) ?? true { position -= 1 }
    for position in position..<table.count {
      pendingStorage.append(table[position].id)
    }
  }

  /// Lets those wait again that have another attempt before them.
  private mutating func takeBack(from snapshot: PoolSnapshot) {
    var back: [FutureID] = []
    running.removeAll { id in
      guard snapshot.futures[id: id]?.state == .pending else { return false }
      back.append(id)
      return true
    }
    guard let last = back.last else { return }
    // They are older than most that wait: only what lies before them makes room.
    let end = firstPending + pending.partitioningPlace { $0 < last }
    var head = Array(pendingStorage[firstPending..<end])
    head.merge(ascending: back)
    let start = max(0, firstPending - back.count)
    pendingStorage.replaceSubrange(start..<end, with: head)
    firstPending = start
  }

  private mutating func moveStarted(of snapshot: PoolSnapshot) {
    let started = snapshot.futures.noLongerPending(
      among: pending, count: pending.count - snapshot.counts.pending)
    guard let first = started.first, let last = started.last else { return }
    // Sorted into their groups below, with those that ran before.
    running.merge(ascending: started)
    let start = firstPending + pending.partitioningPlace { $0 < first }
    let end = firstPending + pending.partitioningPlace { $0 <= last }
    // Those on the shorter side make up for the gaps.
    if end - firstPending <= pendingStorage.count - start {
      var head = Array(pendingStorage[firstPending..<end])
      head.subtract(ascending: started)
      firstPending = end - head.count
      // Mostly the oldest start: then the list is not touched, which may be shared.
      if !head.isEmpty { pendingStorage.replaceSubrange(firstPending..<end, with: head) }
    } else {
      var tail = Array(pendingStorage[start...])
      tail.subtract(ascending: started)
      pendingStorage.replaceSubrange(start..., with: tail)
    }
    if firstPending > pendingStorage.count / 2 {
      pendingStorage.removeFirst(firstPending)
      firstPending = 0
    }
  }

  /// Returns those that were done, and are gone already.
  private mutating func moveDone(of snapshot: PoolSnapshot) -> [FutureID] {
    var stillRunning: [FutureID] = []
    var newlyFailed: [FutureID] = []
    var newlyFinished: [FutureID] = []
    var gone: [FutureID] = []
    for id in running {
      guard let future = snapshot.futures[id: id] else {
        gone.append(id)
        continue
      }
      switch FutureGroup(future) {
      case .running, .pending: stillRunning.append(id)
      case .failed: newlyFailed.append(id)
      case .finished: newlyFinished.append(id)
      }
    }
    running = stillRunning
    failed.merge(ascending: newlyFailed)
    finished.merge(ascending: newlyFinished)
    return gone
  }

  /// Returns those that are no longer kept.
  private mutating func dropForgotten(of snapshot: PoolSnapshot) -> [FutureID] {
    guard snapshot.forgottenFutureCount != forgottenCount else { return [] }
    var gone: [FutureID] = []
    func isGone(_ id: FutureID) -> Bool {
      guard !snapshot.futures.contains(id) else { return false }
      gone.append(id)
      return true
    }
    failed.removeAll(where: isGone)
    finished.removeAll(where: isGone)
    return gone
  }
}
