// Somebody observes           ──► every event, in a batch that is handed over and comes back empty
// Nobody does, or not any more ──► the last runs alone; the rest is asked of the pool when one comes
//
// It lives under the pool's lock, so workers write without a lock of their own.

/// Keeps what happened in a pool until somebody folds it.
struct EventRecorder: Sendable {
  /// How many events are kept before they must be folded.
  ///
  /// More lets workers run on for longer between two folds; fewer keeps what they write in the
  /// processor's cache.
  static let capacity = 1 << 15

  private(set) var isObserved = false
  private var batch = EventBatch()
  private var recent = RecentRuns()

  /// Whether it is time to fold what was kept.
  var isFull: Bool { batch.count >= Self.capacity }

  mutating func submitted(_ future: AnyFuture) {
    guard isObserved else { return }
    batch.submitted(
      future.id, name: future.name, priority: future.priority, tags: future.control?.tags ?? [],
      at: future.submittedAt.nanoseconds)
  }

  mutating func started(_ run: ActiveRun, worker: Int) {
    guard isObserved else { return }
    batch.started(
      run.future.id, worker: worker, attempt: run.attempt, at: run.startedAt.nanoseconds)
  }

  mutating func finished(_ run: borrowing FinishedRun) {
    if isObserved { batch.finished(run) } else { recent.append(run) }
  }

  /// Records the end of a run of which its worker has noted the rest.
  mutating func finished(_ run: ActiveRun, of worker: WorkerThread, _ outcome: FutureOutcome) {
    let future = run.future
    finished(
      FinishedRun(
        id: future.id, name: future.name, submittedAt: future.submittedAt.nanoseconds,
        startedAt: run.startedAt.nanoseconds, finishedAt: worker.finishedAt.nanoseconds,
        worker: Int32(truncatingIfNeeded: worker.index),
        attempt: Int32(truncatingIfNeeded: run.attempt), outcome: outcome,
        preview: worker.preview, priority: Int32(clamping: future.priority),
        tags: future.control?.tags ?? []))
  }

  mutating func record(_ change: PoolEvent.Change, at time: PoolInstant) {
    guard isObserved else { return }
    batch.append(change, at: time)
  }

  /// Starts to keep every event; returns what is known of the past.
  mutating func beginObservation() -> [FinishedRun] {
    isObserved = true
    return recent.takeAll()
  }

  /// Keeps the last runs alone from now on.
  mutating func endObservation() {
    isObserved = false
    batch = EventBatch()
  }

  /// Hands over what was kept, and goes on in an empty batch.
  mutating func exchange(_ empty: inout EventBatch) {
    swap(&batch, &empty)
  }
}

extension FinishedRun {
  /// The life of a future that has just ended, or was cancelled.
  init(
    _ future: AnyFuture, _ run: ActiveRun?, worker: Int?, _ report: RunReport, at time: PoolInstant
  ) {
    self.init(
      id: future.id, name: future.name, submittedAt: future.submittedAt.nanoseconds,
      startedAt: run?.startedAt.nanoseconds ?? Self.neverStarted, finishedAt: time.nanoseconds,
      worker: worker.map { Int32(clamping: $0) } ?? -1,
      attempt: Int32(clamping: run?.attempt ?? 0), outcome: report.outcome,
      preview: report.preview, priority: Int32(clamping: future.priority),
      tags: future.control?.tags ?? [])
  }
}
