internal import DequeModule
internal import Logging
internal import Platform

extension ThreadPoolCore {
  func shutdown(wait: Bool, cancelFutures: Bool) {
    if wait, caller != .outside { return refuseToWait() }
    let (cancelled, abandoned, isFirst) = locked { shared in
      noteEndedRuns(&shared)
      let before = shared.machine.phase
      let wasHeld = shared.machine.isHeld
      let cancelled = shared.machine.shutdown(cancelFutures: cancelFutures)
      if before == .running {
        if wasHeld { note(.resumed, &shared) }
        note(.shutdownBegan(cancelFutures: cancelFutures), &shared)
      }
      let time = now
      for future in cancelled { markCancelled(future, at: time, &shared) }
      // What was held needs workers that were never started.
      let abandoned = startNeededWorkers(&shared)
      if before == .running, shared.machine.phase == .shutDown {
        note(.shutDown, &shared)
      }
      releaseWaiters(&shared)
      shared.callAll()
      return (cancelled, abandoned, before == .running)
    }
    if let reporter {
      if isFirst { reporter.shutdownBegan(name) }
      for future in cancelled { reporter.neverRan(future, .cancelled) }
    }
    // Everybody who waits is woken before the first callback runs.
    let callbacks = cancelled.map { ($0, $0.publishCancellation()) }
    for (future, callbacks) in callbacks { future.call(callbacks) }
    fail(abandoned)
    if wait { joinThreads() }
  }

  /// Lets submitters go who wait for room, to be refused, and drainers, if there is nothing left.
  private func releaseWaiters(_ shared: inout Shared) {
    while let submitter = shared.submitters.popFirst() { submitter.open() }
    noteQuiet(&shared)
  }

  /// A thread of the pool that waited for its end would wait for itself.
  private func refuseToWait() {
    let worker = WorkerThread.current
    let place = worker.map { "worker \($0.name)" } ?? "a thread"
    let error = InvalidStateError(
      "shutdown(wait: true) was called on \(place) of the pool that it shuts down, "
        + "which would wait for itself; call shutdown(wait: false), or call it elsewhere")
    if let worker, worker.isInBody { return worker.fail(with: error) }
    log.error("\(error)", metadata: worker.map { ["worker": "\($0.name)"] })
  }

  /// The executor is gone, and nobody will wait: what is queued still runs, then the threads end.
  func abandon() {
    shutdown(wait: false, cancelFutures: false)
    let threads = shared.withLock { shared in
      shared.isAbandoned = true
      return shared.takeThreads()
    }
    for thread in threads {
      thread.detach()
    }
  }
}

// MARK: - Breaking

extension ThreadPoolCore {
  /// Runs nothing more, and fails everything that waits; what runs goes to its end.
  func breakDown(_ reason: String) {
    let lost = locked { markBroken(reason, &$0) }
    fail(lost)
    settings.hosting?.broke(reason)
  }

  /// Notes, under the monitor, that the pool is broken; returns what will never run.
  func markBroken(_ reason: String, _ shared: inout Shared) -> [AnyFuture] {
    let before = shared.machine.phase
    let lost = shared.machine.broke(reason)
    guard shared.machine.phase != before else { return [] }
    note(.broke(reason: reason), &shared)
    let time = now
    let report = RunReport(BrokenExecutorError(reason: reason))
    for future in lost {
      // From here on nobody can cancel it.
      future.mark(isRunning: true)
      shared.retryTimes[future.id] = nil
      shared.counts.pending -= 1
      shared.counts.failed += 1
      shared.recorder.finished(FinishedRun(future, .failed, report.preview, at: time))
    }
    releaseWaiters(&shared)
    shared.callAll()
    return lost
  }

  /// Fails what will never run, for the reason that the pool is broken.
  func fail(_ lost: [AnyFuture]) {
    guard !lost.isEmpty else { return }
    let phase = shared.withLock { $0.machine.phase }
    guard case .broken(let reason) = phase else {
      preconditionFailure("futures were lost in a pool that is not broken")
    }
    let error = BrokenExecutorError(reason: reason)
    if let reporter { for future in lost { reporter.neverRan(future, .failed) } }
    let callbacks = lost.map { future in
      future.dropBody()
      return (future, future.publishFailure(error))
    }
    for (future, callbacks) in callbacks { future.call(callbacks) }
  }
}

// MARK: - Ending by a deadline

extension ThreadPoolCore {
  /// Lets work end, then asks what still runs to stop, then reports what is left.
  ///
  /// On a thread of its own, it does not wait for that.
  func shutdown(deadline: Duration) -> ShutdownReport {
    let start = MonotonicClock.now
    let end = start.advanced(by: deadline)
    let isOver = Goal.end(for: caller)
    let before = locked { shared in
      noteEndedRuns(&shared)
      return shared.counts
    }
    shutdown(wait: false, cancelFutures: false)
    _ = wait(for: isOver, until: start.advanced(by: deadline / 2))

    let cancelledBefore = shared.withLock { $0.counts.cancelled }
    // First nothing more starts, then what runs is asked: nothing slips in between.
    shutdown(wait: false, cancelFutures: true)
    let asked = section { shared in
      shared.workers.flatMap { $0.runs.filter { !$0.facts.isLate }.map(\.future) }
    }
    for future in asked { future.requestStop() }
    var killedCount = 0
    if !wait(for: isOver, until: start.advanced(by: deadline - deadline / 4)) {
      killedCount = killAll()
    }
    let isEnded = wait(for: isOver, until: end)
    let (after, ended, left) = locked { shared in
      noteEndedRuns(&shared)
      let left = shared.workers.reduce(0) { $0 + $1.runs.count }
      return (shared.counts, asked.filter(\.isDone), left)
    }
    if isEnded, caller == .outside { joinThreads() }
    let cancelled = after.cancelled - cancelledBefore
    return ShutdownReport(
      drainedCount: max(0, after.done - before.done - ended.count - cancelled),
      // Who was killed may be gone by now, or not.
      cancelledCount: cancelled, stoppedCount: ended.count { !($0.error is WorkerDiedError) },
      killedCount: killedCount, stillRunningCount: left)
  }

  /// Ends what still runs, where that is possible; returns how many futures that were.
  private func killAll() -> Int {
    guard let hosting = settings.hosting else { return 0 }
    // Those that run nothing, but do not end, are in their initializers.
    defer { hosting.killWorkers("the pool's time was over") }
    return section { shared in
      noteEndedRuns(&shared)
      return shared.workers.reduce(0) { count, worker in
        count
          + worker.runs.count { run in
            let isEnded = worker.host?.end(run.future.id, .killed, grace: .zero) == true
            return isEnded && !run.facts.isLate
          }
      }
    }
  }
}
