internal import Platform

extension ThreadPoolCore: ObservedCore {
  func drain(into batch: inout EventBatch, _ wish: EventWish) -> Drained {
    let (time, past) = section { shared -> (PoolInstant, Past?) in
      noteEndedRuns(&shared)
      let time = now
      guard shared.recorder.isObserved else {
        let recent = shared.recorder.beginObservation(wish, at: time)
        return (
          time,
          Past(
            baseline: baseline(shared, at: time), running: runningRows(shared),
            waiting: waitingFutures(shared), recent: recent)
        )
      }
      shared.recorder.exchange(&batch, wish, at: time)
      return (time, nil)
    }
    guard var past else { return Drained(now: time, past: nil) }
    // Without the lock: a million rows take a third of a second.
    let waiting = past.waiting.map { row(of: $0.future, $0.control, attempt: $0.attempt) }
    past.baseline.futures = FutureTable(waiting + past.running)
    return Drained(now: time, past: (past.baseline, past.recent))
  }

  /// What is known of the pool when its observation begins.
  private struct Past {
    var baseline: PoolSnapshot
    let running: [FutureSnapshot]
    let waiting: [WaitingFuture]
    let recent: [FinishedRun]
  }

  // The control was read under the lock: a future that begins may get one.
  private typealias WaitingFuture = (future: AnyFuture, control: JobControl?, attempt: Int)

  var isRecorderFull: Bool { shared.withLock { $0.recorder.isFull } }

  func endObservation(into batch: inout EventBatch) {
    section { shared in
      shared.recorder.exchange(&batch, .all, at: now)
      shared.recorder.endObservation()
      shared.arrivedLog = SubmissionLog()
    }
  }

  /// What is known of the pool without its events: true of this moment, silent about the past.
  private func baseline(_ shared: borrowing Shared, at time: PoolInstant) -> PoolSnapshot {
    var snapshot = PoolSnapshot(
      pool: PoolDescription(
        name: name, kind: settings.hosting?.kind ?? .thread, phase: shared.machine.described,
        maxWorkers: shared.machine.maxWorkers, createdAt: createdAt),
      phaseSince: shared.phaseSince, takenAt: time)
    snapshot.ask(self)
    let living = shared.workers.compactMap { worker in
      worker.snapshot(waitsFor: shared.waits[worker.index]?.future.id)
    }
    snapshot.workers = (shared.endedWorkers + living).sorted { $0.index < $1.index }
    snapshot.counts = shared.counts
    snapshot.forgottenCounts = shared.counts.ofDone
    snapshot.log = shared.log
    if case .broken(let reason) = shared.machine.phase { snapshot.brokenReason = reason }
    return snapshot
  }

  private func waitingFutures(_ shared: borrowing Shared) -> [WaitingFuture] {
    var waiting: [WaitingFuture] = []
    waiting.reserveCapacity(shared.counts.pending)
    func add(_ future: AnyFuture) {
      let control = future.control
      waiting.append((future, control, control?.attempt ?? 0))
    }
    shared.machine.queue.forEach(add)
    shared.machine.released.forEach(add)
    for future in shared.machine.delayed.values { add(future) }
    return waiting
  }

  private func runningRows(_ shared: borrowing Shared) -> [FutureSnapshot] {
    var rows: [FutureSnapshot] = []
    for worker in shared.workers {
      for run in worker.runs where !run.facts.isLate {
        var row = row(of: run.future, run.future.control, attempt: run.facts.attempt)
        row.state = .running
        row.startedAt = run.facts.startedAt
        row.worker = worker.index
        if let progress = shared.progress[run.future.id] {
          row.progress(to: progress.fraction, at: progress.time)
          row.text = progress.note
        }
        rows.append(row)
      }
    }
    return rows
  }

  private func row(
    of future: AnyFuture, _ control: JobControl?, attempt: Int
  ) -> FutureSnapshot {
    var row = FutureSnapshot(
      id: future.id, name: future.name, submittedAt: future.submittedAt,
      tags: control?.tags ?? [], priority: control?.priority ?? 0)
    row.attempt = attempt
    return row
  }
}

extension WorkerThread {
  /// The worker, as of now; `nil` when it has not begun.
  func snapshot(waitsFor awaited: FutureID? = nil) -> WorkerSnapshot? {
    guard let systemID else { return nil }
    var snapshot = WorkerSnapshot(
      index: index, name: name, systemID: systemID, startedAt: tally.startedAt)
    snapshot.since = tally.since
    if tally.isStarting { snapshot.prepare(at: tally.since) }
    for run in runs {
      snapshot.begin(run.future.id, at: run.facts.startedAt)
      if run.facts.isLate || run.facts.hasOverrun { snapshot.state = .late }
    }
    snapshot.doneCount = tally.doneCount
    snapshot.failedCount = tally.failedCount
    snapshot.finishedBusyTime = .nanoseconds(Int64(clamping: tally.busyNanoseconds))
    snapshot.waitsFor = awaited
    if tally.hasEnded {
      snapshot.end(.released, at: tally.since)
    } else if let absence {
      snapshot.end(absence.reason, at: absence.since)
    }
    return snapshot
  }
}

extension ThreadPoolStateMachine {
  /// The phase, as people are shown it.
  var described: PoolDescription.Phase {
    switch phase {
    case .running: isHeld ? .held : .running
    case .shuttingDown: .shuttingDown
    case .shutDown: .shutDown
    case .broken: .broken
    }
  }
}
