internal import Logging
internal import Platform

// What a pool has to do with the hosts of its workers: see Executor/WorkerHost.swift.

extension ThreadPoolCore {
  /// Whether something waits, or may be submitted.
  var isWorkExpected: Bool {
    section { $0.machine.isWorkExpected }
  }

  /// Notes that a worker has another process than before.
  func workerReturned(_ worker: WorkerThread, systemID: UInt64) {
    locked { shared in
      guard !worker.tally.hasEnded else { return }
      worker.systemID = systemID
      worker.absence = nil
      worker.tally.isStarting = false
      shared.recorder.record(
        .workerStarted(worker: worker.index, name: worker.name, systemID: systemID), at: now)
    }
  }

  /// Lets nothing wait for a worker that is to be made fit for work, and lets go of what it ran.
  func countOnOthers(whilePreparing worker: WorkerThread) {
    let ended = locked { shared -> AnyFuture? in
      // What is left to do for a run sees to the process itself.
      guard worker.hand == .own, !worker.owesCallbacks else { return nil }
      let ended = takeEndedRun(of: worker, &shared)
      guard worker.future == nil else { return ended }
      shared.machine.workerIsPrepared(worker.index)
      shared.callNeeded()
      return ended
    }
    // Its objects are a user's.
    withExtendedLifetime(ended) {}
  }

  /// Notes that a worker is being made fit for work, or is so.
  func note(_ worker: WorkerThread, isStarting: Bool) {
    locked { shared in
      guard !worker.tally.hasEnded, worker.tally.isStarting != isStarting else { return }
      worker.tally.isStarting = isStarting
      worker.tally.since = now
      shared.recorder.record(
        isStarting
          ? .workerStarting(worker: worker.index) : .workerReady(worker: worker.index),
        at: worker.tally.since)
    }
  }

  /// Notes that a worker's process is gone; without a reason, because it was no longer needed.
  func workerWentAway(_ worker: WorkerThread, _ reason: String?) {
    let process = worker.host?.systemID ?? 0
    let hasBegun = locked { shared in
      guard worker.systemID != nil else { return false }
      worker.tally.isStarting = false
      guard !worker.tally.hasEnded else { return true }
      let absence = (reason: reason.map(WorkerEndReason.died) ?? .released, since: now)
      worker.absence = absence
      shared.recorder.record(
        .workerEnded(worker: worker.index, reason: absence.reason), at: absence.since)
      return true
    }
    guard hasBegun, let reason else { return }
    log(
      LogLine(
        worker: worker.index, threadName: worker.name, threadID: process,
        text: "worker process \(process) is gone: \(reason)"))
    log.warning("a worker process is gone: \(reason)", metadata: ["worker": "\(worker.name)"])
  }

  /// A worker can work no more: its host cannot be made fit.
  func hostFailed(_ worker: WorkerThread, _ error: any Error) {
    let abandoned = locked { shared -> [AnyFuture] in
      shared.machine.workerFailed(worker.index)
      noteGone(worker, .died("\(error)"), &shared)
      shared.errands.complaints.append("\(error)")
      guard shared.machine.livingWorkerCount == 0, shared.machine.isWorkWaiting else {
        shared.callNeeded()
        return []
      }
      return markBroken("\(error)", &shared)
    }
    fail(abandoned)
  }

  /// Writes a line down that a worker's process printed.
  ///
  /// For `swift-log` only at the level `debug`: a program that set up no log would have it on its
  /// terminal otherwise.
  func heard(_ line: String, from worker: WorkerThread, _ future: FutureID?) {
    log(
      LogLine(
        worker: worker.index, future: future, threadName: worker.name,
        threadID: worker.host?.systemID ?? 0, text: line))
    log.debug(
      "\(line)",
      metadata: future.map { .of($0, job: "", worker: worker.name) }
        ?? ["worker": "\(worker.name)"])
  }
}

// MARK: - Handing over

/// A run that its submitter hands over.
struct GivenRun {
  let worker: WorkerThread
  let facts: RunFacts
}

