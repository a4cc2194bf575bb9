internal import ConcurrentFutures
internal import Platform
internal import ScenarioScript
internal import Workloads

/// One submission of a scenario, as its job gets it.
struct ScenarioStep: Sendable, Hashable, Codable {
  let key: Int
  // Half as long, because there may be a million of these, each in an object with its job: with 24
  // bytes that takes 16 less than with 32.
  private let number: Int32
  private let entryIndex: Int32
  private let jobPosition: Int32
  private let entryPosition: Int32

  /// Which submission of the run it is, from 0.
  var n: Int { Int(number) }
  /// Which submission of its entry it is, from 0; its draws come from there.
  var index: Int { Int(entryIndex) }
  /// Which job: a position in the scenario's jobs, from 0.
  var job: Int { Int(jobPosition) }
  /// Which entry of the file it belongs to, from 0.
  var entry: Int { Int(entryPosition) }
}

extension ScenarioStep {
  /// The step that is so many after this one, where nothing comes between them.
  func advanced(by count: Int) -> ScenarioStep {
    ScenarioStep(
      key: key + count, number: Int32(clamping: n + count),
      entryIndex: Int32(clamping: index + count),
      jobPosition: jobPosition, entryPosition: entryPosition)
  }

  init(_ submission: Submission) {
    self.init(
      // A loop without a count may come to more than fits: what is more has the last number.
      key: submission.key, number: Int32(clamping: submission.n),
      entryIndex: Int32(submission.index),
      jobPosition: Int32(submission.job), entryPosition: Int32(submission.entry))
  }
}

extension Submission {
  init(_ step: ScenarioStep) {
    self.init(
      offset: .zero, entry: step.entry, index: step.index, n: step.n, key: step.key, job: step.job)
  }
}

/// What a scenario's job returns.
enum ScenarioValue: Sendable, Hashable, Codable {
  case none
  case integer(Int)
  case text(String)
}

extension ScenarioValue: CustomStringConvertible {
  var description: String {
    switch self {
    case .none: "()"
    case .integer(let integer): String(integer)
    case .text(let text): "\"\(text)\""
    }
  }
}

/// What a scenario's job throws.
struct JobFailure: Error, Sendable, Hashable, Codable, CustomStringConvertible {
  let description: String
}

extension JobPlan {
  /// Makes the job that does what a step says.
  ///
  /// - Parameters:
  ///   - seed: Where draws come from.
  ///   - pace: How fast the scenario's time passes.
  ///   - batch: Runs commands; `nil` is the usual way.
  ///   - onStart: Is told of each submission as it begins to run for the first time.
  /// - Returns: The job, for a pool of threads.
  func makeJob(
    seed: UInt64, pace: Pace, batch: CommandBatch?,
    onStart: @escaping @Sendable (Submission) -> Void
  ) -> Job<ScenarioStep, ScenarioValue> {
    Job(name) { step, context in
      if context.attempt == 1 { onStart(Submission(step)) }
      return try run(step, seed: seed, pace: pace, batch, in: context)
    }
  }

  /// Returns how the pool is to treat a step.
  func options(
    _ step: ScenarioStep, _ entry: SubmitEntry, seed: UInt64, pace: Pace
  ) -> SubmitOptions {
    let draws = DrawSource(seed: seed, entry: step.entry, index: step.index)
    // A command takes its own time, and so do its limits and pauses.
    func real(_ duration: Duration) -> Duration { isCommand ? duration : pace.real(duration) }
    let retries = retries.map { plan in
      var policy = RetryPolicy(
        count: plan.max, delay: real(plan.delay), backoff: plan.backoff, jitter: plan.jitter)
      policy.jitterSeed = plan.jitterSeed(draws)
      return policy
    }
    return SubmitOptions(
      name: entry.name ?? name, priority: entry.priority ?? priority,
      timeout: timeout.map { real($0) }, retries: retries ?? .none, tags: entry.tags)
  }

  /// Does what a step says, in whatever pool.
  func run(
    _ step: ScenarioStep, seed: UInt64, pace: Pace, _ batch: CommandBatch? = nil,
    in context: JobContext
  ) throws -> ScenarioValue {
    let draws = DrawSource(
      seed: seed, entry: step.entry, index: step.index, attempt: context.attempt)
    let words = TemplateContext(
      n: step.n, key: step.key, worker: context.workerName, attempt: context.attempt)
    if let startLog { context.log(startLog.text(words)) }
    var value: ScenarioValue?
    switch work {
    case .sleep(let plan): try Workload.sleep(pace.real(plan.draw(draws))).run(in: context)
    case .busy(let plan): try Workload.busy(pace.real(plan.draw(draws))).run(in: context)
    case .command(let plan):
      let workload = plan.workload(words)
      value = .integer(
        try batch?.run(workload, step, in: context) ?? workload.run(in: context))
    }
    if let crash, crash.ends(key: step.key), let signal = Signal(name: crash.signal.rawValue) {
      CrashWorkload(signal: signal).run()
    }
    if let failure, failure.fails(key: step.key, draws) {
      throw JobFailure(description: failure.error?.text(words) ?? "\(name) \(step.key) failed")
    }
    if let finishLog { context.log(finishLog.text(words)) }
    if let value { return value }
    return switch try result?.render(words) {
    case nil: .none
    case .integer(let integer)?: .integer(integer)
    case .text(let text)?: .text(text)
    }
  }
}

extension CommandPlan {
  /// Fills in the variables for an attempt.
  fileprivate func workload(_ words: TemplateContext) -> CommandWorkload {
    var variables = environment.mapValues { $0.text(words) }
    variables["POOLTOP_N"] = String(words.n)
    variables["POOLTOP_KEY"] = String(words.key)
    variables["POOLTOP_ATTEMPT"] = String(words.attempt)
    return CommandWorkload(
      arguments: arguments, environment: variables, folder: folder,
      successExitCodes: successExitCodes)
  }
}

extension Scenario {
  /// The jobs of which another one waits for all submissions to start.
  var jobsAwaitedToStart: Set<Int> {
    Set(jobs.flatMap(\.dependencies).filter { $0.condition == .started }.map(\.job))
  }
}
