internal import Logging
internal import Platform

extension ThreadPoolCore {
  /// What a worker does from its first moment to its last.
  func work(as worker: WorkerThread) {
    let systemID = OSThread.currentID
    shared.withLock { shared in
      let time = now
      let snapshot = WorkerSnapshot(
        index: worker.index, name: worker.name, systemID: systemID, startedAt: time)
      shared.workers.append(snapshot)
      shared.recorder.record(
        .workerStarted(worker: worker.index, name: worker.name, systemID: systemID), at: time)
    }
    initialize(worker)
    while let run = nextRun(for: worker) {
      carryOut(run, on: worker)
    }
  }

  private func initialize(_ worker: WorkerThread) {
    guard let initializer = settings.initializer else { return }
    guard case .failure(let error) = worker.run(initializer) else { return }
    log.critical(
      "the initializer of a worker failed, so the pool is broken: \(error)",
      metadata: ["worker": "\(worker.name)"])
    breakDown("the initializer of worker \(worker.name) failed: \(ShortText.of(error))")
  }

  /// Waits for something to run; `nil` when the worker is to end.
  private func nextRun(for worker: WorkerThread) -> ActiveRun? {
    let next = shared.wait { shared -> ActiveRun?? in
      // One that is too many stays while all others wait for work that only it can do.
      let isNeeded = shared.waits.count >= shared.machine.livingWorkerCount - 1
      switch shared.machine.workerIsFree(worker.index, mayLeave: !isNeeded) {
      case .waitForWork:
        noteQuiet(&shared)
        return nil
      case .run(let future):
        noteRoom(&shared)
        return .some(began(future, worker, &shared))
      case .exit:
        ended(worker, &shared)
        return .some(nil)
      }
    }
    return next ?? nil
  }

  /// Notes that a worker begins to run a future, perhaps inside a job that waits for it.
  func began(
    _ future: any PooledFuture, _ worker: WorkerThread, _ shared: inout Shared
  ) -> ActiveRun {
    let moment = MonotonicClock.now
    let time = instant(moment)
    let attempt = future.control?.beginAttempt() ?? 1
    let run = ActiveRun(
      future: future, startedAt: time, attempt: attempt,
      deadline: future.control?.timeout.map { moment.advanced(by: $0) })
    future.mark(isRunning: true)
    shared.running[worker.index, default: []].append(run)
    shared.counts.pending -= 1
    shared.counts.running += 1
    shared.updateWorker(worker.index) { $0.begin(future.id, at: time) }
    shared.recorder.record(.started(future.id, worker: worker.index, attempt: attempt), at: time)
    return run
  }

  /// Runs a future that has begun, to its end.
  func carryOut(_ run: ActiveRun, on worker: WorkerThread) {
    if let deadline = run.deadline { setAlarm(deadline) }
    let context = JobContext(
      id: run.future.id, attempt: run.attempt, workerName: worker.name, worker: worker.index,
      control: run.future.control, host: self)
    run.future.run(in: context, on: worker, for: self)
  }

  private func ended(_ worker: WorkerThread, _ shared: inout Shared) {
    let time = now
    shared.updateWorker(worker.index) { $0.end(.released, at: time) }
    shared.recorder.record(.workerEnded(worker: worker.index, reason: .released), at: time)
    noteQuiet(&shared)
    // Others may have waited for the last future that was to come back from its pause.
    if shared.machine.phase != .running { self.shared.broadcast() }
    if shared.machine.phase == .shutDown {
      shared.recorder.record(.shutDown, at: time)
    }
  }
}

// MARK: - The end of a run

extension ThreadPoolCore: RunHost {
  func ended(
    _ future: any PooledFuture, _ report: RunReport, on worker: WorkerThread
  ) -> RunVerdict {
    shared.withLock { shared in
      let time = now
      let isOutermost = worker.depth == 0
      guard let run = shared.running[worker.index]?.popLast(), run.future === future else {
        preconditionFailure("worker \(worker.name) ends future \(future.id), which it does not run")
      }
      if isOutermost { shared.machine.workerSettles(worker.index) }
      if run.isLate {
        shared.updateWorker(worker.index) { $0.finishLate(at: time) }
        shared.recorder.record(.workerFreed(worker: worker.index), at: time)
        return .discard
      }
      let overrun = run.hasOverrun ? JobTimeoutError(limit: future.control?.timeout ?? .zero) : nil
      let report = overrun.map { RunReport(outcome: .timedOut, text: ShortText.of($0)) } ?? report
      // Whatever comes of the future, the worker that was late is free after that.
      defer {
        if overrun != nil {
          shared.updateWorker(worker.index) { $0.finishLate(at: time) }
          shared.recorder.record(.workerFreed(worker: worker.index), at: time)
        }
      }
      if report.outcome != .succeeded, future.control?.hasAttemptsLeft == true,
        shared.machine.mayRetry
      {
        retry(future, report, on: worker, at: time, &shared)
        return .runAgain
      }
      shared.counts.running -= 1
      shared.counts[report.outcome] += 1
      shared.updateWorker(worker.index) { $0.finish(future.id, report.outcome, at: time) }
      shared.recorder.record(
        .finished(future.id, outcome: report.outcome, text: report.text), at: time)
      return overrun.map { .fail($0) } ?? .publish
    }
  }

  func callBack(on worker: WorkerThread, _ callbacks: () -> Void) {
    if worker.depth == 0 {
      shared.withLock { shared in
        shared.machine.workerCallsBack(worker.index)
        // What counted on this worker must not wait for the callbacks. As it lives, nothing is lost
        // when no other can be started.
        _ = startNeededWorkers(&shared)
      }
    }
    callbacks()
  }
}

extension ThreadPoolCore: JobHost {
  func progressed(_ id: FutureID, fraction: Double, note: String) {
    shared.withLock { shared in
      shared.recorder.record(.progressed(id, fraction: fraction, note: note), at: now)
    }
  }

  func logged(_ message: String, by context: JobContext) {
    log(
      LogLine(
        worker: context.worker, future: context.id, threadName: context.workerName,
        threadID: OSThread.currentID, text: message))
  }

  func log(_ line: LogLine) {
    shared.withLock { shared in
      shared.recorder.record(.logged(line), at: now)
    }
  }
}

extension ThreadPoolCore.Shared {
  mutating func takeThreads() -> [OSThread] {
    defer { threads = [] }
    return threads
  }

  mutating func updateWorker(_ index: Int, _ change: (inout WorkerSnapshot) -> Void) {
    guard let place = workers.firstIndex(where: { $0.index == index }) else {
      preconditionFailure("worker \(index) works before it has begun")
    }
    change(&workers[place])
    // The observer keeps the past; here it would only grow.
    workers[place].forgetSpans()
  }
}
