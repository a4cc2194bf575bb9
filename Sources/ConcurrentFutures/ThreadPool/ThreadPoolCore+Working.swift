internal import Logging
internal import Platform
internal import Synchronization

// A worker's turn of the lock: it notes the end of what it ran, and takes what it runs next.
//
//   lock { note the end of 41; take 42 } ──► run 42 ──► publish 42 ──► lock { note 42; take 43 }
//
// Between the publication and the note, a caller knows more than the pool. So whoever asks the pool
// under its lock first notes what was published, in the worker's stead: `noteEndedRuns`. One turn
// of the lock for each job instead of two: with one worker and empty jobs, a third more of them.

extension ThreadPoolCore {
  /// What a worker does from its first moment to its last.
  func work(as worker: WorkerThread) {
    let systemID = worker.host?.systemID ?? OSThread.currentID
    locked { shared in
      let time = now
      worker.systemID = systemID
      worker.tally.startedAt = time
      worker.tally.since = time
      shared.recorder.record(
        .workerStarted(worker: worker.index, name: worker.name, systemID: systemID), at: time)
    }
    if let reporter { reporter.workerStarted(worker) }
    initialize(worker)
    var facts = RunFacts()
    turns: while true {
      if let host = worker.host, host.needsCare {
        do {
          try host.prepare()
        } catch {
          hostFailed(worker, error)
          break
        }
      }
      switch nextTurn(of: worker, &facts) {
      case .run: carryOut(facts, on: worker)
      case .care: continue
      case .exit: break turns
      }
    }
    worker.host?.leave()
    if let reporter { reporter.workerEnded(worker) }
    endThread(of: worker)
  }

  /// What a worker does next.
  private enum WorkerTurn {
    case run
    /// See to its host.
    case care
    case exit
  }

  private func initialize(_ worker: WorkerThread) {
    guard let initializer = settings.initializer else { return }
    note(worker, isStarting: true)
    worker.enterBody()
    var result = Result { try initializer() }
    if let violation = worker.leaveBody() { result = .failure(violation) }
    guard case .failure(let error) = result else {
      return note(worker, isStarting: false)
    }
    log.critical(
      "the initializer of a worker failed, so the pool is broken: \(error)",
      metadata: ["worker": "\(worker.name)"])
    breakDown("the initializer of worker \(worker.name) failed: \(ShortText.of(error))")
  }

  /// Runs what a worker took, to its end.
  private func carryOut(_ facts: RunFacts, on worker: WorkerThread) {
    guard facts.isPlain, reporter == nil else {
      if let future = worker.future { carryOut(future, facts, on: worker) }
      return
    }
    // The worker holds it, and takes it out by itself, later: it is not counted for this, too.
    let callbacks = worker.withFuture { carryOutPlainly($0, facts, on: worker) } ?? []
    if !callbacks.isEmpty, let future = worker.future { callBack(future, callbacks, on: worker) }
  }

  /// Runs a future that has begun, to its end.
  func carryOut(_ future: AnyFuture, _ facts: RunFacts, on worker: WorkerThread) {
    if let reporter, !facts.isGiven { reporter.started(future, facts, on: worker) }
    guard facts.isPlain else { return carryOutWithVerdict(future, facts, on: worker) }
    let callbacks = carryOutPlainly(future, facts, on: worker)
    if !callbacks.isEmpty { callBack(future, callbacks, on: worker) }
  }

  /// Runs a future whose end is published first and noted after; returns the callbacks to run.
  func carryOutPlainly(
    _ future: AnyFuture, _ facts: RunFacts, on worker: WorkerThread
  ) -> [FutureObservers.Callback] {
    if let control = future.control {
      worker.context = context(of: future, facts, control, on: worker)
    }
    let begin =
      facts.isGiven ? facts.startedAt : worker.isToBeTimed() ? worker.now(since: origin) : nil
    let error = future.run(on: worker)
    let end = max(worker.now(since: origin), facts.startedAt)
    worker.finishedAt = end
    worker.bodyTime = begin.map { end.nanoseconds &- $0.nanoseconds }
    if future.control != nil { worker.context = nil }
    if let error { future.fail(with: error) }
    if error != nil || future.wantsPreview {
      worker.preview = RunReport.preview(of: future, error)
    }
    if let reporter { reporter.ended(future, facts, error, on: worker) }
    return future.publish()
  }

