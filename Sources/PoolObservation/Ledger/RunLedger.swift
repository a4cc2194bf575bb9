internal import DequeModule

// A row of a snapshot is 96 bytes and has texts; here is what a report needs of every future, 40 bytes
// each, whatever it said or returned:
//
//   pages   [ 4,096 lives, and their names ] [ … ] [ … ] ◄── the ends of futures, in their order
//             └─ where there is a limit, the oldest goes as a whole

/// How every future of a run lived, kept as its events come by.
package struct RunLedger: Sendable {
  /// One attempt of a future that ended and was followed by another.
  package struct Attempt: Sendable, Hashable {
    package var future: FutureID
    package var worker: Int
    package var start: PoolInstant
    package var end: PoolInstant
    package var outcome: FutureOutcome
  }

  /// A stretch of time in which dispatch was held.
  package struct Hold: Sendable, Hashable {
    package var start: PoolInstant
    package var end: PoolInstant
  }

  /// A future that ended badly, and what its job said.
  package struct Failure: Sendable {
    package var row: FutureSnapshot
    package var log: [LogTail.Entry]
  }

  /// Some lives.
  package struct Page: Sendable {
    package fileprivate(set) var lives: [FutureLife] = []
    /// The names they bear.
    package fileprivate(set) var names: [String] = []
    fileprivate var places: [String: UInt16] = [:]
    fileprivate static let capacity = 4_096
  }

  /// The lives, in pages.
  package private(set) var pages: [Page] = []
  /// How many attempts were followed by others: all of them, kept or not.
  package private(set) var retriedCount = 0
  /// The first that ended badly, with what they said.
  package private(set) var failures: [Failure] = []
  /// How many lives are no longer kept.
  package private(set) var forgottenCount = 0

  private let limit: Int
  private var count = 0
  private var attempts: Deque<Attempt> = []
  private var endedHolds: [Hold] = []
  private var heldSince: PoolInstant?
  /// What each worker runs, by its index; more than one where a job waits for what its worker runs.
  private var running: [Deque<Start>] = []
  /// What jobs that run have said.
  private var logs: [FutureID: [LogTail.Entry]] = [:]

  private struct Start {
    var id: FutureID
    var time: UInt64
  }

  /// How many failures are kept with what they said.
  ///
  /// More makes a report longer than anybody reads; fewer may leave out what was looked for.
  package static let failureLimit = 200
  /// How many lines of a job are kept.
  ///
  /// More makes a report longer than anybody reads; fewer may cut what explains a failure.
  private static let lineLimit = 200
  /// How many workers are looked after; what others ran is tried again without being seen.
  private static let workerLimit = 1 << 16

  /// Begins with nothing.
  ///
  /// - Parameter limit: How many lives are kept, at least.
  package init(limit: Int = .max) {
    self.limit = limit
  }

  /// Attempts that were followed by others.
  package var earlierAttempts: [Attempt] { Array(attempts) }

  /// The stretches of time in which dispatch was held.
  package func holds(until end: PoolInstant) -> [Hold] {
    endedHolds + (heldSince.map { [Hold(start: $0, end: end)] } ?? [])
  }
}

// MARK: - Taking in

extension RunLedger {
  /// Takes in what happened.
  package mutating func take(_ batch: EventBatch) {
    // For each future these come in this order; how those of two futures stand to each other is of
    // no matter here.
    for start in batch.starts {
      began(start.id, worker: Int(start.worker), at: start.time)
    }
    for change in batch.changes { take(change.event) }
    var names = [UInt16?](repeating: nil, count: batch.labels.count)
    for finish in batch.finishes { take(finish, of: batch, &names) }
  }

  /// Takes in the futures that are not done, as of the end.
  package mutating func close(with rows: FutureTable) {
    for row in rows where row.outcome == nil {
      makeRoom()
      append(FutureLife(row, name: place(of: row.name)))
    }
  }

