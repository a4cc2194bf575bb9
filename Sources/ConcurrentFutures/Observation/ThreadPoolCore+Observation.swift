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
        name: name, kind: .thread, phase: shared.machine.phase.described,
        maxWorkers: shared.machine.maxWorkers, createdAt: createdAt),
      takenAt: time)
    snapshot.workers = shared.workers.sorted { $0.index < $1.index }
    snapshot.counts = shared.counts
    snapshot.forgottenFutureCount = shared.counts.done
    var rows: [FutureSnapshot] = []
    shared.machine.queue.forEach { future in
      rows.append(
        FutureSnapshot(id: future.id, name: future.name, submittedAt: future.submittedAt))
    }
    for worker in snapshot.workers {
      guard let future = shared.running[worker.index] else { continue }
      var row = FutureSnapshot(
        id: future.id, name: future.name, submittedAt: future.submittedAt)
      row.state = .running
      row.startedAt = worker.since
      row.worker = worker.index
      row.attempt = 1
      rows.append(row)
    }
    snapshot.futures = FutureTable(rows)
    return snapshot
  }
}

extension ThreadPoolStateMachine.Phase {
  fileprivate var described: PoolDescription.Phase {
    switch self {
    case .running: .running
    case .shuttingDown: .shuttingDown
    case .shutDown: .shutDown
    }
  }
}
