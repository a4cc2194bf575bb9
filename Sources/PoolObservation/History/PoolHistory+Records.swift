// The two functions that a million jobs a second go through. A future that is planned needs no row
// here; everything else goes the way that single events go.

extension PoolHistory {
  @inline(__always)
  mutating func started(_ record: EventBatch.Start, _ fold: inout BatchFold) {
    guard fold.plan[record.id].isPlanned, let place = fold.place(of: record.worker) else {
      return tellWorker(record.worker, &fold) {
        $0.started(
          record.id, worker: Int(record.worker), attempt: 1,
          at: PoolInstant(nanoseconds: record.time))
      }
    }
    guard !fold.lanes[place].begin(record.id, at: record.time) else { return }
    fold.lanes[place].settle(&workers[place])
    workers[place].begin(record.id, at: PoolInstant(nanoseconds: record.time))
    fold.lanes[place].look(at: workers[place])
  }

  @inline(__always)
  mutating func finished(
    _ record: EventBatch.Finish, of batch: EventBatch, _ fold: inout BatchFold
  ) {
    let fate = fold.plan[record.id]
    guard fate.isPlanned else {
      return tellWorker(record.worker, &fold) {
        $0.finished(
          record.id, record.outcome, batch.preview(of: record),
          at: PoolInstant(nanoseconds: record.finishedAt))
      }
    }
    counts[record.outcome] += 1
    if record.outcome != .cancelled { completions.record(at: record.finishedAt) }
    if fate.leavesNoRow {
      forgottenCounts[record.outcome] += 1
    } else {
      retention.append(record.id, isFailure: record.outcome.isFailure)
    }
    guard record.startedAt != FinishedRun.neverStarted, !fate.isPaused else { return }
    fold.recordRun(record, isWaitKnown: fate.wasRunning)
    guard let place = fold.place(of: record.worker),
      !fold.lanes[place].finish(record.id, record.outcome, at: record.finishedAt)
    else { return }
    fold.lanes[place].settle(&workers[place])
    workers[place].finish(
      record.id, record.outcome, at: PoolInstant(nanoseconds: record.finishedAt))
    fold.lanes[place].look(at: workers[place])
  }

  /// Tells something to the history that may concern a worker.
  private mutating func tellWorker(
    _ index: Int32, _ fold: inout BatchFold, _ tell: (inout PoolHistory) -> Void
  ) {
    let place = fold.place(of: index)
    if let place { fold.lanes[place].settle(&workers[place]) }
    tell(&self)
    if let place { fold.lanes[place].look(at: workers[place]) }
  }
}
