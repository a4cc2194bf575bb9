internal import PoolObservation

// Jobs, and what they have in common.

/// What a file says of a job, before the defaults are added.
struct JobDraft {
  /// What a job does, before it is known what goes with a command.
  enum Work {
    case sleep(DurationPlan)
    case busy(DurationPlan)
    case command([String])
  }

  var work: Work?
  /// What goes with a command.
  var command = CommandDraft()
  var crash: CrashPlan?
  /// Whether the file says what the job does, be it rightly or wrongly.
  var statesWork = false
  var result: Template?
  var failure: FailurePlan?
  var log: (start: Template?, finish: Template?)?
  var timeout: Duration?
  var retries: RetryPlan?
  var priority: Int?
  var weight: Int?
  var dependencies: [DependencyDraft]?
}

extension ScenarioReader {
  /// Reads all jobs, in file order; then what each of them depends on is in the reader.
  mutating func readJobs(
    _ value: DocumentValue?, defaults: JobDraft, at root: SourcePlace
  ) -> [JobPlan] {
    guard let value else {
      problems.add(root, "a scenario needs 'jobs'")
      return []
    }
    guard case .mapping(let pairs) = value.content else {
      return expected("a mapping of names to jobs", value) ?? []
    }
    guard !pairs.isEmpty else {
      problems.add(value.place, "a scenario needs at least one job")
      return []
    }
    var jobs = pairs.map { job($0, defaults: defaults) }
    resolve(dependencyDrafts, &jobs)
    return jobs
  }

  private mutating func job(_ pair: DocumentPair, defaults: JobDraft) -> JobPlan {
    let owner = "job \(quoted(pair.key))"
    if pair.key.isEmpty { problems.add(pair.keyPlace, "a job needs a name") }
    let countBefore = problems.count
    let draft = jobDraft(pair.value, in: owner)
    // A job with a misspelt key probably says what it does.
    if !draft.statesWork, !defaults.statesWork, problems.count == countBefore {
      problems.add(pair.keyPlace, "\(owner) does nothing; give it 'sleep', 'busy' or 'command'")
    }
    dependencyDrafts.append(draft.dependencies ?? defaults.dependencies ?? [])
    let log = draft.log ?? defaults.log
    let work = draft.statesWork ? draft.work : defaults.work
    var isCommand = false
    if case .command? = work { isCommand = true }
    if case .mapping(let pairs) = pair.value.content, work != nil {
      checkCommand(pairs, isCommand: isCommand, in: owner)
    }
    return JobPlan(
      name: pair.key,
      work: JobPlan.Work(work, draft.command, defaults.command),
      result: isCommand ? nil : draft.result ?? defaults.result,
      failure: draft.failure ?? defaults.failure,
      startLog: log?.start, finishLog: log?.finish, timeout: draft.timeout ?? defaults.timeout,
      retries: draft.retries ?? defaults.retries,
      priority: draft.priority ?? defaults.priority ?? 0,
      weight: draft.weight ?? defaults.weight ?? 1, crash: draft.crash ?? defaults.crash)
  }

  /// Reads the keys of a job, or of the defaults of all jobs.
  mutating func jobDraft(_ value: DocumentValue, in owner: String) -> JobDraft {
    if case .scalar(let scalar) = value.content, owner != "defaults" {
      return shortForm(scalar, value, in: owner)
    }
    var draft = JobDraft()
    guard let fields = fields(of: value, .job, in: owner) else {
      draft.statesWork = true
      return draft
    }
    if case .mapping(let pairs) = value.content {
      let works = pairs.filter { ["sleep", "busy", "command"].contains($0.key) }
      draft.statesWork = !works.isEmpty
      if works.count > 1 {
        problems.add(
          works[1].keyPlace,
          "\(owner) does two things, '\(works[0].key)' and '\(works[1].key)'; one is allowed")
      }
    }
    draft.work =
      fields["sleep"].flatMap { durationPlan($0).map { .sleep($0) } }
      ?? fields["busy"].flatMap { durationPlan($0).map { .busy($0) } }
      ?? fields["command"].flatMap { command($0).map { .command($0) } }
    draft.command = commandDraft(fields)
    draft.crash = fields["crash"].flatMap { crash($0) }
    draft.result = fields["result"].flatMap { template($0) }
    draft.failure = fields["fail"].flatMap { failure($0) }
    draft.log = fields["log"].flatMap { jobLog($0) }
    draft.dependencies = fields["depends_on"].map { dependencies($0) }
    readTreatment(fields, &draft)
    return draft
  }

  /// Reads a job that is one word: a duration to sleep, or a command.
  private mutating func shortForm(
    _ scalar: DocumentScalar, _ value: DocumentValue, in owner: String
  ) -> JobDraft {
    var draft = JobDraft()
    guard !scalar.isNull else { return draft }
    draft.statesWork = true
    let first = scalar.text.utf8.drop { $0 == UInt8(ascii: "-") }.first
    if let first, isDigit(first) {
      draft.work = duration(value).map { .sleep(.fixed($0)) }
    } else {
      draft.work = command(value).map { .command($0) }
    }
    return draft
  }

  private mutating func jobLog(_ value: DocumentValue) -> (start: Template?, finish: Template?)? {
    guard let fields = fields(of: value, .jobLog, in: "log") else { return nil }
    return (fields["start"].flatMap { template($0) }, fields["finish"].flatMap { template($0) })
  }

  private mutating func failure(_ value: DocumentValue) -> FailurePlan? {
    guard let fields = fields(of: value, .failure, in: "fail") else { return nil }
    var failure = FailurePlan()
    failure.keys = fields["keys"].flatMap { keys($0) }
    failure.rate = fields["rate"].flatMap { rate($0) }
    failure.firstAttempts = fields["first_attempts"].flatMap { integer($0, in: 1 ... .max) }
    failure.error = fields["error"].flatMap { template($0) }
    return failure
  }

  /// Reads which submissions something happens to.
  mutating func keys(_ value: DocumentValue) -> [Int]? {
    list(value, of: "whole numbers")?.compactMap { integer($0) }
  }

  /// Reads a percentage, as a share of one.
  mutating func rate(_ value: DocumentValue) -> Double? {
    guard case .scalar(let scalar) = value.content, let share = share(asWritten: scalar.text) else {
      return expected("a percentage from 0% to 100%", value)
    }
    return share
  }
}

extension JobPlan.Work {
  /// Puts together what a job does; what was read wrongly does nothing.
  fileprivate init(_ work: JobDraft.Work?, _ command: CommandDraft, _ defaults: CommandDraft) {
    switch work {
    case nil: self = .sleep(.fixed(.zero))
    case .sleep(let plan)?: self = .sleep(plan)
    case .busy(let plan)?: self = .busy(plan)
    case .command(let arguments)?:
      let environment = (defaults.environment ?? [:]).merging(command.environment ?? [:]) { $1 }
      self = .command(
        CommandPlan(
          arguments: arguments.map { Array($0.utf8) }, environment: environment,
          folder: command.folder ?? defaults.folder,
          successExitCodes: command.successExitCodes ?? defaults.successExitCodes ?? [0]))
    }
  }
}
