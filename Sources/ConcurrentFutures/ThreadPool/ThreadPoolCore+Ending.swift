internal import DequeModule
internal import Logging
internal import Platform

extension ThreadPoolCore {
  func shutdown(wait: Bool, cancelFutures: Bool) {
    if wait, let worker = WorkerThread.current, worker.pool === self {
      return refuseToWait(on: worker)
    }
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

  /// A worker that waited for the pool's end would wait for itself.
  private func refuseToWait(on worker: WorkerThread) {
    let error = InvalidStateError(
      "shutdown(wait: true) was called on worker \(worker.name) of the pool that it shuts down, "
        + "which would wait for itself; call shutdown(wait: false), or call it elsewhere")
    if worker.isInBody {
      worker.fail(with: error)
    } else {
      log.error("\(error)", metadata: ["worker": "\(worker.name)"])
    }
  }

  private func joinThreads() {
    let isFirst = joining.wait { stage -> Bool? in
      switch stage {
      case .notBegun:
        stage = .begun
        return true
      case .begun: return nil
      case .done: return false
      }
    }
    guard isFirst == true else { return }
    // A worker that was started meanwhile is in the list of the next round.
    while true {
      let threads = shared.withLock { $0.takeThreads() }
      if threads.isEmpty { break }
      for thread in threads { thread.join() }
    }
    alarm.stop()
    alarm.join()
    joining.withLock { $0 = .done }
    joining.broadcast()
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
  func shutdown(deadline: Duration) -> ShutdownReport {
    let start = MonotonicClock.now
    let end = start.advanced(by: deadline)
    let before = locked { shared in
      noteEndedRuns(&shared)
      return shared.counts
    }
    shutdown(wait: false, cancelFutures: false)
    _ = drain(until: start.advanced(by: deadline / 2))

    let cancelledBefore = shared.withLock { $0.counts.cancelled }
    // First nothing more starts, then what runs is asked: nothing slips in between.
    shutdown(wait: false, cancelFutures: true)
    let asked = section { shared in
      shared.workers.flatMap { $0.runs.filter { !$0.facts.isLate }.map(\.future) }
    }
    for future in asked { future.requestStop() }
    let killedCount = killWhatDoesNotStop(after: start.advanced(by: deadline * 3 / 4), until: end)
    let isQuiet = drain(until: end)
    let (after, ended, left) = locked { shared in
      noteEndedRuns(&shared)
      let left = shared.workers.reduce(0) { $0 + $1.runs.count }
      return (shared.counts, asked.filter(\.isDone), left)
    }
    if isQuiet, WorkerThread.current?.pool !== self { joinThreads() }
    let cancelled = after.cancelled - cancelledBefore
    return ShutdownReport(
      drainedCount: max(0, after.done - before.done - ended.count - cancelled),
      // Who was killed may be gone by now, or not.
      cancelledCount: cancelled, stoppedCount: ended.count { !($0.error is WorkerDiedError) },
      killedCount: killedCount, stillRunningCount: left)
  }

  /// Ends what still runs at a moment, where that is possible; returns how many futures that were.
  private func killWhatDoesNotStop(
    after moment: MonotonicClock.Instant, until end: MonotonicClock.Instant
  ) -> Int {
    guard settings.hosting != nil, !drain(until: moment) else { return 0 }
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
