internal import Logging
internal import Platform

// Time limits and pauses before attempts. Both are kept where they belong, with the run and with the
// future, and the alarm rings for the earliest; so what ends early leaves nothing behind.

extension ThreadPoolCore {
  /// Puts a future back, under the monitor, that ended badly: at once or after its pause.
  func retry(
    _ future: any PooledFuture, _ report: RunReport, on worker: WorkerThread,
    at time: PoolInstant, _ shared: inout Shared
  ) {
    guard let control = future.control else { return }
    future.mark(isRunning: false)
    shared.counts.running -= 1
    shared.counts.pending += 1
    shared.updateWorker(worker.index) { $0.finish(future.id, report.outcome, at: time) }
    shared.recorder.record(
      .retrying(future.id, outcome: report.outcome, text: report.text), at: time)
    let pause = control.retries.pause(
      before: control.attempt + 1, chance: Double.random(in: -1...1))
    guard pause > .zero else { return carryOn(shared.machine.requeue(future), &shared) }
    let moment = MonotonicClock.now.advanced(by: pause)
    // Without an alarm, an attempt at once is better than none.
    guard setAlarm(moment) else { return carryOn(shared.machine.requeue(future), &shared) }
    shared.machine.delay(future)
    shared.retryTimes[future.id] = moment
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
        log.error("\(error)")
      }
    case .wakeWorker: self.shared.signal()
    case .leaveInQueue, .refuse: break
    }
  }

  /// Returns whether it will ring.
  @discardableResult
  func setAlarm(_ moment: MonotonicClock.Instant) -> Bool {
    do throws(SystemError) {
      try alarm.set(moment)
      return true
    } catch {
      log.error("time limits and pauses are not kept: \(error)")
      return false
    }
  }

  /// Ends what ran over its limit, and brings back what is due; returns when that is so next.
  func dealWithWhatIsDue() -> MonotonicClock.Instant? {
    let moment = MonotonicClock.now
    let (overdue, next) = shared.withLock { shared in
      for (id, due) in shared.retryTimes where due <= moment {
        shared.retryTimes[id] = nil
        if let action = shared.machine.due(id) { carryOn(action, &shared) }
      }
      let overdue = markOverdue(moment, &shared)
      let limits = shared.running.values.joined().compactMap(\.deadline)
      return (overdue, (limits + shared.retryTimes.values).min())
    }
    for (future, error) in overdue {
      guard let callbacks = future.publishFailure(error) else { continue }
      callBackElsewhere(callbacks)
    }
    return next
  }

  /// Finds the runs whose time is over, asks them to stop, and returns the futures that fail.
  private func markOverdue(
    _ moment: MonotonicClock.Instant, _ shared: inout Shared
  ) -> [(any PooledFuture, JobTimeoutError)] {
    var failed: [(any PooledFuture, JobTimeoutError)] = []
    let time = instant(moment)
    for (worker, runs) in shared.running {
      for (depth, run) in runs.enumerated() {
        guard let deadline = run.deadline, deadline <= moment, let control = run.future.control
        else { continue }
        let willRetry = control.hasAttemptsLeft && shared.machine.mayRetry
        shared.running[worker]?[depth].deadline = nil
        shared.running[worker]?[depth].hasOverrun = willRetry
        shared.running[worker]?[depth].isLate = !willRetry
        control.requestStop(.timeLimit)
        shared.updateWorker(worker) { $0.state = .late }
        shared.recorder.record(.ranOver(run.future.id, worker: worker), at: time)
        guard !willRetry else { continue }
        let error = JobTimeoutError(limit: control.timeout ?? .zero)
        shared.counts.running -= 1
        shared.counts.timedOut += 1
        shared.updateWorker(worker) { $0.finish(run.future.id, .timedOut, at: time) }
        shared.recorder.record(
          .finished(run.future.id, outcome: .timedOut, text: ShortText.of(error)), at: time)
        failed.append((run.future, error))
      }
    }
    return failed
  }

  /// Runs callbacks on a thread of their own: a slow one must not hold up other limits.
  private func callBackElsewhere(_ callbacks: @escaping () -> Void) {
    let carried = UncheckedCallbacks(run: callbacks)
    do throws(SystemError) {
      try OSThread.start(name: "callbacks") { carried.run() }.detach()
    } catch {
      carried.run()
    }
  }
}

/// Callbacks on their way to another thread.
private struct UncheckedCallbacks: @unchecked Sendable {
  // @unchecked: it captures a future and closures that are Sendable, which its type cannot say.
  let run: () -> Void
}
