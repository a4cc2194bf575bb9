internal import DequeModule

//   timeline ──┐
//   loops ─────┼─► a submission has come ─┬─► submit
//   key 'a' ───┘                          ├─► hold back ─┬─► submit, once what it needs came true
//                                         └─► cancel ◄───┘   once that cannot come true any more
//
// Pure: the player tells the time and what became of the submissions, and does what this says.

/// Says what a run submits, and when: the timeline, the closed loops and the dependencies.
package struct SubmissionRules: Sendable {
  /// What the player is to do.
  package enum Action: Sendable, Hashable {
    /// Give it to the pool.
    case submit(Submission)
    /// Keep it; another action for it will come.
    case holdBack(Submission)
    /// It never gets to the pool.
    case cancel(Submission, reason: String)
  }

  /// What became of a submission.
  package enum Ending: Sendable {
    case succeeded
    case failed
    /// It did not start.
    case cancelled
  }

  let scenario: Scenario
  private let seed: UInt64
  var cursor: TimelineCursor
  var loops: LoopLedger
  var ledger: DependencyLedger
  /// Submissions that wait for others, by job.
  var heldBack: [[Submission]]
  /// What is to be done at once.
  var ready: Deque<Action> = []
  var openEntryCount: Int
  /// The submission that came last, of those that the file says.
  var last: Submission?
  var feed: Feed?
  private var nextNumber = 0
  private var extraCount = 0
  private var againCount = 0
  /// Where the numbers begin of those that the file does not say.
  private let reservedCount: Int

  package init(_ scenario: Scenario, seed: UInt64) {
    self.scenario = scenario
    self.seed = seed
    cursor = TimelineCursor(scenario.submissions, seed: seed)
    loops = LoopLedger(seed: seed)
    ledger = DependencyLedger(scenario.jobs, scenario.submissions)
    heldBack = scenario.jobs.map { _ in [] }
    openEntryCount = scenario.submissions.count
    feed = scenario.submissions.firstIndex { $0.pattern == .fed }.map { Feed(entry: $0) }
    reservedCount = scenario.submissionCount.reserved
    closeEntries()
  }

  /// How many submissions wait for others.
  package internal(set) var heldBackCount = 0

  /// Whether nothing more comes but what people ask for.
  package var isExhausted: Bool { openEntryCount == 0 && heldBackCount == 0 && ready.isEmpty }

  /// When there may be something to do next, if nothing ends before.
  package var nextMoment: Duration? {
    guard ready.isEmpty, feed?.isDue != true else { return .zero }
    guard let cursorOffset = cursor.nextOffset else { return loops.nextOffset }
    return min(cursorOffset, loops.nextOffset ?? cursorOffset)
  }

  /// Whether this wants to know what becomes of a submission.
  package func watches(_ submission: Submission) -> Bool {
    if ledger.isAwaited(submission.job) { return true }
    if case .loop = scenario.submissions[submission.entry].pattern { return true }
    return false
  }

  /// Returns what is to be done now, one thing at a time; `nil` when nothing is.
  package mutating func next(at now: Duration) -> Action? {
    while true {
      if let action = ready.popFirst() { return give(action, now) }
      guard let moment = nextMoment, moment <= now else { return nil }
      let action = feedStep(at: now) ?? (isLoopNext ? loopStep() : timelineStep())
      if let action { return give(action, now) }
    }
  }
}

// MARK: - What comes

extension SubmissionRules {
  private var isLoopNext: Bool {
    guard let offset = loops.nextOffset, let entry = loops.nextEntry else { return false }
    guard let other = cursor.nextOffset, let otherEntry = cursor.nextEntry else { return true }
    return (offset, entry) < (other, otherEntry)
  }

  private mutating func timelineStep() -> Action? {
    switch cursor.next() {
    case nil:
      return nil
    case .loop(let entry, let offset):
      guard case .loop(let plan) = scenario.submissions[entry].pattern else { return nil }
      loops.begin(entry, plan, at: offset)
      return nil
    case .submission(let entry, let index, let offset):
      let action = dispatch(submission(entry, index, offset))
      closeEntries()
      return action
    }
  }

  private mutating func loopStep() -> Action? {
    switch loops.next() {
    case nil:
      return nil
    case .ended(let entry, let last):
      cursor.close(entry, at: last)
      closeEntries()
      return nil
    case .submission(let entry, let index, let offset, let isLast):
      let action = dispatch(submission(entry, index, offset))
      if isLast {
        cursor.close(entry, at: offset)
        closeEntries()
      }
      return action
    }
  }

  mutating func submission(_ entry: Int, _ index: Int, _ offset: Duration) -> Submission {
    let plan = scenario.submissions[entry]
    let n = takeNumber()
    return Submission(
      offset: offset, entry: entry, index: index, n: n,
      key: plan.key.map { $0 + index } ?? n, job: job(plan, entry, index))
  }

  private mutating func takeNumber() -> Int {
    defer { nextNumber += 1 }
    return nextNumber
  }

  private func job(_ plan: SubmitEntry, _ entry: Int, _ index: Int) -> Int {
    guard plan.jobs.count > 1 else { return plan.jobs[0] }
    let weights = plan.jobs.map { UInt64(scenario.jobs[$0].weight) }
    var generator = DrawSource(seed: seed, entry: entry, index: index).generator(for: .job)
    var rest = generator.next(below: weights.reduce(0, +))
    for (job, weight) in zip(plan.jobs, weights) {
      if rest < weight { return job }
      rest -= weight
    }
    preconditionFailure("a number below the sum of the weights lies in none of them")
  }

  /// Whether there is a job of which one more can be submitted.
  package var hasJob: Bool { (last ?? firstSubmission) != nil }

  /// Returns what is to be done for one more submission of the job that came last.
  ///
  /// Its number goes on counting behind all that the file says.
  package mutating func extra(at now: Duration) -> Action? {
    guard let model = last ?? firstSubmission else { return nil }
    extraCount += 1
    var extra = model
    extra.offset = now
    extra.index = -extraCount
    if scenario.submissions[model.entry].pattern == .fed {
      // The same once more: the key tells what was fed.
      extra.n = takeNumber()
    } else {
      extra.n = max(nextNumber, reservedCount) + extraCount - 1
      extra.key = extra.n
    }
    return give(dispatch(extra, isExtra: true), now)
  }

  /// Returns what is to be done to submit something once more, with the same number and key.
  ///
  /// A command gets what it got before; all that is drawn is drawn anew, so that it may go better.
  package mutating func again(_ submission: Submission, at now: Duration) -> Action {
    var submission = submission
    submission.offset = now
    if !scenario.jobs[submission.job].isCommand {
      againCount += 1
      // Below all that are submitted beyond the timeline, and within 32 bits as those.
      submission.index = Int(Int32.min / 2) - againCount
    }
    return give(dispatch(submission, isExtra: true), now)
  }

  private var firstSubmission: Submission? {
    var other = self
    while let moment = other.nextMoment {
      switch other.next(at: moment) {
      case .submit(let first)?, .holdBack(let first)?, .cancel(let first, _)?: return first
      case nil: continue
      }
    }
    return nil
  }
}
