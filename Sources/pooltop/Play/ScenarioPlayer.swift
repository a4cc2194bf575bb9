internal import ConcurrentFutures
internal import Platform
internal import ScenarioScript

// The player is one thread. It sleeps until the next thing is due: a submission of the timeline,
// a look at the futures, a wish from a key; and it wakes when the last future is done.
//
//   timeline ─┐
//   key 'a' ──┼──► submit ──► pool
//   observe ──┘                 │
//        all done ◄── callback ─┘──► finish: log, judge, shut down

/// Plays a scenario on a pool: submits what is due, and ends the run when everything is done.
final class ScenarioPlayer: Sendable {
  private struct State {
    var isStopped = false
    /// Jobs that a person wants beyond the timeline.
    var wantedCount = 0
    /// Submissions of the timeline that were made, or never will be.
    var playedCount = 0
    /// Everything that was submitted, in order; ids ascend.
    var futures: [Future<ScenarioValue>] = []
    var unfinishedCount = 0
    /// Futures that got done and are to be logged, by position: those that did not succeed, and all
    /// where they are collected.
    var completed: [Int] = []
    /// Whether the end of the run was dealt with; more work undoes it.
    var isConcluded = false
  }

  private enum Wake {
    case stop
    case submitWanted(Int)
    case logCompleted([Int])
    case conclude
  }

  let scenario: Scenario
  let pool: ThreadPoolExecutor
  private let seed: UInt64
  private let finish: Finish
  private let jobs: [Job<ScenarioStep, ScenarioValue>]
  private let timeline: Timeline
  private let state = Monitor(State())
  private let start = MonotonicClock.now
  /// Is told how many of a person's jobs were submitted, or why not.
  private let onSubmitted: @Sendable (SubmitAnswer) -> Void
  /// Is told when everything is done; called on the player's thread.
  private let onConclusion: @Sendable () -> Void

  /// What came of a wish for more jobs.
  enum SubmitAnswer: Sendable {
    case submitted(count: Int, first: FutureID)
    case refused(String)
  }

  init(
    _ scenario: Scenario, seed: UInt64, finish: Finish, on pool: ThreadPoolExecutor,
    onSubmitted: @escaping @Sendable (SubmitAnswer) -> Void,
    onConclusion: @escaping @Sendable () -> Void
  ) {
    self.scenario = scenario
    self.pool = pool
    self.seed = seed
    self.finish = finish
    self.jobs = scenario.jobs.map { scenario.makeJob($0, seed: seed) }
    self.timeline = scenario.timeline
    self.onSubmitted = onSubmitted
    self.onConclusion = onConclusion
  }

  /// Plays on a thread of its own.
  func play() throws {
    try OSThread.start(name: Self.threadName) { self.run() }.detach()
  }

  /// Submits nothing more, and does not conclude the run.
  func stop() {
    state.withLock { $0.isStopped = true }
    state.signal()
  }

  /// Asks for more jobs of the current kind: the one that the timeline submitted last.
  func submitMore(_ count: Int) {
    state.withLock { $0.wantedCount += count }
    state.signal()
  }

  /// The future with an id, if this run submitted it.
  func future(_ id: FutureID) -> Future<ScenarioValue>? {
    state.withLock { state in
      var low = 0
      var high = state.futures.count
      while low < high {
        let middle = (low + high) / 2
        if state.futures[middle].id < id { low = middle + 1 } else { high = middle }
      }
      guard low < state.futures.count, state.futures[low].id == id else { return nil }
      return state.futures[low]
    }
  }

  /// What each submission returned, in order; `nil` where it did not succeed.
  var values: [ScenarioValue?] {
    let futures = state.withLock { $0.futures }
    return futures.map { $0.isDone ? try? $0.result() : nil }
  }

  private static let threadName = "scenario"

  private func log(_ text: String) {
    pool.log(text, threadName: Self.threadName)
  }
}

// MARK: - The thread

extension ScenarioPlayer {
  private func run() {
    var nextLook = scenario.observeInterval.map { start.advanced(by: $0) }
    while true {
      submitDue()
      switch waitForWork(until: nextDeadline(nextLook)) {
      case .stop?: return
      case .submitWanted(let count)?: submitWanted(count)
      case .logCompleted(let positions)?: for position in positions { logOutcome(position) }
      case .conclude?:
        if nextLook != nil { logLook() }
        conclude()
        nextLook = nil
      case nil:
        guard let look = nextLook, MonotonicClock.now >= look else { continue }
        logLook()
        nextLook = scenario.observeInterval.map { look.advanced(by: $0) }
      }
    }
  }

