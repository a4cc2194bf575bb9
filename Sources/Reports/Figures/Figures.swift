package import PoolObservation

/// What can be said of a run in numbers.
package struct Figures: Sendable {
  /// How long the futures of one name took, and what came of them.
  package struct Job: Sendable {
    package var name: String
    package var counts = FutureCounts()
    package var runTimes = Percentiles()
    package var waitTimes = Percentiles()
  }

  /// What was waiting while the run went on.
  package enum Cause: String, Sendable, CaseIterable {
    /// Futures waited, and dispatch was held.
    case held
    /// Futures waited, and every worker had something to do.
    case workers
    /// Futures waited although a worker was free: for the pause before another attempt, mostly.
    case pauses
    /// Nothing waited but the end of what ran.
    case jobs
    /// There was nothing to do.
    case submissions
  }

  /// How many futures waited and ran at a moment.
  package struct Level: Sendable, Hashable {
    package var time: PoolInstant
    package var pending: Int
    package var running: Int
  }

  /// From the first submission to the last outcome; `nil` when there was none.
  package private(set) var makespan: Duration?
  /// From submission to first start.
  package private(set) var waitTimes = Percentiles()
  /// Of all attempts.
  package private(set) var runTimes = Percentiles()
  /// By name, in the order of their first submission.
  package private(set) var jobs: [Job] = []
  /// The futures in the order in which they first ran.
  package private(set) var startOrder: [FutureID] = []
  /// When those first ran that were tried more than once.
  private var firstStarts: [FutureID: PoolInstant] = [:]
  /// Attempts after the first.
  package private(set) var retriedCount = 0
  /// How much of the makespan was spent on what.
  package private(set) var causes: [Cause: Duration] = [:]
  /// How many waited and ran over time, at most ``levelLimit`` of them.
  package private(set) var levels: [Level] = []
  package private(set) var longestQueue = 0

  /// How many levels are kept.
  ///
  /// More draws a finer line; fewer makes a smaller report.
  package static let levelLimit = 600

  /// Counts and measures a run.
  package init(_ record: RunRecord) {
    measureTimes(record)
    followQueue(record)
    retriedCount = record.earlierAttempts.count
  }
}

// MARK: - Times

extension Figures {
  /// Returns how long a future waited for its first start; until a moment, when it never had one.
  package func waitTime(of row: FutureSnapshot, at now: PoolInstant) -> Duration {
    firstStarts[row.id].map { row.submittedAt.duration(to: $0) } ?? row.waitTime(at: now)
  }

  private mutating func measureTimes(_ record: RunRecord) {
    var places: [String: Int] = [:]
    var starts: [(PoolInstant, FutureID)] = []
    var first: PoolInstant?
    var last: PoolInstant?
    for attempt in record.earlierAttempts {
      firstStarts[attempt.future] = min(
        firstStarts[attempt.future] ?? attempt.start, attempt.start)
    }
    for row in record.snapshot.futures {
      first = min(first ?? row.submittedAt, row.submittedAt)
      if let end = row.finishedAt { last = max(last ?? end, end) }
      let place = places[row.name] ?? jobs.count
      if place == jobs.count {
        places[row.name] = place
        jobs.append(Job(name: row.name))
      }
      jobs[place].counts.count(row)
      let lastStart = row.state == .pending ? nil : row.startedAt
      guard let start = firstStarts[row.id] ?? lastStart else { continue }
      starts.append((start, row.id))
      let wait = row.submittedAt.duration(to: start)
      jobs[place].waitTimes.add(wait)
      waitTimes.add(wait)
      guard let lastStart, let end = row.finishedAt else { continue }
      jobs[place].runTimes.add(lastStart.duration(to: end))
      runTimes.add(lastStart.duration(to: end))
    }
    for attempt in record.earlierAttempts {
      let time = attempt.start.duration(to: attempt.end)
      runTimes.add(time)
      if let place = record.snapshot.futures[id: attempt.future].flatMap({ places[$0.name] }) {
        jobs[place].runTimes.add(time)
      }
    }
    for place in jobs.indices {
      jobs[place].runTimes.sort()
      jobs[place].waitTimes.sort()
    }
    waitTimes.sort()
    runTimes.sort()
    startOrder = starts.sorted { $0 < $1 }.map(\.1)
    if let first, let last { makespan = first.duration(to: last) }
  }
}

extension FutureCounts {
  fileprivate mutating func count(_ row: FutureSnapshot) {
    if let outcome = row.outcome {
      self[outcome] += 1
    } else if row.state == .running {
      running += 1
    } else {
      pending += 1
    }
  }
}

// MARK: - The queue

extension Figures {
  private struct Step {
    var time: PoolInstant
    var pending = 0
    var running = 0
    var held = 0

    /// What is being waited for, where there are so many workers.
    func cause(workerCount: Int) -> Cause {
      guard pending > 0 else { return running > 0 ? .jobs : .submissions }
      if held > 0 { return .held }
      return running >= workerCount ? .workers : .pauses
    }
  }

  private mutating func followQueue(_ record: RunRecord) {
    let workerCount = max(1, record.snapshot.pool.maxWorkers)
    var steps: [Step] = []
    for row in record.snapshot.futures {
      steps.append(Step(time: row.submittedAt, pending: 1))
      if let start = row.startedAt, row.state != .pending {
        steps.append(Step(time: start, pending: -1, running: 1))
        if let end = row.finishedAt { steps.append(Step(time: end, running: -1)) }
      } else if let end = row.finishedAt {
        steps.append(Step(time: end, pending: -1))
      }
    }
    for attempt in record.earlierAttempts {
      steps.append(Step(time: attempt.start, pending: -1, running: 1))
      steps.append(Step(time: attempt.end, pending: 1, running: -1))
    }
    let firstSubmission = record.snapshot.futures.first?.submittedAt ?? .zero
    let lastEnd = firstSubmission.advanced(by: makespan ?? .zero)
    for hold in record.holds {
      steps.append(Step(time: hold.start, held: 1))
      steps.append(Step(time: hold.end, held: -1))
    }
    steps.sort { $0.time < $1.time }
    var now = Step(time: firstSubmission)
    for step in steps {
      let passed = max(now.time, firstSubmission).duration(to: min(step.time, lastEnd))
      if passed > .zero { causes[now.cause(workerCount: workerCount), default: .zero] += passed }
      now.pending += step.pending
      now.running += step.running
      now.held += step.held
      now.time = step.time
      longestQueue = max(longestQueue, now.pending)
      note(now, until: record.end)
    }
  }

  /// Keeps the highest of each short stretch of time, so that no peak is lost.
  private mutating func note(_ now: Step, until end: PoolInstant) {
    let level = Level(time: now.time, pending: now.pending, running: now.running)
    let width = max(1, end.nanoseconds / UInt64(Self.levelLimit))
    guard let last = levels.last, last.time.nanoseconds / width == now.time.nanoseconds / width
    else { return levels.append(level) }
    if now.pending >= last.pending { levels[levels.count - 1] = level }
  }
}
