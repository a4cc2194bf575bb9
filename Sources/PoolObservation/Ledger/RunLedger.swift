internal import DequeModule

// A row of a snapshot is 96 bytes and has texts; here is what a report needs of every future, 40
// bytes each, whatever it said or returned:
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

  /// A stretch of time in which a worker was not back from a job whose time limit had passed.
  package struct LateRun: Sendable, Hashable {
    package var future: FutureID
    package var worker: Int
    package var start: PoolInstant
    package var end: PoolInstant
  }

  /// How many workers there could be from a moment on.
  package struct Size: Sendable, Hashable {
    package var time: PoolInstant
    package var maxWorkers: Int
  }

  /// A future that ended badly, and what its job said.
  package struct Failure: Sendable {
    package var row: FutureSnapshot
    package var log: LogTail
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
  /// Attempts after the first, all together, kept or not.
  package private(set) var retriedCount = 0
  /// The changes of how many workers there could be.
  package private(set) var sizes: [Size] = []
  /// The first that ended badly, with what they said.
  package private(set) var failures: [Failure] = []
  /// How many lives are no longer kept.
  package private(set) var forgottenCount = 0

  private let limit: Int
  private var count = 0
  private var attempts: Deque<Attempt> = []
  private var endedHolds: [Hold] = []
  private var heldSince: PoolInstant?
  private var endedLateRuns: Deque<LateRun> = []
  /// What workers are not back from, the innermost of each last.
  private var late: [LateRun] = []
  /// What each worker runs, by its index; more than one where a job waits for what its worker runs.
  private var running: [Deque<Start>] = []
  /// What jobs that run have said.
  private var logs: [FutureID: LogTail] = [:]

  private struct Start {
    var id: FutureID
    var time: UInt64
  }

  /// How many failures are kept with what they said.
  ///
  /// More makes a report longer than anybody reads; fewer may leave out what was looked for.
  package static let failureLimit = 200
  /// How many lines of a job are kept, and how many bytes of text.
  ///
  /// More makes a report longer than anybody reads; fewer may cut what explains a failure.
  private static let logLimit = (lineCount: 200, byteCount: 64 << 10)
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

  /// The stretches of time in which workers were not back from jobs whose limits had passed.
  package func lateRuns(until end: PoolInstant) -> [LateRun] {
    let open = late.map { run in
      var run = run
      run.end = max(run.start, end)
      return run
    }
    return endedLateRuns + open
  }
}

// MARK: - Taking in

extension RunLedger {
  /// Takes in what happened.
  package mutating func take(_ batch: EventBatch) {
    let batch = batch.closed
    var names = [UInt16?](repeating: nil, count: batch.labels.count)
    var start = 0
    var finish = 0
    for change in batch.changes {
      take(of: batch, before: change.place, &start, &finish, &names)
      take(change.event)
    }
    take(of: batch, before: .max, &start, &finish, &names)
  }

  /// Takes in the starts and ends that come before a place in the batch.
  private mutating func take(
    of batch: EventBatch, before end: UInt32, _ start: inout Int, _ finish: inout Int,
    _ names: inout [UInt16?]
  ) {
    while true {
      let startPlace = start < batch.starts.count ? batch.starts[start].place : .max
      let finishPlace = finish < batch.finishes.count ? batch.finishes[finish].place : .max
      guard min(startPlace, finishPlace) < end else { return }
      if startPlace < finishPlace {
        let record = batch.starts[start]
        began(record.id, worker: Int(record.worker), at: record.time)
        start += 1
      } else {
        take(batch.finishes[finish], of: batch, &names)
        finish += 1
      }
    }
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
    if finish.worker >= 0, !finish.tellsStart {
      _ = takeStart(of: finish.id, worker: Int(finish.worker))
    }
    attemptEnded(finish.id, at: PoolInstant(nanoseconds: finish.finishedAt))
    if finish.outcome.isFailure, failures.count < Self.failureLimit {
      failures.append(
        Failure(
          row: FutureSnapshot(batch.run(of: finish)), log: logs[finish.id] ?? Self.emptyLog))
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
    case .started(let id, let worker, let attempt):
      if attempt > 1 { retriedCount += 1 }
      began(id, worker: worker, at: event.time.nanoseconds)
    case .retrying(let id, let outcome, _): retrying(id, outcome, at: event.time)
    case .logged(let line):
      if let id = line.future { log(line, of: id, at: event.time) }
    case .ranOver(let id, let worker):
      late.append(LateRun(future: id, worker: worker, start: event.time, end: event.time))
    case .workerFreed(let worker):
      if let place = late.lastIndex(where: { $0.worker == worker }) { freed(place, at: event.time) }
    case .workerEnded(let worker, _):
      while let place = late.lastIndex(where: { $0.worker == worker }) {
        freed(place, at: event.time)
      }
    case .resized(let maxWorkers):
      sizes.append(Size(time: event.time, maxWorkers: maxWorkers))
    case .held: heldSince = heldSince ?? event.time
    case .resumed, .shutdownBegan, .broke:
      if let start = heldSince { endedHolds.append(Hold(start: start, end: event.time)) }
      heldSince = nil
    case .workerStarted, .workerStarting, .workerReady, .submitted, .finished, .progressed,
      .waiting, .shutDown:
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
    attemptEnded(id, at: time)
    for worker in running.indices {
      guard let start = takeStart(of: id, worker: worker) else { continue }
      if attempts.count >= limit { attempts.removeFirst() }
      return attempts.append(
        Attempt(
          future: id, worker: worker, start: PoolInstant(nanoseconds: start), end: time,
          outcome: outcome))
    }
  }

  /// Notes that an attempt ended: from there on its worker is late, if it is.
  private mutating func attemptEnded(_ id: FutureID, at time: PoolInstant) {
    guard !late.isEmpty, let place = late.lastIndex(where: { $0.future == id }) else { return }
    late[place].start = time
  }

  /// Notes that a worker is back from what ran over, or is gone.
  private mutating func freed(_ place: Int, at time: PoolInstant) {
    var run = late.remove(at: place)
    guard run.start < time else { return }
    run.end = time
    if endedLateRuns.count >= limit { endedLateRuns.removeFirst() }
    endedLateRuns.append(run)
  }

  /// Keeps what a job said: one that runs, waits to be tried again, or is kept as a failure.
  private mutating func log(_ line: LogLine, of id: FutureID, at time: PoolInstant) {
    if logs[id] != nil || isRunning(id, on: line.worker) {
      Self.keep(line, at: time, in: &logs[id, default: Self.emptyLog])
    } else if let place = failures.lastIndex(where: { $0.row.id == id }) {
      Self.keep(line, at: time, in: &failures[place].log)
    }
  }

  /// Whether a future runs; most likely on the worker that spoke.
  private func isRunning(_ id: FutureID, on worker: Int?) -> Bool {
    if let worker, running.indices.contains(worker),
      running[worker].contains(where: { $0.id == id })
    {
      return true
    }
    return running.contains { $0.contains { $0.id == id } }
  }

  private static var emptyLog: LogTail {
    LogTail(capacity: logLimit.lineCount, byteCapacity: logLimit.byteCount)
  }

  private static func keep(_ line: LogLine, at time: PoolInstant, in log: inout LogTail) {
    var line = line
    if line.text.utf8.count > logLimit.byteCount {
      let tail = line.text.utf8.suffix(logLimit.byteCount).drop { $0 & 0xC0 == 0x80 }
      line.text = String(decoding: tail, as: UTF8.self)
    }
    log.append(LogTail.Entry(time: time, line: line))
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
