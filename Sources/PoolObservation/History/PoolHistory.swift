// The one place where events become snapshots.
//
//   live pool ──┐
//   recording ──┼──► apply(event) … apply(event) ──► snapshot(at:)
//   remote pool ┘
//
// Invariants, as long as the events come from one pool in order:
//   counts.total == number of `submitted` events, whatever is still kept as a row;
//   a worker's `current` is a future whose state is running, and the other way round.

/// Folds a pool's events into snapshots of it.
///
/// A value: whoever owns it may copy it, and a copy goes its own way. An event that speaks of a
/// future or a worker that nobody announced changes nothing but ``unplacedEventCount``.
public struct PoolHistory: Sendable {
  /// How many finished futures stay as rows.
  ///
  /// More lets people look further back; fewer saves memory, up to 150 bytes each.
  public let retainedFutureLimit: Int
  /// Events that fit nothing that was known, as a damaged recording may hold.
  public private(set) var unplacedEventCount = 0
  /// Events that somebody before the fold had to drop.
  public var droppedEventCount = 0

  private var pool: PoolDescription
  private var phaseSince = PoolInstant.zero
  private var brokenReason: String?
  private var workers: [WorkerSnapshot] = []
  private var futures = FutureTable()
  private var counts = FutureCounts()
  private var forgottenFutureCount = 0
  private var retention = RetentionQueue()
  private var pendingOrder = PendingOrder()
  private var waitTimes = DistributionRecorder()
  private var runTimes = DistributionRecorder()
  private var completions = CompletionRate()
  private var log = LogTail()

  /// Starts with a pool that has done nothing yet.
  public init(pool: PoolDescription, retainedFutureLimit: Int = 10_000) {
    self.pool = pool
    self.retainedFutureLimit = max(0, retainedFutureLimit)
  }

  /// Goes on from a snapshot, with what is known as of then.
  ///
  /// Of futures that were done before, the snapshot's rows and counts remain; how long they waited
  /// and ran is not in the distributions to come.
  public init(resuming snapshot: PoolSnapshot, retainedFutureLimit: Int = 10_000) {
    self.init(pool: snapshot.pool, retainedFutureLimit: retainedFutureLimit)
    phaseSince = snapshot.phaseSince
    brokenReason = snapshot.brokenReason
    workers = snapshot.workers
    futures = snapshot.futures
    counts = snapshot.counts
    forgottenFutureCount = snapshot.forgottenFutureCount
    droppedEventCount = snapshot.droppedEventCount
    log = snapshot.log
    for future in futures {
      switch future.outcome {
      case nil: if future.state == .pending { pendingOrder.append(future.id) }
      case .succeeded?, .cancelled?: retention.append(future.id, isFailure: false)
      case .failed?, .crashed?, .timedOut?: retention.append(future.id, isFailure: true)
      }
    }
  }

  /// Goes on from a snapshot and what the pool still knows of the futures that were done by then.
  ///
  /// Their rows, spans, waits, runs and the rate at which they ended are as if they had been seen;
  /// the snapshot's counts speak of them already.
  ///
  /// - Parameters:
  ///   - snapshot: What is known of the pool; its rows are those of unfinished futures.
  ///   - recent: The futures that were done last, in the order in which they were.
  ///   - retainedFutureLimit: How many finished futures stay as rows.
  package init(
    resuming snapshot: PoolSnapshot, recent: some Sequence<FinishedRun>,
    retainedFutureLimit: Int = 10_000
  ) {
    self.init(resuming: snapshot, retainedFutureLimit: retainedFutureLimit)
  }

  /// Takes in a batch of events; the same as one after the other.
  package mutating func apply(_ batch: EventBatch) {
    for event in batch { apply(event) }
  }

  /// Takes in one event.
  public mutating func apply(_ event: PoolEvent) {
    switch event.change {
    case .workerStarted(let index, let name, let systemID):
      workerStarted(index, name: name, systemID: systemID, at: event.time)
    case .workerEnded(let index, let reason):
      workerEnded(index, reason: reason, at: event.time)
    case .submitted(let id, let name, let tags, let priority):
      submitted(
        FutureSnapshot(
          id: id, name: name, submittedAt: event.time, tags: tags, priority: priority))
    case .started(let id, let worker, let attempt):
      started(id, worker: worker, attempt: attempt, at: event.time)
    case .progressed(let id, let fraction, let note):
      progressed(id, fraction: fraction, note: note)
    case .retrying(let id, let outcome, let text):
      retrying(id, outcome: outcome, text: text, at: event.time)
    case .ranOver(_, let worker):
      updateWorker(worker) { $0.state = .late }
    case .workerFreed(let worker):
      updateWorker(worker) { $0.finishLate(at: event.time) }
    case .waiting(let worker, let future):
      updateWorker(worker) { $0.waitsFor = future }
    case .logged(let line):
      log.append(LogTail.Entry(time: event.time, line: line))
    case .finished(let id, let outcome, let text):
      finished(id, outcome: outcome, text: text, at: event.time)
    case .held:
      if pool.phase == .running { enter(.held, at: event.time) }
    case .resumed:
      if pool.phase == .held { enter(.running, at: event.time) }
    case .resized(let maxWorkers):
      pool.maxWorkers = maxWorkers
    case .shutdownBegan:
      if pool.phase != .broken { enter(.shuttingDown, at: event.time) }
    case .shutDown:
      if pool.phase != .broken { enter(.shutDown, at: event.time) }
    case .broke(let reason):
      brokenReason = reason
      enter(.broken, at: event.time)
    }
  }