  private func carryOutWithVerdict(
    _ future: AnyFuture, _ facts: RunFacts, on worker: WorkerThread
  ) {
    if let deadline = facts.deadline { setAlarm(deadline) }
    // A job that waits for this one goes on with its own context after it.
    let outer = worker.context
    worker.context = future.control.map { context(of: future, facts, $0, on: worker) }
    let error = future.run(on: worker)
    worker.context = outer
    let callbacks: [FutureObservers.Callback]
    let verdict = ended(future, error, on: worker)
    if let reporter { reporter.ended(future, facts, error, verdict, on: worker) }
    switch verdict {
    case .publish:
      future.dropBody()
      if let error { future.fail(with: error) }
      settle(worker)
      callbacks = future.publish()
    case .fail(let error):
      future.dropBody()
      future.dropValue()
      settle(worker)
      callbacks = future.publishFailure(error)
    case .discard:
      future.dropBody()
      future.dropValue()
      return
    case .runAgain(let value):
      guard value != nil else { return }
      withExtendedLifetime(value) {}
      settle(worker)
      return
    }
    if !callbacks.isEmpty { callBack(future, callbacks, on: worker) }
  }

  /// Notes that a worker has nothing left to do for a run but to make the outcome known.
  ///
  /// Only once what the run held is gone: that may take long, and what is submitted meanwhile must
  /// not wait for this worker.
  private func settle(_ worker: WorkerThread) {
    if worker.depth == 0 { locked { $0.machine.workerSettles(worker.index) } }
  }

  private func context(
    of future: AnyFuture, _ facts: RunFacts, _ control: JobControl, on worker: WorkerThread
  ) -> JobContext {
    JobContext(
      id: future.id, attempt: facts.attempt, workerName: worker.name, worker: worker.index,
      job: future.name, control: control, host: self)
  }

  private func callBack(
    _ future: AnyFuture, _ callbacks: [FutureObservers.Callback], on worker: WorkerThread
  ) {
    if worker.depth == 0 { letGo(of: worker) }
    future.call(callbacks)
    // What follows begins after this.
    worker.finishedAt = now
  }

  /// Lets go of what a worker ran, and counts no longer on the worker: what a user's objects do as
  /// they go, or what callbacks do, may take long.
  private func letGo(of worker: WorkerThread) {
    let ended = locked { shared in
      let ended = takeEndedRun(of: worker, &shared)
      countOnOthers(than: worker, &shared)
      return ended
    }
    withExtendedLifetime(ended) {}
  }

  /// Lets nothing that counted on a worker wait for it, under the monitor: it is busy with what is
  /// a user's.
  private func countOnOthers(than worker: WorkerThread, _ shared: inout Shared) {
    shared.machine.workerCallsBack(worker.index)
    shared.callNeeded()
    // As this one lives, nothing is lost when no other can be started.
    _ = startNeededWorkers(&shared)
  }
}

// MARK: - The next run

extension ThreadPoolCore {
  private enum Next {
    case run, callBack, letGo, search, park, watch, care, exit
  }

  /// Waits for something to do; tells the facts of what is to be run.
  private func nextTurn(of worker: WorkerThread, _ facts: inout RunFacts) -> WorkerTurn {
    var ended: AnyFuture?
    var owed: OwedCallbacks?
    if worker.mayBeEarly { Spin.rest() }
    // What comes for a host that rests is given to it.
    var maySearch = worker.host == nil
    // What follows at once starts when the last one ended, for whom no clock need be read.
    var isAtOnce = true
    var lookCount = 0
    while true {
      var hasErrands = false
      let next = shared.withLock { shared -> Next in
        // What is lent is whoever's who ends it.
        if worker.hand != .lent { ended = takeEndedRun(of: worker, &shared) }
        defer { hasErrands = shared.hasErrands }
        // The last reference to a user's objects: what they do as they go may take long.
        if ended?.holdsObjects == true, isKnownUniquelyReferenced(&ended) {
          countOnOthers(than: worker, &shared)
          return .letGo
        }
        if let turn = handedTurn(of: worker, &owed) {
          facts = worker.facts
          return turn
        }
        let next = self.next(for: worker, isAtOnce: isAtOnce, maySearch: maySearch, &shared)
        if case .run = next { facts = worker.facts }
        return next
      }
      if hasErrands { runErrands() }
      // The last reference to a future may be the pool's; it goes now that the lock is free, and
      // not after a rest.
      withExtendedLifetime(ended) {}
      ended = nil
      switch next {
      case .run: return .run
      case .callBack:
        guard let owed = owed.take() else { continue }
        callBack(owed.future, owed.callbacks, on: worker)
        continue
      case .letGo:
        worker.finishedAt = now
        continue
      case .search: Spin.until { workArrived.load(ordering: .acquiring) }
      case .park:
        worker.rest()
        lookCount = 0
      case .watch:
        worker.rest(
          until: MonotonicClock.now.advanced(by: Pace.watchInterval(after: lookCount)))
        lookCount += 1
      case .care: return .care
      case .exit: return .exit
      }
      if let host = worker.host, host.needsCare { return .care }
      isAtOnce = false
      maySearch = false
    }
  }

