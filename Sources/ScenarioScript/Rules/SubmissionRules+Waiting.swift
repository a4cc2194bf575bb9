internal import DequeModule

// MARK: - What waits

extension SubmissionRules {
  mutating func dispatch(_ submission: Submission, isExtra: Bool = false) -> Action {
    if !isExtra { last = submission }
    if ledger.isAwaited(submission.job) { ledger.came(submission.job) }
    switch ledger.standing(of: submission.job) {
    case .free:
      return .submit(submission)
    case .waiting:
      heldBack[submission.job].append(submission)
      heldBackCount += 1
      return .holdBack(submission)
    case .hopeless(let job, let condition):
      if !isExtra { endHopelessLoop(submission.entry, at: submission.offset) }
      return .cancel(submission, reason: reason(job, condition))
    }
  }

  /// Ends a loop none of whose jobs can run: what is cancelled at once would hold nobody back.
  private mutating func endHopelessLoop(_ entry: Int, at offset: Duration) {
    let isHopeless = scenario.submissions[entry].jobs.allSatisfy { job in
      if case .hopeless = ledger.standing(of: job) { true } else { false }
    }
    guard isHopeless, loops.end(entry) else { return }
    cursor.close(entry, at: offset)
    closeEntries()
  }

  /// Notes what an action means for others before it is given out.
  mutating func give(_ action: Action, _ now: Duration) -> Action {
    if case .cancel(let submission, _) = action { ended(submission, .cancelled, at: now) }
    return action
  }

  /// Gives out whatever waited for a job and need not any more.
  mutating func review(_ job: Int) {
    for dependent in ledger.dependents(of: job) where !heldBack[dependent].isEmpty {
      switch ledger.standing(of: dependent) {
      case .waiting: break
      case .free: release(dependent) { .submit($0) }
      case .hopeless(let job, let condition):
        let reason = reason(job, condition)
        release(dependent) { .cancel($0, reason: reason) }
      }
    }
  }

  mutating func release(_ job: Int, _ action: (Submission) -> Action) {
    ready.append(contentsOf: heldBack[job].map(action))
    heldBackCount -= heldBack[job].count
    heldBack[job] = []
  }

  private func reason(_ job: Int, _ condition: Dependency.Condition) -> String {
    let name = quoted(scenario.jobs[job].name)
    return switch condition {
    case .succeeded: "a submission of \(name) did not succeed"
    case .finished, .started: "a submission of \(name) was never started"
    }
  }

  mutating func closeEntries() {
    for entry in cursor.takeEnded() {
      openEntryCount -= 1
      ledger.entryEnded(scenario.submissions[entry])
      for job in scenario.submissions[entry].jobs { review(job) }
    }
  }
}

// MARK: - What became of it

extension SubmissionRules {
  /// Takes note that a submission has begun to run for the first time.
  package mutating func started(_ submission: Submission) {
    guard ledger.isAwaited(submission.job) else { return }
    ledger.started(submission.job)
    review(submission.job)
  }

  /// Takes note that a submission is done.
  package mutating func ended(_ submission: Submission, _ ending: Ending, at now: Duration) {
    loops.ended(submission, at: now)
    guard ledger.isAwaited(submission.job) else { return }
    ledger.ended(
      submission.job, isSuccess: ending == .succeeded, hasStarted: ending != .cancelled)
    review(submission.job)
  }

  /// Gives up all that has not come, and cancels what waits.
  package mutating func stop(reason: String) {
    feed = nil
    cursor.stop()
    loops.stop()
    openEntryCount = 0
    cancelHeldBack(reason: reason) { _ in true }
  }

  /// Cancels what waits and is picked.
  package mutating func cancelHeldBack(
    reason: String, where isPicked: (Submission) -> Bool
  ) {
    for job in heldBack.indices {
      let picked = heldBack[job].filter(isPicked)
      guard !picked.isEmpty else { continue }
      heldBack[job].removeAll(where: isPicked)
      heldBackCount -= picked.count
      ready.append(contentsOf: picked.map { .cancel($0, reason: reason) })
    }
  }
}
