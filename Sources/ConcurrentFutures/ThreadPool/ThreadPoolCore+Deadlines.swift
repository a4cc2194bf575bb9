internal import Logging
internal import Platform
internal import Synchronization

// Time limits and pauses before attempts. Both are kept where they belong, with the run and with
// the future, and the alarm rings for the earliest; so what ends early leaves nothing behind.

extension ThreadPoolCore {
  /// Puts a future back, under the monitor, that ended badly: at once or after its pause.
  func retry(
    _ future: AnyFuture, _ report: RunReport, at time: PoolInstant, _ shared: inout Shared
  ) {
    guard let control = future.control else { return }
    future.mark(isRunning: false)
    shared.counts.running -= 1
    shared.counts.pending += 1
    shared.recorder.record(
      .retrying(future.id, outcome: report.outcome, text: report.preview.text), at: time)
    let pause = control.retries.pause(before: control.attempt + 1)
    guard pause > .zero else { return requeue(future, &shared) }
    let moment = MonotonicClock.now.advanced(by: pause)
    // Without an alarm, an attempt at once is better than none.
    guard setAlarm(moment, { shared.errands.complaints.append($0) }) else {
      return requeue(future, &shared)
    }
    shared.machine.delay(future)
    shared.retryTimes[future.id] = moment
  }

  private func requeue(_ future: AnyFuture, _ shared: inout Shared) {
    carryOn(shared.machine.requeue(future), &shared)
    callHelpers(for: future.id, &shared)
  }

  /// Does what the rules want for a future that came back to the queue.
  private func carryOn(
    _ action: ThreadPoolStateMachine.SubmitAction, _ shared: inout Shared
  ) {
    switch action {
    case .startWorker(let index):
      do {
        try startWorker(index, &shared)
      } catch {
        shared.errands.complaints.append("\(error)")
      }
    case .callWorker(let index): shared.call(index)
    case .leaveToSearcher: workArrived.store(true, ordering: .releasing)
    case .leaveInQueue, .refuse: break
    }
  }

  /// Makes the alarm ring at a moment; says so where it cannot.
  func setAlarm(_ moment: MonotonicClock.Instant) {
    _ = setAlarm(moment) { log.error("\($0)") }
  }

  /// Returns whether it will ring.
  private func setAlarm(_ moment: MonotonicClock.Instant, _ complain: (String) -> Void) -> Bool {
    do throws(SystemError) {
      try alarm.set(moment)
      return true
    } catch {
      complain("time limits and pauses are not kept: \(error)")
      return false
    }
  }

  /// Ends what ran over its limit, and brings back what is due; returns when that is so next.
  func dealWithWhatIsDue() -> MonotonicClock.Instant? {
    let moment = MonotonicClock.now
    let (overdue, next) = locked { shared in
      let moment = shared.limitsHeldAt ?? moment
      let due = shared.retryTimes.filter { $0.value <= moment }
      for (id, _) in due.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
        shared.retryTimes[id] = nil
        if let action = shared.machine.due(id) { carryOn(action, &shared) }
        callHelpers(for: id, &shared)
      }
      let overdue = markOverdue(moment, &shared)
      return (overdue, shared.nextDue)
    }
    // Whoever waits for one of them is told before the user's log, which may take long.
    for (run, _, error) in overdue where run.facts.isLate {
      if let reporter { reporter.timedOut(run.future) }
      tell(run.future, run.future.publishFailure(error))
    }
    for (run, worker, error) in overdue {
      log.warning("\(error)", metadata: .of(run.future, worker.name))
    }
    return next
  }

  /// Finds the runs whose time is over, asks them to stop, and returns them; the late ones fail.
  private func markOverdue(
    _ moment: MonotonicClock.Instant, _ shared: inout Shared
  ) -> [(run: ActiveRun, worker: WorkerThread, error: JobTimeoutError)] {
    var overdue: [(run: ActiveRun, worker: WorkerThread, error: JobTimeoutError)] = []
    let mayRetry = shared.machine.mayRetry
    for worker in shared.workers {
      let index = worker.index
      for run in worker.markOverdue(at: moment, mayRetry: mayRetry) {
        run.future.control?.requestStop(.timeLimit)
        // Under the monitor, so that it is this run and none that the worker takes meanwhile.
        _ = worker.host?.end(run.future.id, .timeLimit, grace: ProcessSettings.usualGrace)
        shared.recorder.record(.ranOver(run.future.id, worker: index), at: instant(moment))
        let error = JobTimeoutError(limit: run.future.control?.timeout ?? .zero)
        overdue.append((run, worker, error))
        guard run.facts.isLate else { continue }
        let report = RunReport(error, outcome: .timedOut)
        shared.tellingCount += 1
        shared.counts.running -= 1
        shared.counts.timedOut += 1
        worker.tally.count(.timedOut)
        shared.recorder.finished(
          FinishedRun(
            run.future, run.facts, worker: index, .timedOut, report.preview, at: instant(moment)))
      }
    }
    return overdue
  }

  /// Runs callbacks on a thread of their own: a slow one must not hold up other limits.
  ///
  /// Where the system refuses that thread, a slow callback does hold them up.
  private func tell(_ future: AnyFuture, _ callbacks: [FutureObservers.Callback]) {
    guard !callbacks.isEmpty else { return noteTold() }
    let isStarted = shared.withLock { shared in
      do throws(SystemError) {
        let thread = try OSThread.start(
          name: "callbacks", attachment: PoolThread(of: self), runsUserCode: true
        ) {
          future.call(callbacks)
          self.noteTold()
          self.endThread()
        }
        shared.adopt(thread)
        return true
      } catch {
        return false
      }
    }
    if isStarted { return }
    future.call(callbacks)
    noteTold()
  }

  /// Notes that a future that ran over has told everybody.
  private func noteTold() {
    locked { shared in
      shared.tellingCount -= 1
      noteQuiet(&shared)
    }
  }
}
