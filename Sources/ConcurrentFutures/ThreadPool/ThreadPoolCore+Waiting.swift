internal import Platform

// Who waits for whom. A job that waits for a future of its own pool keeps its worker from running it,
// and where all workers wait so, nothing ever moves again. The job whose wait would close such a
// circle gets an error instead.
//
//   job 3 waits for 7, running ──► 7 waits for 3                 a circle, whatever the others do
//   job 3 waits for 7, queued  ──► every worker waits likewise   nobody is left to run 7

extension ThreadPoolCore {
  /// Prepares a worker's job to wait for a future.
  ///
  /// - Returns: What the job may run itself instead, if the pool is made that way.
  /// - Throws: ``DeadlockError`` when the wait would never end.
  func willWait(
    for future: AnyFuture, isOwn: Bool, hasLimit: Bool, on worker: WorkerThread
  ) throws -> AnyFuture? {
    try locked { shared in
      if isOwn, !hasLimit, settings.helpsWhileWaiting, shared.machine.taken(future) {
        noteRoom(&shared)
        began(future, worker, at: now, &shared)
        return future
      }
      shared.recorder.record(.waiting(worker: worker.index, for: future.id), at: now)
      guard isOwn, !hasLimit else { return nil }
      shared.waits[worker.index] = future
      if let error = deadlock(of: worker.index, shared) {
        noteWaited(worker, &shared)
        throw error
      }
      return nil
    }
  }

  func hasWaited(_ worker: WorkerThread) {
    locked { noteWaited(worker, &$0) }
  }

  private func noteWaited(_ worker: WorkerThread, _ shared: inout Shared) {
    shared.waits[worker.index] = nil
    shared.recorder.record(.waiting(worker: worker.index, for: nil), at: now)
  }

  /// Follows the waits from a worker on; an error when they lead nowhere.
  private func deadlock(of worker: Int, _ shared: borrowing Shared) -> DeadlockError? {
    var cycle: [FutureID] = []
    if let own = shared.workers[worker].future?.id { cycle.append(own) }
    var current = worker
    while let awaited = shared.waits[current] {
      cycle.append(awaited.id)
      guard let runner = Self.runner(of: awaited, shared) else {
        let isStuck = shared.machine.holds(awaited) && isStuck(shared)
        return isStuck ? queuedDeadlock(cycle, shared) : nil
      }
      if runner == worker { return circularDeadlock(cycle) }
      // Another circle further on has its own error.
      guard cycle.count <= shared.workers.count + 1 else { return nil }
      current = runner
    }
    return nil
  }

  private static func runner(
    of future: AnyFuture, _ shared: borrowing Shared
  ) -> Int? {
    // The future of a late run is done; nobody waits for its body.
    shared.workers.firstIndex { worker in
      worker.runs.contains { $0.future === future && !$0.facts.isLate }
    }
  }

  /// Whether every worker that may ever run something waits for the pool itself.
  private func isStuck(_ shared: borrowing Shared) -> Bool {
    guard shared.machine.isSaturated, shared.waits.count == shared.machine.livingWorkerCount else {
      return false
    }
    // Each waits for what another stuck worker runs, or for what no worker is left to run.
    return shared.waits.values.allSatisfy { awaited in
      Self.runner(of: awaited, shared) != nil || shared.machine.holds(awaited)
    }
  }

  private func queuedDeadlock(
    _ cycle: [FutureID], _ shared: borrowing Shared
  ) -> DeadlockError {
    let jobs = Self.waits(cycle)
    let count = shared.machine.livingWorkerCount
    let workers = count == 1 ? "1 busy worker" : "\(count) busy workers"
    return DeadlockError(
      cycle: cycle,
      "\(jobs), queued behind it on \(workers); wait for it outside of the pool, give the pool more "
        + "workers, or make it with helpWhileWaiting")
  }

  private func circularDeadlock(_ cycle: [FutureID]) -> DeadlockError {
    DeadlockError(cycle: cycle, "\(Self.waits(cycle)): each waits for the next, and none can end")
  }

  /// «job 3 waits for job 7, which waits for job 9».
  private static func waits(_ cycle: [FutureID]) -> String {
    "job " + cycle.map(String.init).joined(separator: " waits for job ")
  }
}