  private mutating func enter(_ phase: PoolDescription.Phase, at time: PoolInstant) {
    pool.phase = phase
    phaseSince = time
  }

  /// Returns the pool as of a moment, which must not lie before the last event.
  ///
  /// - Complexity: What changed since the last snapshot, plus a list of n / 64 for n kept futures.
  public mutating func snapshot(at now: PoolInstant) -> PoolSnapshot {
    forgetOldFutures()
    let oldest = pendingOrder.oldest { futures[id: $0]?.state == .pending }
    return PoolSnapshot(
      pool: pool, phaseSince: phaseSince, brokenReason: brokenReason, takenAt: now,
      workers: workers, futures: futures, counts: counts,
      forgottenFutureCount: forgottenFutureCount, waitTimes: waitTimes.distribution(),
      runTimes: runTimes.distribution(),
      oldestPendingSince: oldest.flatMap { futures[id: $0]?.submittedAt },
      completionsPerSecond: completions.lastMinute(at: now), log: log,
      droppedEventCount: droppedEventCount)
  }

  private mutating func forgetOldFutures() {
    let excess = retention.count - retainedFutureLimit
    guard excess > 0 else { return }
    futures.remove(retention.removeOldest(excess))
    forgottenFutureCount += excess
  }
}

// MARK: - Workers

extension PoolHistory {
  private mutating func workerStarted(
    _ index: Int, name: String, systemID: UInt64, at time: PoolInstant
  ) {
    // Threads announce themselves, so a later one may come first.
    let place = workers.firstIndex { $0.index >= index } ?? workers.endIndex
    guard place == workers.endIndex || workers[place].index != index else {
      return unplacedEventCount += 1
    }
    workers.insert(
      WorkerSnapshot(index: index, name: name, systemID: systemID, startedAt: time), at: place)
  }

  /// Where a worker stands in the list; almost always where its index says.
  private func place(of index: Int) -> Int? {
    if workers.indices.contains(index), workers[index].index == index { return index }
    return workers.firstIndex { $0.index == index }
  }

  private mutating func workerEnded(_ index: Int, reason: WorkerEndReason, at time: PoolInstant) {
    updateWorker(index) { $0.end(reason, at: time) }
  }

  private mutating func updateWorker(_ index: Int, _ change: (inout WorkerSnapshot) -> Void) {
    guard let place = place(of: index) else { return unplacedEventCount += 1 }
    change(&workers[place])
  }
}

// MARK: - Futures

extension PoolHistory {
  private mutating func submitted(_ future: FutureSnapshot) {
    guard futures.append(future) else { return unplacedEventCount += 1 }
    counts.pending += 1
    pendingOrder.append(future.id)
  }

  private mutating func progressed(_ id: FutureID, fraction: Double, note: String) {
    futures.update(id) { future in
      guard future.state == .running else { return }
      future.progress = min(1, max(0, fraction))
      future.text = note
    }
  }

  private mutating func started(
    _ id: FutureID, worker index: Int, attempt: Int, at time: PoolInstant
  ) {
    guard let future = futures[id: id], future.state == .pending, let place = place(of: index)
    else { return unplacedEventCount += 1 }
    futures.update(id) {
      $0.state = .running
      $0.startedAt = time
      $0.worker = index
      $0.attempt = attempt
      $0.progress = nil
      $0.text = ""
    }
    counts.pending -= 1
    counts.running += 1
    waitTimes.record(future.submittedAt.duration(to: time))
    workers[place].begin(id, at: time)
  }

  private mutating func finished(
    _ id: FutureID, outcome: FutureOutcome, text: String, at time: PoolInstant
  ) {
    guard let future = futures[id: id], future.outcome == nil else {
      return unplacedEventCount += 1
    }
    futures.update(id) {
      $0.state = outcome == .cancelled ? .cancelled : .finished
      $0.outcome = outcome
      $0.finishedAt = time
      $0.text = text
    }
    if future.state == .running {
      counts.running -= 1
    } else {
      counts.pending -= 1
    }
    counts[outcome] += 1
    // What was cancelled is no work done, and must not make the rest look sooner done.
    if outcome != .cancelled { completions.record(at: time) }
    retention.append(id, isFailure: outcome != .succeeded && outcome != .cancelled)
    guard future.state == .running else { return }
    ranOn(future.worker, future, outcome, at: time)
  }

  private mutating func retrying(
    _ id: FutureID, outcome: FutureOutcome, text: String, at time: PoolInstant
  ) {
    guard let future = futures[id: id], future.state == .running else {
      return unplacedEventCount += 1
    }
    futures.update(id) {
      $0.state = .pending
      $0.progress = nil
      $0.text = text
    }
    counts.running -= 1
    counts.pending += 1
    pendingOrder.insert(id)
    ranOn(future.worker, future, outcome, at: time)
  }

  /// Notes the end of an attempt with the worker that made it.
  private mutating func ranOn(
    _ worker: Int?, _ future: FutureSnapshot, _ outcome: FutureOutcome, at time: PoolInstant
  ) {
    if let start = future.startedAt { runTimes.record(start.duration(to: time)) }
    guard let place = worker.flatMap(place(of:)) else { return }
    workers[place].finish(future.id, outcome, at: time)
  }
}
