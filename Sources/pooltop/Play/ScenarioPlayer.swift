internal import ConcurrentFutures
internal import Platform
internal import PoolObservation
internal import ScenarioScript

// The player is one thread. It asks the rules what is due and does that, then sleeps until the next
// thing is due, a future that the rules watch is done, a key wants something, or all is done.
//
//   rules ────┐
//   key 'a' ──┴──► submit ──► pool
//     ▲                         │
//     ├─────── news ◄─ callback ┤
//     └─── all done ◄─── events ┘──► finish: log, judge, shut down
//
// Callbacks tell at once, and cost a hundred bytes for each future, so only those have one of which
// somebody must know at once. Events tell of all, ten times a second.
//
// Beside it the director, a thread of its own, does what is scripted for a moment.

/// Plays a scenario on a pool: submits what is due, and ends the run when everything is done.
final class ScenarioPlayer: Sendable {
  struct State {
    var isStopped = false
    /// Jobs that a person wants beyond the timeline.
    var wantedCount = 0
    /// Whether there may be arguments for commands that nobody has taken.
    var hasArguments: Bool
    /// What a person wants to be submitted again.
    var wantedAgain: [ScenarioStep] = []
    /// Everything that was submitted, in order.
    var submitted = SubmittedFutures()
    /// How many of them are done, by what the pool told last.
    var doneCount = 0
    /// How many have a callback that was not called yet.
    var untoldCount = 0
    /// When the first submission was made, and the last one came to its outcome.
    var firstSubmission: PoolInstant?
    var lastOutcome: PoolInstant?
    /// Why all that has not started is to be cancelled, once it is.
    var cancelReason: String?
    /// Whether something is being given to the pool that a failure would have to cancel.
    var isGiving = false
    /// Submissions that came to an outcome without the pool.
    var unsubmitted: [Unsubmitted] = []
    /// Why the pool could not take what was to come.
    var refusal: String?
    /// What the rules are to know.
    var news: [News] = []
    /// Futures that got done and are to be logged: those that did not succeed, and all where they
    /// are collected.
    var completed: [Future<ScenarioValue>] = []
    /// Whether the end of the run was dealt with; more work undoes it.
    var isConcluded = false

    /// Whether all that was submitted is done, and everybody was told.
    var isIdle: Bool { doneCount >= submitted.totalCount && untoldCount == 0 }
  }

  /// A submission that never got to the pool.
  struct Unsubmitted: Sendable {
    var number: Int
    var outcome: FutureOutcome
  }

  /// Something that happened to a submission.
  enum News: Sendable {
    case started(Submission)
    case ended(Submission, SubmissionRules.Ending)
    case cancelHeldBack(FutureFilter?)
    case stopSubmitting(reason: String)
  }

  let scenario: Scenario
  let pool: any ObservedExecutor
  let seed: UInt64
  let pace: Pace
  let finish: Finish
  let jobs: [Job<ScenarioStep, ScenarioValue>]
  let state: Monitor<State>
  let director: Director
  /// Runs the commands, where that is not done the usual way.
  let batch: CommandBatch?
  /// Is told how many of a person's jobs were submitted, or why not.
  let onSubmitted: @Sendable (SubmitAnswer) -> Void
  /// Is told what is to be submitted yet, when that changes; on the player's thread.
  let onUpcoming: @Sendable (Upcoming) -> Void
  /// Is told when everything is done; called on the player's thread.
  let onConclusion: @Sendable () -> Void

  /// What is to be submitted yet, if nobody stops the run.
  struct Upcoming: Sendable, Equatable {
    /// How many submissions wait for other jobs.
    var heldBackCount = 0
    /// Whether there is anything, by now or by what is to come in time.
    var hasMore = false
    /// Whether there is a job of which a person can submit one more.
    var hasJob = true
  }

  init(
    _ scenario: Scenario, seed: UInt64, pace: Pace, finish: Finish, on pool: any ObservedExecutor,
    batch: CommandBatch?, onSubmitted: @escaping @Sendable (SubmitAnswer) -> Void,
    onUpcoming: @escaping @Sendable (Upcoming) -> Void,
    onConclusion: @escaping @Sendable () -> Void
  ) {
    self.scenario = scenario
    self.pool = pool
    self.seed = seed
    self.pace = pace
    self.finish = finish
    let state = Monitor(State(hasArguments: batch != nil))
    self.state = state
    let awaited = scenario.jobsAwaitedToStart
    let isInProcesses = scenario.pool.kind == .process
    self.jobs = scenario.jobs.enumerated().map { position, plan in
      if isInProcesses { return ScenarioWorker.step }
      let isAwaited = awaited.contains(position)
      return plan.makeJob(seed: seed, pace: pace, batch: batch) { submission in
        guard isAwaited else { return }
        state.withLock { $0.news.append(.started(submission)) }
        state.signal()
      }
    }
    director = Director(scenario, pace: pace)
    self.batch = batch
    self.onSubmitted = onSubmitted
    self.onUpcoming = onUpcoming
    self.onConclusion = onConclusion
    batch?.onHalt { [weak self] manner, reason in self?.halt(manner, reason) }
  }

