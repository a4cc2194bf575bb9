/// Keeps who waits for whom, and says who may go.
struct DependencyLedger: Sendable {
  /// What is known of a job that others wait for.
  private struct Tally: Sendable {
    /// Entries that may still submit it.
    var openEntryCount = 0
    var cameCount = 0
    var startedCount = 0
    var endedCount = 0
    /// Whether one did not succeed.
    var hasFailed = false
    /// Whether one was done without having started.
    var hasSkipped = false
  }

  /// Whether a job's submissions may go.
  enum Standing: Sendable, Equatable {
    case free
    case waiting
    /// What it waits for cannot come true any more, because of this job.
    case hopeless(job: Int, Dependency.Condition)
  }

  private let dependencies: [[Dependency]]
  /// Who waits for a job.
  private var dependents: [[Int]]
  private var tallies: [Tally]

  init(_ jobs: [JobPlan], _ entries: [SubmitEntry]) {
    dependencies = jobs.map(\.dependencies)
    dependents = jobs.map { _ in [] }
    tallies = jobs.map { _ in Tally() }
    for (job, plan) in jobs.enumerated() {
      for dependency in plan.dependencies { dependents[dependency.job].append(job) }
    }
    for entry in entries {
      for job in Set(entry.jobs) { tallies[job].openEntryCount += 1 }
    }
  }

  /// Whether anybody waits for a job.
  func isAwaited(_ job: Int) -> Bool { !dependents[job].isEmpty }

  /// Who waits for a job.
  func dependents(of job: Int) -> [Int] { dependents[job] }

  /// Says whether submissions of a job may go.
  func standing(of job: Int) -> Standing {
    var standing = Standing.free
    for dependency in dependencies[job] {
      let tally = tallies[dependency.job]
      let hasAllCome = tally.openEntryCount == 0
      let isHopeless: Bool
      let isMet: Bool
      switch dependency.condition {
      case .succeeded:
        isHopeless = tally.hasFailed
        isMet = hasAllCome && tally.endedCount == tally.cameCount
      case .finished:
        isHopeless = false
        isMet = hasAllCome && tally.endedCount == tally.cameCount
      case .started:
        isHopeless = tally.hasSkipped
        isMet = hasAllCome && tally.startedCount == tally.cameCount
      }
      if isHopeless { return .hopeless(job: dependency.job, dependency.condition) }
      if !isMet { standing = .waiting }
    }
    return standing
  }

  /// Notes that an entry submits nothing more.
  mutating func entryEnded(_ entry: SubmitEntry) {
    for job in Set(entry.jobs) { tallies[job].openEntryCount -= 1 }
  }

  mutating func came(_ job: Int) {
    tallies[job].cameCount += 1
  }

  mutating func started(_ job: Int) {
    tallies[job].startedCount += 1
  }

  /// Notes the end of a submission.
  mutating func ended(_ job: Int, isSuccess: Bool, hasStarted: Bool) {
    tallies[job].endedCount += 1
    if !isSuccess { tallies[job].hasFailed = true }
    if !hasStarted { tallies[job].hasSkipped = true }
  }
}