  private func waitForWork(until deadline: MonotonicClock.Instant?) -> Wake? {
    state.wait(until: deadline) { state in
      if state.isStopped { return .stop }
      if state.wantedCount > 0 {
        defer { state.wantedCount = 0 }
        return .submitWanted(state.wantedCount)
      }
      if !state.completed.isEmpty {
        defer { state.completed = [] }
        return .logCompleted(state.completed)
      }
      let isOver = state.playedCount == timeline.count && state.unfinishedCount == 0
      guard isOver, !state.isConcluded else { return nil }
      state.isConcluded = true
      return .conclude
    }
  }

  private func nextDeadline(_ nextLook: MonotonicClock.Instant?) -> MonotonicClock.Instant? {
    let played = state.withLock { $0.playedCount }
    let next = played < timeline.count ? start.advanced(by: timeline[played].offset) : nil
    guard let next, let nextLook else { return next ?? nextLook }
    return min(next, nextLook)
  }
}

// MARK: - Submitting

extension ScenarioPlayer {
  /// Submits everything of the timeline whose time has come.
  private func submitDue() {
    var played = state.withLock { $0.playedCount }
    while played < timeline.count {
      let submission = timeline[played]
      guard start.advanced(by: submission.offset) <= MonotonicClock.now else { return }
      do {
        _ = try submit(ScenarioStep(submission))
      } catch {
        log("\(timeline.count - played) submissions were not made: \(error)")
        state.withLock { $0.playedCount = timeline.count }
        return
      }
      played += 1
      let isStopped = state.withLock { state in
        state.playedCount = played
        return state.isStopped
      }
      if isStopped { return }
    }
  }

  private func submitWanted(_ count: Int) {
    let (played, submitted) = state.withLock { ($0.playedCount, $0.futures.count) }
    let current = timeline.isEmpty ? nil : timeline[max(0, played - 1)]
    guard let current else { return onSubmitted(.refused("the scenario submits no job")) }
    var first: FutureID?
    for offset in 0..<count {
      let n = max(timeline.count, submitted) + offset
      let step = ScenarioStep(
        job: current.job, n: n, key: n, entry: current.entry, index: n)
      do {
        let future = try submit(step)
        first = first ?? future.id
      } catch {
        return onSubmitted(.refused("\(offset) of \(count) submitted: \(error)"))
      }
    }
    if let first { onSubmitted(.submitted(count: count, first: first)) }
  }

  private func submit(_ step: ScenarioStep) throws -> Future<ScenarioValue> {
    let entry = scenario.submissions[step.entry]
    let options = scenario.jobs[step.job].options(step, entry, seed: seed)
    let future = try pool.submit(jobs[step.job], step, options: options)
    let position = state.withLock { state in
      state.futures.append(future)
      state.unfinishedCount += 1
      state.isConcluded = false
      return state.futures.count - 1
    }
    future.addDoneCallback { [weak self] future in
      let hasFailed = !future.isCancelled && (try? future.exception()) != nil
      self?.futureIsDone(position, hasFailed: hasFailed)
    }
    if let submitLog = entry.submitLog {
      log(submitLog.text(TemplateContext(n: step.n, key: step.key)))
    }
    return future
  }

  private func futureIsDone(_ position: Int, hasFailed: Bool) {
    let isTold = hasFailed || scenario.collectsAsCompleted
    let shouldWake = state.withLock { state in
      state.unfinishedCount -= 1
      if isTold { state.completed.append(position) }
      return state.unfinishedCount == 0 || isTold
    }
    if shouldWake { state.signal() }
  }
}

// MARK: - Telling

extension ScenarioPlayer {
  /// How many futures a look lists; a screen of them, not a million.
  private static let lookLimit = 40

  /// Logs the workers, and each future's done flag and result, as the notes' loop does.
  private func logLook() {
    let snapshot = pool.snapshot()
    let workers = snapshot.workers.filter { $0.state != .exited }.map { worker in
      let work = worker.current.map { "runs \($0)" } ?? worker.state.rawValue
      return "<\(worker.name) \(worker.systemID) \(work)>"
    }
    log("workers [" + workers.joined(separator: ", ") + "]")
    let futures = state.withLock { $0.futures }
    var flags = futures.prefix(Self.lookLimit).map { future in
      "\(future.id): " + (future.isDone ? "done, \(outcome(of: future))" : "not done")
    }
    if futures.count > Self.lookLimit {
      flags.append("… \(futures.count(where: \.isDone)) of \(futures.count) done")
    }
    log("futures [" + flags.joined(separator: "; ") + "]")
  }

  /// Logs one future that got done, as the notes' second program does.
  private func logOutcome(_ position: Int) {
    let future = state.withLock { $0.futures[position] }
    let verb = scenario.collectsAsCompleted ? "completed" : "future"
    log("\(verb) \(future.id) \(outcome(of: future))")
  }

  private func outcome(of future: Future<ScenarioValue>) -> String {
    do {
      return "returned \(try future.result(timeout: .zero))"
    } catch is CancelledError {
      return "cancelled"
    } catch {
      return "raised \(type(of: error)): \(error)"
    }
  }

  private func conclude() {
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