  /// Plays on threads of its own.
  ///
  /// - Parameter startThread: Starts a thread with a name, which nobody waits for.
  /// - Throws: What the system throws, when it refuses one; then neither goes on.
  func play(
    on startThread: (String, @escaping @Sendable () -> Void) throws -> Void = {
      try OSThread.start(name: $0, $1).detach()
    }
  ) throws {
    if director.hasWork { try startThread("director") { self.director.run(for: self) } }
    do {
      try startThread(Self.threadName) { self.run() }
    } catch {
      director.stop()
      throw error
    }
  }

  /// Submits nothing more, and does not conclude the run.
  func stop() {
    director.stop()
    state.withLock { $0.isStopped = true }
    state.signal()
  }

  /// Asks for more jobs of the current kind: the one that was submitted last.
  func submitMore(_ count: Int) {
    state.withLock { $0.wantedCount += count }
    state.signal()
  }

  /// Asks for the work of futures once more, each in a future of its own.
  func submitAgain(_ ids: [FutureID]) {
    let steps = ids.compactMap { submitted($0)?.step }
    guard !steps.isEmpty else {
      let subject = ids.count == 1 ? "#\(ids[0]) is" : "all \(ids.count) are"
      return onSubmitted(.refused("\(subject) gone"))
    }
    state.withLock { $0.wantedAgain += steps }
    state.signal()
  }

  /// Tells the player's thread something that the rules are to know.
  func tell(_ news: News) {
    state.withLock { $0.news.append(news) }
    state.signal()
  }

  /// Has the pool take no more, and submits nothing more: a pool would only refuse it, and what
  /// waits for the next line of standard input would wait for ever.
  func shutDownPool(
    cancelFutures: Bool = false, reason: String = "the pool was shut down"
  ) {
    // First, so that the player takes no line that the pool refuses.
    tell(.stopSubmitting(reason: reason))
    pool.shutdown(wait: false, cancelFutures: cancelFutures)
  }

  static let threadName = "scenario"

  func log(_ text: String) {
    pool.log(text, threadName: Self.threadName)
  }
}

// MARK: - What was submitted

extension ScenarioPlayer {
  /// The future with an id, if this run submitted it.
  func future(_ id: FutureID) -> Future<ScenarioValue>? {
    submitted(id)?.future
  }

  /// The future with an id, if this run submitted it, and what it was submitted for.
  func submitted(_ id: FutureID) -> (future: Future<ScenarioValue>, step: ScenarioStep)? {
    state.withLock { $0.submitted[id] }
  }

  /// Forgets what is done and cannot be asked for any more, because it has no row.
  func forget(without rows: FutureTable) {
    // There is an answer for all of these.
    guard scenario.expectations?.results == nil, scenario.observeInterval == nil else { return }
    // Let go outside.
    _ = state.withLock { $0.submitted.forget(without: rows) }
  }

  /// What each submission returned, in order; `nil` where it did not succeed.
  var values: [ScenarioValue?] {
    let (submitted, others) = state.withLock { ($0.submitted, $0.unsubmitted) }
    var values = zip(submitted.steps, submitted.futures).map {
      ($0.n, $1.isDone ? try? $1.result() : nil)
    }
    values += others.map { ($0.number, nil) }
    return values.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// From the first submission to the last outcome.
  var makespan: Duration? {
    let (first, last) = state.withLock { ($0.firstSubmission, $0.lastOutcome) }
    guard let first, let last else { return nil }
    return first.duration(to: last)
  }

  /// Waits until everything that the pool counts as done says so itself: that comes a moment later.
  func settle() {
    for future in state.withLock({ $0.submitted.futures }) where !future.isDone {
      _ = try? future.exception()
    }
  }

  /// Why not all that was to come was taken, in sentences: first what is wrong with standard input.
  var refusals: [String] {
    [batch?.argumentProblem, state.withLock { $0.refusal }].compactMap(\.self)
  }

  /// How many submissions came to which outcome without the pool.
  var unsubmittedCounts: FutureCounts {
    state.withLock { $0.unsubmitted }.reduce(into: FutureCounts()) { $0[$1.outcome] += 1 }
  }
}

extension ScenarioPlayer.State {
  /// Notes that something came to its outcome; what is told later may have come earlier.
  mutating func note(outcomeAt time: PoolInstant) {
    lastOutcome = max(lastOutcome ?? time, time)
  }
}
