/// Turns a document into a scenario and collects what is wrong with it.
///
/// A function that finds something wrong says so and returns `nil` or a stand-in; nobody plays a
/// scenario that was read with problems.
struct ScenarioReader {
  var source = SourceText("")
  var problems = ProblemList()
  /// What the workers shall be, whatever the file says.
  var poolKind: PoolPlan.Kind?
  /// The pool, as soon as it is read.
  var pool = PoolPlan()
  /// What each job depends on, as it is written.
  var dependencyDrafts: [[DependencyDraft]] = []

  /// Reads the top level.
  mutating func scenario(_ document: DocumentValue, file: String) -> Scenario? {
    guard let fields = fields(of: document, .scenario, in: nil) else { return nil }
    if let version = fields["version"] { checkVersion(version) }
    let name = fields["name"].flatMap { text($0) }
    let description = fields["description"].flatMap { text($0) }
    let seed = fields["seed"].flatMap { readSeed($0) }
    if let value = fields["pool"] { pool = readPool(value) }
    pool.kind = poolKind ?? pool.kind
    let defaults = fields["defaults"].map { jobDraft($0, in: "defaults") } ?? JobDraft()
    let countBefore = problems.count
    let jobs = readJobs(fields["jobs"], defaults: defaults, at: document.place)
    let submissions = readSubmissions(fields["submit"], jobs: jobs)
    if problems.count == countBefore { checkDependencies(dependencyDrafts, jobs, submissions) }
    // Submissions that were read with problems say nothing about what can be expected of them.
    let submissionCount = problems.count == countBefore ? submissions.submissionCount.exact : nil
    let observeInterval = fields["observe"].flatMap { readObserveInterval($0) }
    let collect = fields["collect"].flatMap { choice($0, of: CollectMode.self) }
    let finish = fields["finish"].flatMap { choice($0, of: Finish.self) }
    let events = fields["events"].map { readEvents($0, pool) } ?? []
    let onFailure = fields["on_failure"].flatMap { choice($0, of: FailureReaction.self) }
    let mayFallShort = onFailure == .cancelAll || events.contains(where: \.endsSubmitting)
    let expectations = fields["expect"].map {
      readExpectations($0, submissionCount: submissionCount, mayFallShort: mayFallShort)
    }
    return Scenario(
      name: name ?? Self.stem(of: file), description: description, seed: seed, pool: pool,
      jobs: jobs, submissions: submissions, observeInterval: observeInterval,
      collectsAsCompleted: collect == .asCompleted,
      events: events.inOrder, onFailure: onFailure ?? .continue,
      finish: finish, expectations: expectations)
  }

  private enum CollectMode: String, CaseIterable {
    case asCompleted = "as_completed"
  }

  private mutating func checkVersion(_ value: DocumentValue) {
    guard let version = integer(value), version != 1 else { return }
    problems.add(value.place, "this is version \(version) of the language; known is version 1")
  }

  private mutating func readSeed(_ value: DocumentValue) -> UInt64? {
    guard case .scalar(let scalar) = value.content, scalar.isPlain, isInteger(scalar.text) else {
      return expected("a whole number", value)
    }
    guard let seed = UInt64(scalar.text) else {
      problems.add(
        value.place,
        scalar.text.hasPrefix("-")
          ? "expected 0 or more, found \(quoted(scalar.text))"
          : "\(quoted(scalar.text)) is too large")
      return nil
    }
    return seed
  }

  private mutating func readObserveInterval(_ value: DocumentValue) -> Duration? {
    let countBefore = problems.count
    guard let fields = fields(of: value, .observe, in: "observe") else { return nil }
    guard let every = fields["every"] else {
      if problems.count == countBefore {
        problems.add(value.place, "observe needs 'every', as in {every: 2s}")
      }
      return nil
    }
    return positiveDuration(every)
  }

  /// Returns a file's name without its folder and its ending.
  private static func stem(of file: String) -> String {
    let name = file.split(separator: "/").last ?? ""
    let ending = [".yaml", ".yml"].first { name.hasSuffix($0) && name.count > $0.count } ?? ""
    return String(name.dropLast(ending.count))
  }
}

// MARK: - Pool

extension ScenarioReader {
  private mutating func readPool(_ value: DocumentValue) -> PoolPlan {
    var pool = PoolPlan()
    guard let fields = fields(of: value, .pool, in: "pool") else { return pool }
    pool.kind = fields["kind"].flatMap { choice($0, of: PoolPlan.Kind.self) } ?? pool.kind
    pool.workers = fields["workers"].flatMap { workers($0) } ?? pool.workers
    pool.name = fields["name"].flatMap { text($0) }
    pool.capacity = fields["capacity"].flatMap { integer($0, in: 1 ... .max) }
    pool.whenFull =
      fields["when_full"].flatMap { choice($0, of: PoolPlan.WhenFull.self) } ?? pool.whenFull
    pool.maxTasksPerWorker = fields["max_tasks_per_worker"].flatMap { integer($0, in: 1 ... .max) }
    if poolKind ?? pool.kind == .thread, let limit = fields["max_tasks_per_worker"] {
      problems.add(limit.place, "'max_tasks_per_worker' needs worker processes")
    }
    if fields["capacity"] == nil, let whenFull = fields["when_full"] {
      problems.add(whenFull.place, "'when_full' needs the 'capacity' that can be reached")
    }
    return pool
  }

  /// The most workers.
  ///
  /// More threads than this no machine starts; fewer would forbid an experiment.
  private static let mostWorkers = 10_000

  /// Reads a number of workers.
  mutating func workerCount(_ value: DocumentValue) -> Int? {
    integer(value, in: 1...Self.mostWorkers)
  }

  private mutating func workers(_ value: DocumentValue) -> PoolPlan.Workers? {
    guard case .scalar(let scalar) = value.content, scalar.isPlain,
      scalar.text == "cpus" || isInteger(scalar.text)
    else {
      return expected("a whole number or cpus", value)
    }
    if scalar.text == "cpus" { return .cpus }
    return workerCount(value).map { .count($0) }
  }
}

extension [ScriptedEvent] {
  /// In the order of their moments, and of the file.
  fileprivate var inOrder: [ScriptedEvent] {
    enumerated().sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
      .map(\.element)
  }
}

extension ScriptedEvent {
  /// Whether nothing is submitted after it.
  fileprivate var endsSubmitting: Bool {
    if case .shutdown = action { true } else { false }
  }
}
