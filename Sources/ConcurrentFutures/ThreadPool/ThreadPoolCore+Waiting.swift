internal import Platform

// Who waits for whom. A job that waits for a future of its own pool keeps its worker from running
// it, and where all workers wait so, nothing ever moves again. The job whose wait would close such
// a circle gets an error instead.
//
//   job 3 waits for 7, running ──► 7 waits for 3                 a circle, whatever the others do
//   job 3 waits for 7, queued  ──► every worker waits likewise   nobody is left to run 7

extension ThreadPoolCore {
  /// Prepares a worker's job to wait for a future.
  ///
  /// - Parameters:
  ///   - future: What it waits for.
  ///   - isOwn: Whether that is one of this pool.
  ///   - hasLimit: Whether the wait ends by itself.
  ///   - turn: Wakes it when it is to ask again.
  ///   - worker: Where the job runs.
  /// - Returns: The facts of its run, if the job is to run it itself: where the pool is made that
  ///   way.
  /// - Throws: ``DeadlockError`` when the wait would never end.
  func willWait(
    for future: AnyFuture, isOwn: Bool, hasLimit: Bool, by turn: Turn, on worker: WorkerThread
  ) throws -> RunFacts? {
    try locked { shared in
      if isOwn, !hasLimit, settings.helpsWhileWaiting, shared.machine.taken(future) {
        noteRoom(&shared)
        return began(future, worker, isInside: true, at: now, &shared)
      }
      shared.recorder.record(.waiting(worker: worker.index, for: future.id), at: now)
      guard isOwn, !hasLimit else { return nil }
      shared.waits[worker.index] = Wait(future: future, turn: turn)
      if let error = deadlock(of: worker.index, shared) {
        noteWaited(worker, &shared)
        throw error
      }
      return nil
    }
  }

  /// Has the jobs woken that can run a future themselves for which they wait: it may start now.
  ///
  /// They wait no longer from this moment on, so that nobody takes them for stuck.
  func callHelpers(for future: FutureID, _ shared: inout Shared) {
    guard settings.helpsWhileWaiting else { return }
    for (worker, wait) in shared.waits where wait.future.id == future {
      shared.waits[worker] = nil
      wait.turn.open()
    }
  }

  func hasWaited(_ worker: WorkerThread) {
    locked { noteWaited(worker, &$0) }
  }

  private func noteWaited(_ worker: WorkerThread, _ shared: inout Shared) {
    shared.waits[worker.index] = nil
    shared.recorder.record(.waiting(worker: worker.index, for: nil), at: now)
    // One that is too many may have stayed for what this one waited for.
    if shared.machine.livingWorkerCount > shared.machine.maxWorkers { shared.callAll() }
  }

  /// Follows the waits from a worker on; an error when they lead nowhere.
  private func deadlock(of worker: Int, _ shared: borrowing Shared) -> DeadlockError? {
    var cycle: [FutureID] = []
    if let own = shared.worker(worker).future?.id { cycle.append(own) }
    var current = worker
    while let awaited = shared.waits[current]?.future {
      cycle.append(awaited.id)
      guard let runner = Self.runner(of: awaited, shared) else {
        let isStuck = isLeftToWorkers(awaited, shared) && isStuck(shared)
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
    shared.workers.first { worker in
      worker.runs.contains { $0.future === future && !$0.facts.isLate }
    }?.index
  }

  /// Whether every worker that may ever run something waits for the pool itself.
  private func isStuck(_ shared: borrowing Shared) -> Bool {
    guard shared.machine.isSaturated, shared.waits.count == shared.machine.livingWorkerCount else {
      return false
    }
    // Each waits for what another stuck worker runs, or for what no worker is left to run.
    return shared.waits.values.allSatisfy { wait in
      Self.runner(of: wait.future, shared) != nil || isLeftToWorkers(wait.future, shared)
    }
  }

  /// Whether a future waits here, and whoever waits for it will not run it once it is due.
  private func isLeftToWorkers(_ future: AnyFuture, _ shared: borrowing Shared) -> Bool {
    future.isQueued || (!settings.helpsWhileWaiting && shared.machine.isDelayed(future))
  }

  private func queuedDeadlock(
    _ cycle: [FutureID], _ shared: borrowing Shared
  ) -> DeadlockError {
    let jobs = Self.waits(cycle)
    let count = shared.machine.livingWorkerCount
    let workers = count == 1 ? "1 busy worker" : "\(count) busy workers"
    // One that helps would have run it, if that might start now.
    let help = settings.helpsWhileWaiting ? "" : ", or make it with helpWhileWaiting"
    return DeadlockError(
      cycle: cycle,
      "\(jobs), queued behind it on \(workers); wait for it outside of the pool, or give the pool "
        + "more workers\(help)")
  }

  private func circularDeadlock(_ cycle: [FutureID]) -> DeadlockError {
    DeadlockError(cycle: cycle, "\(Self.waits(cycle)): each waits for the next, and none can end")
  }

  /// «job 3 waits for job 7, which waits for job 9».
  private static func waits(_ cycle: [FutureID]) -> String {
    "job " + cycle.map(String.init).joined(separator: " waits for job ")
  }
}
