internal import Platform

extension ThreadPoolCore: ObservedCore {
  func drain(into batch: inout EventBatch) -> Drained {
    section { shared in
      noteEndedRuns(&shared)
      let time = now
      guard shared.recorder.isObserved else {
        let recent = shared.recorder.beginObservation()
        return Drained(now: time, past: (baseline(shared, at: time), recent))
      }
      shared.recorder.exchange(&batch)
      return Drained(now: time, past: nil)
    }
  }

  func endObservation(into batch: inout EventBatch) {
    section { shared in
      shared.recorder.exchange(&batch)
      shared.recorder.endObservation()
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
    snapshot.workers = shared.workers.compactMap {
      $0.snapshot(waitsFor: shared.waits[$0.index]?.id)
    }
    snapshot.counts = shared.counts
    snapshot.forgottenCounts = shared.counts.ofDone
    snapshot.log = shared.log
    if case .broken(let reason) = shared.machine.phase { snapshot.brokenReason = reason }
    var rows: [FutureSnapshot] = []
    rows.reserveCapacity(shared.counts.unfinished)
    shared.machine.queue.forEach { rows.append(row(of: $0)) }
    shared.machine.released.forEach { rows.append(row(of: $0)) }
    for future in shared.machine.delayed.values { rows.append(row(of: future)) }
    for worker in shared.workers {
      for run in worker.runs where !run.facts.isLate {
        var row = row(of: run.future)
        row.state = .running
        row.startedAt = run.facts.startedAt
        row.worker = worker.index
        row.attempt = run.facts.attempt
        row.progress = shared.progress[run.future.id]?.fraction
        row.text = shared.progress[run.future.id]?.note ?? ""
        rows.append(row)
      }
    }
    snapshot.futures = FutureTable(rows)
    return snapshot
  }

  private func row(of future: AnyFuture) -> FutureSnapshot {
    var row = FutureSnapshot(
      id: future.id, name: future.name, submittedAt: future.submittedAt,
      tags: future.control?.tags ?? [], priority: future.priority)
    row.attempt = future.control?.attempt ?? 0
    return row
  }
}

extension WorkerThread {
  /// The worker, as of now; `nil` when it has not begun.
  fileprivate func snapshot(waitsFor awaited: FutureID?) -> WorkerSnapshot? {
    guard let systemID else { return nil }
    var snapshot = WorkerSnapshot(
      index: index, name: name, systemID: systemID, startedAt: tally.startedAt)
    snapshot.since = tally.since
    for run in runs {
      snapshot.begin(run.future.id, at: run.facts.startedAt)
      if run.facts.isLate || run.facts.hasOverrun { snapshot.state = .late }
    }
    snapshot.doneCount = tally.doneCount
    snapshot.failedCount = tally.failedCount
    snapshot.finishedBusyTime = .nanoseconds(Int64(clamping: tally.busyNanoseconds))
    snapshot.waitsFor = awaited
    if tally.hasEnded { snapshot.end(.released, at: tally.since) }
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
