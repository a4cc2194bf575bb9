internal import Platform

extension ThreadPoolCore: ObservedCore {
  /// The pool as it is described at its beginning.
  var description: PoolDescription {
    PoolDescription(
      name: name, kind: .thread, maxWorkers: shared.withLock { $0.machine.maxWorkers },
      createdAt: createdAt)
  }

  func drain() -> (events: EventRecorder.Drained, now: PoolInstant, baseline: PoolSnapshot?) {
    shared.withLock { shared in
      let time = now
      switch shared.recorder.drain() {
      case .events(let events):
        return (.events(events), time, nil)
      case .lost(let count):
        return (.lost(count), time, baseline(shared, at: time))
      }
    }
  }

  /// What is known of the pool without its events: true of this moment, silent about the past.
  private func baseline(_ shared: borrowing Shared, at time: PoolInstant) -> PoolSnapshot {
    var snapshot = PoolSnapshot(
      pool: PoolDescription(
        name: name, kind: .thread, phase: shared.machine.described,
        maxWorkers: shared.machine.maxWorkers, createdAt: createdAt),
      takenAt: time)
    snapshot.workers = shared.workers.sorted { $0.index < $1.index }
    snapshot.counts = shared.counts
    snapshot.forgottenCounts = shared.counts.ofDone
    if case .broken(let reason) = shared.machine.phase { snapshot.brokenReason = reason }
    var rows: [FutureSnapshot] = []
    shared.machine.queue.forEach { rows.append(row(of: $0)) }
    shared.machine.released.forEach { rows.append(row(of: $0)) }
    for future in shared.machine.delayed.values { rows.append(row(of: future)) }
    for (worker, runs) in shared.running {
      for run in runs where !run.isLate {
        var row = row(of: run.future)
        row.state = .running
        row.startedAt = run.startedAt
        row.worker = worker
        row.attempt = run.attempt
        rows.append(row)
      }
    }
    snapshot.futures = FutureTable(rows)
    return snapshot
  }

  private func row(of future: any PooledFuture) -> FutureSnapshot {
    var row = FutureSnapshot(
      id: future.id, name: future.name, submittedAt: future.submittedAt,
      tags: future.control?.tags ?? [], priority: future.queuePosition.priority)
    row.attempt = future.control?.attempt ?? 0
    return row
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
