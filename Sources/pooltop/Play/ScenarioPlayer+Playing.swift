internal import ConcurrentFutures
internal import Platform
internal import PoolObservation
internal import ScenarioScript

extension ScenarioPlayer {
  private enum Wake {
    case stop
    case submitWanted(Int)
    case submitAgain([ScenarioStep])
    case takeArguments(room: Int)
    case hear([News])
    case logCompleted([Future<ScenarioValue>])
    /// Something waits, and nothing is left that it could wait for.
    case giveUp
    case conclude
  }

  /// What the player's thread does from the first submission to the end.
  func run() {
    // Not before: the lines are another run's, until this one has begun.
    batch?.onArgument { [state] in
      state.withLock { $0.hasArguments = true }
      state.signal()
    }
    var rules = SubmissionRules(scenario, seed: seed)
    var hasJob = false
    var told = Upcoming()
    while submitDue(&rules) {
      // It may come only later, on standard input.
      hasJob = hasJob || rules.hasJob
      let upcoming = Upcoming(
        heldBackCount: rules.heldBackCount, hasMore: !rules.isExhausted, hasJob: hasJob)
      if upcoming != told {
        told = upcoming
        onUpcoming(told)
      }
      switch waitForWork(rules) {
      case .stop?: return
      case .submitWanted(let count)?: submitWanted(count, &rules)
      case .submitAgain(let steps)?: submitAgain(steps, &rules)
      case .takeArguments(let room)?: takeArguments(room, &rules)
      case .hear(let news)?: for item in news { hear(item, &rules) }
      case .logCompleted(let futures)?: for future in futures { logOutcome(future) }
      case .giveUp?: rules.stop(reason: "nothing that it could wait for is left")
      case .conclude?: conclude()
      case nil: break
      }
    }
  }

  private func waitForWork(_ rules: SubmissionRules) -> Wake? {
    let next = rules.nextMoment
    let isExhausted = rules.isExhausted
    // What was taken before is with the pool then.
    let takesArguments = rules.isFed && next == nil
    return state.wait(until: next.map { pace.instant(of: $0) }) { state in
      if state.isStopped { return .stop }
      if state.wantedCount > 0 {
        defer { state.wantedCount = 0 }
        return .submitWanted(state.wantedCount)
      }
      if !state.wantedAgain.isEmpty {
        defer { state.wantedAgain = [] }
        return .submitAgain(state.wantedAgain)
      }
      if !state.completed.isEmpty {
        defer { state.completed = [] }
        return .logCompleted(state.completed)
      }
      if !state.news.isEmpty {
        defer { state.news = [] }
        return .hear(state.news)
      }
      let room = Self.waitingLimit - state.untoldCount
      if takesArguments, state.hasArguments, room > 0 {
        state.hasArguments = false
        return .takeArguments(room: room)
      }
      guard state.isIdle, !state.isConcluded else { return nil }
      if isExhausted {
        state.isConcluded = true
        return .conclude
      }
      return next == nil && !takesArguments ? .giveUp : nil
    }
  }

  /// How many commands may wait, or run, while it is not known how many there will be.
  ///
  /// More shows more of what is to come; fewer takes less memory where that has no end.
  private static let waitingLimit = 10_000

  private func takeArguments(_ room: Int, _ rules: inout SubmissionRules) {
    guard let taken = batch?.takeArguments(room) else { return }
    rules.feed(taken.count)
    if taken.hasMore { state.withLock { $0.hasArguments = true } }
    guard taken.isLast else { return }
    if let problem = batch?.argumentProblem {
      log(problem)
    }
    rules.endFeed(at: pace.now)
  }

  private func hear(_ news: News, _ rules: inout SubmissionRules) {
    switch news {
    case .started(let submission): rules.started(submission)
    case .ended(let submission, let ending): rules.ended(submission, ending, at: pace.now)
    case .stopSubmitting(let reason): rules.stop(reason: reason)
    case .cancelHeldBack(let filter):
      rules.cancelHeldBack(reason: "an event wants it") { submission in
        let entry = scenario.submissions[submission.entry]
        let row = FutureSnapshot(
          id: FutureID(rawValue: UInt64(clamping: submission.n)),
          name: entry.name ?? scenario.jobs[submission.job].name, submittedAt: .zero,
          tags: entry.tags)
        return filter?.matches(row, FilterContext()) ?? true
      }
    }
  }

  private func conclude() {
    director.stop()
    settle()
    if scenario.observeInterval != nil { logLook() }
    switch finish {
    case .stay: break
    case .shutdown, .quit: shutDown()
    }
    onConclusion()
  }

  private func shutDown() {
    let before = MonotonicClock.now
    pool.shutdown()
    let seconds = Judgement.seconds(before.duration(to: MonotonicClock.now))
    log("shutdown(wait: true) returned after \(seconds)")
  }
}
