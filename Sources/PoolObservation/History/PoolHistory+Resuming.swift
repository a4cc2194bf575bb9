extension PoolHistory {
  /// How many futures it knows to be done.
  package var doneCount: Int { counts.done }

  /// Goes on from a snapshot, with what is known as of then.
  ///
  /// Of futures that were done before, the snapshot's rows and counts remain; how long they waited
  /// and ran is not in the distributions to come.
  public init(resuming snapshot: PoolSnapshot, retainedFutureLimit: Int = 10_000) {
    self.init(resuming: snapshot, recent: [], retainedFutureLimit: retainedFutureLimit)
  }

  /// Goes on from a snapshot and what the pool still knows of the futures that were done by then.
  ///
  /// Their rows, spans, waits, runs and the rate at which they ended are as if they had been seen;
  /// the snapshot's counts speak of them already, as of some that are not kept as rows.
  ///
  /// - Parameters:
  ///   - snapshot: What is known of the pool.
  ///   - recent: The futures that were done last, in the order in which they were; none of them is
  ///     a row of the snapshot.
  ///   - retainedFutureLimit: How many finished futures stay as rows.
  package init(
    resuming snapshot: PoolSnapshot, recent: some Sequence<FinishedRun>,
    retainedFutureLimit: Int = 10_000
  ) {
    self.init(pool: snapshot.pool, retainedFutureLimit: retainedFutureLimit)
    phaseSince = snapshot.phaseSince
    brokenReason = snapshot.brokenReason
    workers = snapshot.workers
    counts = snapshot.counts
    forgottenCounts = snapshot.forgottenCounts
    jobRunTimes = snapshot.jobRunTimes
    droppedEventCount = snapshot.droppedEventCount
    log = snapshot.log
    inputs = snapshot.inputs
    snapshot.futures.forEachState { id, _, outcome in
      if let outcome { retention.append(id, isFailure: outcome.isFailure) }
    }
    futures = snapshot.futures
    let recent = Array(recent)
    if !recent.isEmpty {
      futures = FutureTable(Array(futures) + recent.map { FutureSnapshot($0) })
      for run in recent { remember(run) }
    }
    rememberSpans(of: recent)
    newestID = futures.last?.id
  }

  private mutating func remember(_ run: FinishedRun) {
    retention.append(run.id, isFailure: run.outcome.isFailure)
    forgottenCounts[run.outcome] = max(0, forgottenCounts[run.outcome] - 1)
    if run.outcome != .cancelled { completions.record(at: run.finishedAt) }
    guard run.startedAt != FinishedRun.neverStarted else { return }
    // When one was started first that was tried again, it does not tell.
    if run.attempt == 1 { waitTimes.record(from: run.submittedAt, to: run.startedAt) }
    let duration = runTimes.record(from: run.startedAt, to: run.finishedAt)
    jobRunTimes.record(run.name, count: 1, totalNanoseconds: duration)
  }

  /// Puts what each worker ran before what it runs now.
  private mutating func rememberSpans(of recent: [FinishedRun]) {
    var spans = [[WorkerSpan]](repeating: [], count: workers.count)
    for run in recent where run.startedAt != FinishedRun.neverStarted {
      guard let place = place(of: Int(run.worker)) else { continue }
      spans[place].append(
        WorkerSpan(
          future: run.id, start: PoolInstant(nanoseconds: run.startedAt),
          end: PoolInstant(nanoseconds: run.finishedAt), outcome: run.outcome))
    }
    for place in workers.indices {
      workers[place].remember(spans[place].sorted { $0.start < $1.start })
    }
  }
}