  private mutating func take(
    _ finish: EventBatch.Finish, of batch: EventBatch, _ names: inout [UInt16?]
  ) {
    if finish.worker >= 0 { _ = takeStart(of: finish.id, worker: Int(finish.worker)) }
    if finish.outcome.isFailure, failures.count < Self.failureLimit {
      failures.append(
        Failure(row: FutureSnapshot(batch.run(of: finish)), log: logs[finish.id] ?? []))
    }
    if !logs.isEmpty { logs[finish.id] = nil }
    if makeRoom() { names = [UInt16?](repeating: nil, count: names.count) }
    let label = Int(finish.label)
    let name = names[label] ?? place(of: batch.labels[label].name)
    names[label] = name
    append(FutureLife(finish, name: name))
  }

  private mutating func take(_ event: PoolEvent) {
    switch event.change {
    case .started(let id, let worker, _):
      began(id, worker: worker, at: event.time.nanoseconds)
    case .retrying(let id, let outcome, _): retrying(id, outcome, at: event.time)
    case .logged(let line):
      guard let id = line.future else { return }
      log(LogTail.Entry(time: event.time, line: line), of: id)
    case .held: heldSince = heldSince ?? event.time
    case .resumed, .shutdownBegan, .broke:
      if let start = heldSince { endedHolds.append(Hold(start: start, end: event.time)) }
      heldSince = nil
    case .workerStarted, .workerEnded, .submitted, .finished, .progressed, .ranOver, .workerFreed,
      .waiting, .resized, .shutDown:
      break
    }
  }
}

// MARK: - What runs

extension RunLedger {
  private mutating func began(_ id: FutureID, worker: Int, at time: UInt64) {
    guard (0..<Self.workerLimit).contains(worker) else { return }
    while running.count <= worker { running.append([]) }
    running[worker].append(Start(id: id, time: time))
  }

  /// Returns when a future was started, and knows that no longer.
  private mutating func takeStart(of id: FutureID, worker: Int) -> UInt64? {
    guard running.indices.contains(worker),
      let place = running[worker].firstIndex(where: { $0.id == id })
    else { return nil }
    return running[worker].remove(at: place).time
  }

  private mutating func retrying(_ id: FutureID, _ outcome: FutureOutcome, at time: PoolInstant) {
    retriedCount += 1
    for worker in running.indices {
      guard let start = takeStart(of: id, worker: worker) else { continue }
      if attempts.count >= limit { attempts.removeFirst() }
      return attempts.append(
        Attempt(
          future: id, worker: worker, start: PoolInstant(nanoseconds: start), end: time,
          outcome: outcome))
    }
  }

  /// Keeps what a job said: one that runs, waits to be tried again, or is kept as a failure.
  private mutating func log(_ entry: LogTail.Entry, of id: FutureID) {
    if let place = failures.lastIndex(where: { $0.row.id == id }) {
      return Self.keep(entry, in: &failures[place].log)
    }
    guard logs[id] != nil || running.contains(where: { $0.contains { $0.id == id } }) else {
      return
    }
    Self.keep(entry, in: &logs[id, default: []])
  }

  private static func keep(_ entry: LogTail.Entry, in log: inout [LogTail.Entry]) {
    if log.count == lineLimit { log.removeFirst() }
    log.append(entry)
  }
}

// MARK: - Pages

extension RunLedger {
  /// Begins a page when the last is full; returns whether it did.
  @discardableResult
  private mutating func makeRoom() -> Bool {
    if let last = pages.last, last.lives.count < Page.capacity { return false }
    if !pages.isEmpty { pages[pages.count - 1].places = [:] }
    if count >= limit, let first = pages.first, count - first.lives.count >= limit {
      count -= first.lives.count
      forgottenCount += first.lives.count
      pages.removeFirst()
    }
    pages.append(Page())
    return true
  }

  private mutating func append(_ life: FutureLife) {
    pages[pages.count - 1].lives.append(life)
    count += 1
  }

  /// Where a name stands on the last page.
  private mutating func place(of name: String) -> UInt16 {
    let last = pages.count - 1
    if let place = pages[last].places[name] { return place }
    let place = UInt16(pages[last].names.count)
    pages[last].names.append(name)
    pages[last].places[name] = place
    return place
  }
}
