internal import Platform

// MARK: - The end of a run

extension ThreadPoolCore {
  /// Notes the ends of all runs that were published, so that the pool knows what callers know.
  func noteEndedRuns(_ shared: inout Shared) {
    for worker in shared.workers where noteEndedRun(of: worker, &shared) {
      shared.machine.workerSettles(worker.index)
    }
  }

  /// Notes the end of a worker's run, once, if it was published; returns whether it did.
  ///
  /// Leaves the run where it is: its future may be nobody else's, and must not go under the lock.
  func noteEndedRun(of worker: WorkerThread, _ shared: inout Shared) -> Bool {
    guard worker.facts.isPlain, !worker.facts.isEndNoted else { return false }
    return worker.withFuture { future in
      guard let settlement = future.settlement else { return false }
      let time = worker.finishedAt
      if let bodyTime = worker.bodyTime { shared.machine.pace.timed(bodyTime) }
      shared.counts.running -= 1
      if !shared.progress.isEmpty { shared.progress[future.id] = nil }
      if settlement == .returned, future.control == nil, let preview = future.shortPreview {
        worker.noteEnd(at: time, .succeeded)
        shared.counts.succeeded += 1
        shared.recorder.succeeded(future, worker.facts, worker: worker.index, preview, at: time)
        return true
      }
      let outcome: FutureOutcome =
        settlement == .returned ? .succeeded : future.error.map { FutureOutcome(of: $0) } ?? .failed
      worker.noteEnd(at: time, outcome)
      shared.counts[outcome] += 1
      shared.recorder.finished(
        FinishedRun(
          future, worker.facts, worker: worker.index, outcome,
          outcome == .succeeded && !future.wantsPreview ? future.preview : worker.preview,
          at: time))
      return true
    } ?? false
  }

  /// Takes a worker's run out that has ended; returns its future, to be let go without the lock.
  func takeEndedRun(of worker: WorkerThread, _ shared: inout Shared) -> AnyFuture? {
    _ = noteEndedRun(of: worker, &shared)
    return worker.facts.isEndNoted ? worker.pop() : nil
  }

  /// Notes the end of a run before anybody can learn of it from the future, and decides about it.
  func ended(
    _ future: AnyFuture, _ error: (any Error)?, on worker: WorkerThread
  ) -> RunVerdict {
    let report = RunReport(of: future, error)
    return locked { shared in
      let facts = worker.facts
      // A start is dated after the one before it, which may be another processor's.
      let time = max(now, facts.startedAt)
      let limit = future.control?.timeout ?? .zero
      let overrun = facts.hasOverrun ? JobTimeoutError(limit: limit) : nil
      let report = overrun.map { RunReport($0, outcome: .timedOut) } ?? report
      worker.noteEnd(at: time, facts.isLate ? nil : report.outcome)
      guard worker.pop() === future else {
        preconditionFailure("\(worker.name) ends future \(future.id), which it does not run")
      }
      shared.machine.pace.timed(time.nanoseconds &- facts.startedAt.nanoseconds)
      worker.finishedAt = time
      shared.progress[future.id] = nil
      if facts.isLate {
        shared.recorder.record(.workerFreed(worker: worker.index), at: time)
        return .discard
      }
      // Whatever comes of the future, the worker that was late is free after that.
      defer {
        if overrun != nil {
          shared.recorder.record(.workerFreed(worker: worker.index), at: time)
        }
      }
      if report.outcome != .succeeded, future.control?.hasAttemptsLeft == true,
        shared.machine.mayRetry, !(error is PoisonedJobError)
      {
        // Before another worker may have the future.
        let value = future.takeValue()
        // What goes with a value may take long.
        if worker.depth == 0, value == nil { shared.machine.workerSettles(worker.index) }
        retry(future, report, at: time, &shared)
        return .runAgain(dropping: value)
      }
      shared.counts.running -= 1
      shared.counts[report.outcome] += 1
      shared.recorder.finished(
        FinishedRun(
          future, facts, worker: worker.index, report.outcome, report.preview, at: time))
      return overrun.map { .fail($0) } ?? .publish
    }
  }
}
