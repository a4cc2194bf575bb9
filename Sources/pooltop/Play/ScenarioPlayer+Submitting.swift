internal import ConcurrentFutures
internal import Platform
internal import PoolObservation
internal import ScenarioScript

extension ScenarioPlayer {
  /// How much is done before the player hears what happened meanwhile.
  ///
  /// More submits faster; less lets what waits for others come sooner where very much is due.
  private static let actionLimit = 1_000

  /// Does what is due, up to a limit; false when the run was stopped meanwhile.
  func submitDue(_ rules: inout SubmissionRules) -> Bool {
    for _ in 0..<Self.actionLimit {
      guard let action = rules.next(at: pace.now) else { break }
      perform(action, &rules)
      if state.withLock({ $0.isStopped }) { return false }
    }
    return true
  }

  /// Submits what a person wants beyond the timeline, and answers; on the player's thread.
  func submitWanted(_ count: Int, _ rules: inout SubmissionRules) {
    submit(count, "submitted", &rules) { _, rules in rules.extra(at: pace.now) }
  }

  /// Submits what a person wants again, and answers; on the player's thread.
  func submitAgain(_ steps: [ScenarioStep], _ rules: inout SubmissionRules) {
    submit(steps.count, "submitted again", &rules) { index, rules in
      rules.again(Submission(steps[index]), at: pace.now)
    }
  }

  private func submit(
    _ count: Int, _ verb: String, _ rules: inout SubmissionRules,
    _ next: (Int, inout SubmissionRules) -> SubmissionRules.Action?
  ) {
    var counts = SubmitAnswer.Counts()
    var first: FutureID?
    for index in 0..<count {
      switch next(index, &rules) {
      case nil:
        return onSubmitted(.refused("the scenario submits no job"))
      case .submit(let submission)?:
        do {
          let future = try submit(submission, watched: rules.watches(submission))
          first = first ?? future.id
          counts.submitted += 1
        } catch {
          rules.ended(submission, .cancelled, at: pace.now)
          return onSubmitted(.refused("\(counts.submitted) of \(count) \(verb): \(error)"))
        }
      case let action?:
        if case .holdBack = action { counts.heldBack += 1 } else { counts.cancelled += 1 }
        perform(action, &rules)
      }
    }
    onSubmitted(.taken(counts, first: first))
  }

  func perform(_ action: SubmissionRules.Action, _ rules: inout SubmissionRules) {
    switch action {
    case .holdBack:
      state.withLock { $0.isConcluded = false }
    case .cancel(let submission, let reason):
      note(submission, .cancelled)
      log("\(name(of: submission)) is cancelled: \(reason)")
    case .submit(let submission):
      do {
        _ = try submit(submission, watched: rules.watches(submission))
      } catch is AllIsCancelled {
        note(submission, .cancelled)
        rules.ended(submission, .cancelled, at: pace.now)
      } catch let error as QueueFullError {
        note(submission, .failed)
        rules.ended(submission, .failed, at: pace.now)
        log("\(name(of: submission)) is refused: \(error)")
      } catch {
        let sentence =
          "\(name(of: submission)) and what comes after it were not submitted: \(error)"
        log(sentence)
        // Somebody wanted a pool to be shut down; that it cannot go on is a failure.
        if !(error is ExecutorShutdownError) {
          note(submission, .failed)
          state.withLock { $0.refusal = sentence }
        }
        rules.ended(submission, .cancelled, at: pace.now)
        rules.stop(reason: "the pool takes no more work")
      }
    }
  }

  private func note(_ submission: Submission, _ outcome: FutureOutcome) {
    let now = pool.now
    state.withLock { state in
      state.firstSubmission = state.firstSubmission ?? now
      state.note(outcomeAt: now)
      state.unsubmitted.append(Unsubmitted(number: submission.n, outcome: outcome))
    }
    if outcome == .failed { hasFailed(name(of: submission)) }
  }

  /// A submission as a log line names it.
  func name(of submission: Submission) -> String {
    let name =
      batch?.shown(ScenarioStep(submission)) ?? scenario.submissions[submission.entry].name
      ?? scenario.jobs[submission.job].name
    return "'\(name)' \(submission.n)"
  }

  func submit(
    _ submission: Submission, watched isWatched: Bool
  ) throws -> Future<ScenarioValue> {
    let entry = scenario.submissions[submission.entry]
    let step = ScenarioStep(submission)
    var options = scenario.jobs[step.job].options(step, entry, seed: seed, pace: pace)
    if let batch { options.name = batch.shown(step) }
    let moment = pool.now
    let isTold = isWatched || isToldOfAll
    let future = try unlessAllIsCancelled {
      let future = try give(step, options)
      let isTooLate = state.withLock { state in
        state.submitted.append(future, step)
        if isTold { state.untoldCount += 1 }
        state.firstSubmission = state.firstSubmission ?? moment
        state.isConcluded = false
        return state.cancelReason != nil
      }
      if isTooLate { future.cancel() }
      return future
    }
    if isTold {
      let watched = isWatched ? submission : nil
      future.addDoneCallback { [weak self] future in
        let ending = SubmissionRules.Ending(future)
        self?.batch?.futureIsDone(step, future.id, hasSucceeded: ending == .succeeded)
        self?.futureIsDone(future, ending, watched)
      }
    }
    if let submitLog = entry.submitLog {
      log(submitLog.text(TemplateContext(n: step.n, key: step.key)))
    }
    return future
  }
}