extension ThreadPoolCore {
  /// Begins a future that was just submitted on a worker that rests; `nil` when it must wait for
  /// the worker to come.
  ///
  /// One wake-up of a thread less on the way of a job: the worker's wakes for the answer only.
  func give(_ future: AnyFuture, to index: Int, _ shared: inout Shared) -> GivenRun? {
    let worker = shared.worker(index)
    // A limit's alarm, and what comes of an attempt, are the worker's thread's.
    guard future.control?.needsVerdict != true, shared.machine.isNext(future),
      worker.host?.accept(future) == true
    else { return nil }
    shared.machine.give(future, to: index)
    noteRoom(&shared)
    began(future, worker, at: future.submittedAt, &shared)
    worker.facts.isGiven = true
    worker.hand = .given
    return GivenRun(worker: worker, facts: worker.facts)
  }
}

// MARK: - Lending

extension ThreadPoolCore {
  /// Lets a thread that waits for a future take the answer itself, and end the run, while the
  /// worker's thread sleeps on.
  ///
  /// Returns when the future is done, or has to be waited for in the usual way.
  func attend(_ future: AnyFuture, until deadline: MonotonicClock.Instant?) {
    let worker = shared.withLock { shared in
      shared.workers.first { $0.hand == .given && $0.future === future }
    }
    guard let worker, let host = worker.host, host.attend(future, until: deadline) else { return }
    let facts = shared.withLock { _ -> RunFacts? in
      // The worker's thread may have been called for another reason.
      guard worker.hand == .given, worker.future === future else { return nil }
      worker.hand = .lent
      return worker.facts
    }
    guard let facts else { return }
    let callbacks = OSThread.withAttachment(worker) {
      carryOutPlainly(future, facts, on: worker)
    }
    let ended = locked { handBack(worker, future, callbacks, &$0) }
    withExtendedLifetime(ended) {}
  }

  func observed() {
    settings.hosting?.observed()
  }

  /// Whether another thread ends a run in a worker's stead.
  func isLent(_ worker: WorkerThread) -> Bool {
    shared.withLock { _ in worker.hand == .lent }
  }

  /// Lets a worker's thread see to its work again; returns what it ran, to be let go without the
  /// lock.
  private func handBack(
    _ worker: WorkerThread, _ future: AnyFuture, _ callbacks: [FutureObservers.Callback],
    _ shared: inout Shared
  ) -> AnyFuture? {
    let ended = takeEndedRun(of: worker, &shared)
    worker.hand = .own
    worker.host?.handBack()
    if !callbacks.isEmpty {
      // They may take long, and are the worker's, so that they delay nobody who waits.
      worker.owed = OwedCallbacks(future: future, callbacks: callbacks)
      shared.machine.workerCallsBack(worker.index)
      shared.call(worker.index)
    } else if !shared.machine.workerRestsOn(worker.index, mustCome: worker.host?.needsCare == true)
    {
      shared.call(worker.index)
    }
    shared.callNeeded()
    noteQuiet(&shared)
    return ended
  }
}

// MARK: - Stopping and killing

extension ThreadPoolCore {
  func stop(_ future: AnyFuture) -> Bool {
    section { shared in
      guard let worker = worker(of: future, &shared) else { return false }
      future.control?.requestStop(.person)
      worker.host?.stop(future.id)
      return true
    }
  }

  func kill(_ future: AnyFuture, grace: Duration) -> KillOutcome {
    guard settings.hosting != nil else { return future.isRunning ? .notSupported : .notRunning }
    // Under the monitor, so that the worker cannot take another future meanwhile, and that one.
    let isEnded = section { shared in
      guard let worker = worker(of: future, &shared) else { return false }
      // Nobody who ends a job wants it to begin again.
      future.control?.requestStop(.person)
      return worker.host?.end(future.id, .killed, grace: grace) == true
    }
    return isEnded ? .killed : .notRunning
  }

  /// The worker that runs a future.
  private func worker(of future: AnyFuture, _ shared: inout Shared) -> WorkerThread? {
    noteEndedRuns(&shared)
    return shared.workers.first { worker in worker.runs.contains { $0.future === future } }
  }
}

extension ThreadPoolStateMachine {
  /// Whether something waits that may run one day.
  var isWorkWaiting: Bool { !queue.isEmpty || !released.isEmpty || !delayed.isEmpty }

  /// Whether something waits, or may be submitted.
  var isWorkExpected: Bool {
    switch phase {
    case .running: true
    case .shuttingDown: isWorkWaiting
    case .shutDown, .broken: false
    }
  }
}
