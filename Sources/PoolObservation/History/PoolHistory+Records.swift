// What a million jobs a second go through, but for the usual ends: see BatchFold.swift. A future
// that is planned needs no row here; everything else goes the way that single events go.

extension PoolHistory {
  @inline(__always)
  mutating func started(
    _ record: EventBatch.Start, _ plan: BatchPlan, _ lanes: inout MutableSpan<WorkerLane>
  ) {
    guard plan[record.id].isPlanned, let place = lanes.place(of: record.worker) else {
      return tellWorker(record.worker, startCount: 1, &lanes) {
        $0.started(
          record.id, worker: Int(record.worker), attempt: 1,
          at: PoolInstant(nanoseconds: record.time))
      }
    }
    guard !lanes[place].begin(record.id, at: record.time) else { return }
    lanes[place].settle(&workers[place])
    workers[place].begin(record.id, at: PoolInstant(nanoseconds: record.time))
    lanes[place].look(at: workers, place)
  }

  @inline(__always)
  mutating func finished(
    _ record: EventBatch.Finish, of batch: EventBatch, _ plan: BatchPlan,
    _ lanes: inout MutableSpan<WorkerLane>, _ times: inout BatchTimes
  ) {
    let fate = plan[record.id]
    guard fate.isPlanned else {
      return tellWorker(record.worker, startCount: record.tellsStart ? 1 : 0, &lanes) {
        if record.tellsStart {
          $0.started(
            record.id, worker: Int(record.worker), attempt: 1,
            at: PoolInstant(nanoseconds: record.startedAt))
        }
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
    guard record.startedAt != FinishedRun.neverStarted, record.tellsStart || !fate.isPaused else {
      return
    }
    times.record(record, hadWaited: fate.wasRunning)
    guard let place = lanes.place(of: record.worker) else { return }
    if record.tellsStart {
      if lanes[place].ran(record) { return }
      started(record.start, plan, &lanes)
    }
    guard !lanes[place].finish(record.id, record.outcome, at: record.finishedAt) else { return }
    lanes[place].settle(&workers[place])
    workers[place].finish(
      record.id, record.outcome, at: PoolInstant(nanoseconds: record.finishedAt))
    lanes[place].look(at: workers, place)
  }

  /// Tells something to the history that may concern a worker, so many starts among it.
  private mutating func tellWorker(
    _ index: Int32, startCount: Int, _ lanes: inout MutableSpan<WorkerLane>,
    _ tell: (inout PoolHistory) -> Void
  ) {
    let place = lanes.place(of: index)
    if let place { lanes[place].settle(&workers[place]) }
    tell(&self)
    if let place { lanes[place].look(at: workers, place, startCount: startCount) }
  }
}

extension MutableSpan<WorkerLane> {
  /// Where a worker stands in the list; almost always where its index says.
  @inline(__always)
  fileprivate func place(of index: Int32) -> Int? {
    let index = Int(index)
    if index >= 0, index < count, self[index].index == index { return index }
    return indices.first { self[$0].index == index }
  }
}