  /// What a worker does that others did something for while it rested.
  private func handedTurn(of worker: WorkerThread, _ owed: inout OwedCallbacks?) -> Next? {
    switch worker.hand {
    case .own:
      guard worker.owesCallbacks else { return nil }
      owed = worker.owed.take()
      return .callBack
    case .lent: return .park
    case .given:
      worker.hand = .own
      return .run
    }
  }

  /// Decides, under the monitor, what a worker does next.
  private func next(
    for worker: WorkerThread, isAtOnce: Bool, maySearch: Bool, _ shared: inout Shared
  ) -> Next {
    // Looked up here, too: whoever ended a run in the worker's stead may have seen to it just now.
    if worker.host?.needsCare == true { return .care }
    refillQueue(&shared)
    defer { adjustIntake(&shared) }
    // One that is too many stays while all others wait for work that only it can do.
    let isNeeded = shared.waits.count >= shared.machine.livingWorkerCount - 1
    switch shared.machine.workerIsFree(
      worker.index, mayLeave: !isNeeded, maySearch: maySearch && Spin.isUseful)
    {
    case .run(let future):
      noteRoom(&shared)
      worker.isBrisk = shared.machine.pace.isBrisk
      worker.mayBeEarly = worker.isBrisk && shared.machine.queue.isEmpty
      if !worker.isBrisk { shared.callNeeded() }
      let last = isAtOnce ? worker.finishedAt : .zero
      let time = last == .zero ? now : max(last, future.submittedAt)
      began(future, worker, at: time, &shared)
      return .run
    case .search:
      noteQuiet(&shared)
      workArrived.store(false, ordering: .relaxed)
      return .search
    case .park:
      noteQuiet(&shared)
      return .park
    case .watch:
      noteQuiet(&shared)
      return .watch
    case .exit:
      noteGone(worker, .released, &shared)
      return .exit
    }
  }

  /// Notes that a worker begins to run a future, perhaps inside a job or a callback that waits for
  /// it and goes on when its end is noted.
  @discardableResult
  func began(
    _ future: consuming AnyFuture, _ worker: WorkerThread, isInside: Bool = false,
    at time: PoolInstant, _ shared: inout Shared
  ) -> RunFacts {
    let time = PoolInstant(
      nanoseconds: shared.machine.pace.started(at: time.nanoseconds, isInside: isInside))
    future.prepareContext()
    let control = future.control
    let facts = RunFacts(
      startedAt: time, attempt: control?.beginAttempt() ?? 1,
      deadline: control?.timeout.map {
        origin.advanced(by: .nanoseconds(time.nanoseconds)).advanced(by: $0)
      },
      isPlain: !isInside && control?.needsVerdict != true)
    worker.host?.settle()
    future.mark(isRunning: true)
    shared.counts.pending -= 1
    shared.counts.running += 1
    shared.recorder.started(future, facts, worker: worker.index, isInside: isInside)
    worker.push(future, facts)
    return facts
  }

  /// Notes that a worker is gone.
  func noteGone(_ worker: WorkerThread, _ reason: WorkerEndReason, _ shared: inout Shared) {
    let time = now
    worker.tally.since = time
    worker.tally.hasEnded = true
    shared.recorder.record(.workerEnded(worker: worker.index, reason: reason), at: time)
    noteQuiet(&shared)
    // Others may have waited for the last future that was to come back from its pause.
    if shared.machine.phase != .running { shared.callAll() }
    if shared.machine.phase == .shutDown {
      shared.phaseSince = time
      shared.recorder.record(.shutDown, at: time)
    }
  }
}