// MARK: - Giving

/// A failure has cancelled all that had not started.
private struct AllIsCancelled: Error, CustomStringConvertible {
  var description: String
}

extension ScenarioPlayer {
  /// Submits something, unless a failure has cancelled all that had not started.
  ///
  /// A failure meanwhile waits until it is submitted, and cancelled, so that the worker that failed
  /// does not take it. In a full queue, what the failure cancels makes room for it.
  private func unlessAllIsCancelled<Result>(_ body: () throws -> Result) throws -> Result {
    guard scenario.onFailure == .cancelAll else { return try body() }
    try state.withLock { state in
      if let reason = state.cancelReason { throw AllIsCancelled(description: reason) }
      state.isGiving = true
    }
    defer {
      state.withLock { $0.isGiving = false }
      state.broadcast()
    }
    return try body()
  }

  /// Gives the pool a step.
  ///
  /// To threads by their own type: where the compiler does not know that, each future keeps the
  /// types of its job, 48 bytes.
  private func give(
    _ step: ScenarioStep, _ options: SubmitOptions
  ) throws -> Future<ScenarioValue> {
    guard let threads = pool as? ThreadPoolExecutor else {
      return try pool.submit(jobs[step.job], step, options: options)
    }
    return try threads.submit(jobs[step.job], step, options: options)
  }
}

// MARK: - The end of a future

extension ScenarioPlayer {
  /// Whether the end of every future has to be known at once.
  private var isToldOfAll: Bool {
    batch != nil || scenario.collectsAsCompleted || scenario.onFailure == .cancelAll
  }

  private func futureIsDone(
    _ future: Future<ScenarioValue>, _ ending: SubmissionRules.Ending, _ watched: Submission?
  ) {
    state.withLock { state in
      state.untoldCount -= 1
      if scenario.collectsAsCompleted { state.completed.append(future) }
      if let watched { state.news.append(.ended(watched, ending)) }
    }
    state.signal()
    if ending == .failed { hasFailed("'\(future.name)' \(future.id)") }
  }

  /// Takes note of what happened in the pool, and how many futures are done by now.
  func hasHappened(_ events: [PoolEvent], doneCount: Int) {
    var started: [FutureID] = []
    var failed: [FutureID] = []
    var lastOutcome: PoolInstant?
    for event in events {
      switch event.change {
      case .started(let id, _, attempt: 1): if tellsStarts { started.append(id) }
      case .finished(let id, let outcome, _):
        lastOutcome = max(lastOutcome ?? event.time, event.time)
        if outcome != .succeeded, outcome != .cancelled { failed.append(id) }
      default: break
      }
    }
    state.withLock { state in
      state.doneCount = doneCount
      if let lastOutcome { state.note(outcomeAt: lastOutcome) }
      // What is collected is logged at once, whatever came of it.
      if !scenario.collectsAsCompleted {
        state.completed += failed.compactMap { state.submitted[$0]?.future }
      }
      for step in started.compactMap({ state.submitted[$0]?.step })
      where scenario.jobsAwaitedToStart.contains(step.job) {
        state.news.append(.started(Submission(step)))
      }
    }
    state.signal()
  }

  /// Whether events tell of starts, and somebody wants to know; threads tell by themselves.
  private var tellsStarts: Bool {
    scenario.pool.kind == .process && !scenario.jobsAwaitedToStart.isEmpty
  }

  /// Starts nothing more, and ends what runs where that is wanted.
  func halt(_ manner: HaltRule.Manner, _ reason: String) {
    log(reason)
    shutDownPool(cancelFutures: true, reason: reason)
    guard manner == .now else { return }
    for future in state.withLock({ $0.submitted.futures }) where !future.isDone {
      if !future.cancel() { future.requestStop() }
    }
  }

  /// Cancels all that has not started, where the scenario wants that.
  ///
  /// On the thread that learns of the failure, so that the worker that failed takes nothing more.
  private func hasFailed(_ name: String) {
    guard scenario.onFailure == .cancelAll else { return }
    let futures = state.withLock { state -> [Future<ScenarioValue>] in
      guard state.cancelReason == nil else { return [] }
      let reason = "\(name) failed"
      state.cancelReason = reason
      state.news.append(.stopSubmitting(reason: reason))
      return state.submitted.futures
    }
    if !futures.isEmpty {
      state.signal()
      let cancelledCount = futures.count { !$0.isDone && $0.cancel() }
      log("\(name) failed, so \(cancelledCount) that had not started are cancelled")
    }
    _ = state.wait { $0.isGiving ? nil : () }
  }
}

extension SubmissionRules.Ending {
  /// What became of a future that is done.
  fileprivate init(_ future: Future<ScenarioValue>) {
    if future.isCancelled {
      self = .cancelled
    } else {
      self = (try? future.exception()) == nil ? .succeeded : .failed
    }
  }
}
