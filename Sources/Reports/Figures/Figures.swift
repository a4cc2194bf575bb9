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
  private let retries: [FutureID: RunLedger.Retries]
  /// When the first future was submitted.
  private(set) var begin: PoolInstant?
  /// How much of the makespan was spent on what.
  package internal(set) var causes: [Cause: Duration] = [:]
  /// How many waited and ran over time: of ``levelLimit`` stretches the most, and how it was at the
  /// end of each.
  package internal(set) var levels: [Level] = []
  package internal(set) var longestQueue = 0

  /// How many stretches of time are told apart.
  ///
  /// More draws a finer line; fewer makes a smaller report.
  package static let levelLimit = 600

  /// Counts and measures a run.
  package init(_ record: RunRecord) {
    retries = record.retries
    measureTimes(record.ledger)
    followQueue(record)
  }
}

// MARK: - Times

extension Figures {
  /// When a future first ran; `nil` when it never did.
  private func firstStart(of life: FutureLife) -> PoolInstant? {
    retries.isEmpty ? life.startedAt : retries[life.id]?.firstStart ?? life.startedAt
  }

  /// Returns how long a future waited for its first start; until a moment, when it never had one.
  package func waitTime(of life: FutureLife, at now: PoolInstant) -> Duration {
    life.submittedAt.duration(to: firstStart(of: life) ?? life.finishedAt ?? now)
  }

  /// Returns the futures in the order in which they first ran.
  package func startOrder(of ledger: RunLedger) -> [FutureID] {
    let starts = ledger.pages.flatMap(\.lives).compactMap { life in
      firstStart(of: life).map { ($0, life.id) }
    }
    return starts.sorted { $0 < $1 }.map(\.1)
  }

  private mutating func measureTimes(_ ledger: RunLedger) {
    var places: [String: Int] = [:]
    /// The least future of each name.
    var first: [FutureID] = []
    var retried: [FutureID: Int] = [:]
    var last: PoolInstant?
    for page in ledger.pages {
      // The jobs that the page's names stand for.
      let jobsOfPage = page.names.map { name in
        places[name]
          ?? {
            places[name] = jobs.count
            jobs.append(Job(name: name))
            first.append(FutureID(rawValue: .max))
            return jobs.count - 1
          }()
      }
      for life in page.lives {
        let place = jobsOfPage[Int(life.name)]
        first[place] = min(first[place], life.id)
        if !retries.isEmpty, retries[life.id] != nil { retried[life.id] = place }
        begin = min(begin ?? life.submittedAt, life.submittedAt)
        if let end = life.finishedAt { last = max(last ?? end, end) }
        measure(life, place)
      }
    }
    for attempt in ledger.earlierAttempts {
      add(attempt.start.duration(to: attempt.end), to: retried[attempt.future])
    }
    for place in jobs.indices {
      jobs[place].runTimes.sort()
      jobs[place].waitTimes.sort()
    }
    waitTimes.sort()
    runTimes.sort()
    jobs = zip(first, jobs).sorted { $0.0 < $1.0 }.map(\.1)
    if let begin, let last { makespan = begin.duration(to: last) }
  }

  private mutating func measure(_ life: FutureLife, _ job: Int) {
    jobs[job].counts.count(life)
    guard let start = firstStart(of: life) else { return }
    let wait = life.submittedAt.duration(to: start)
    jobs[job].waitTimes.add(wait)
    waitTimes.add(wait)
    guard let lastStart = life.startedAt, let end = life.finishedAt else { return }
    add(lastStart.duration(to: end), to: job)
  }

  private mutating func add(_ runTime: Duration, to job: Int?) {
    runTimes.add(runTime)
    if let job { jobs[job].runTimes.add(runTime) }
  }
}

extension RunLedger {
  /// The attempts of a future that were followed by others, or by a cancellation.
  struct Retries {
    var firstStart: PoolInstant
    var last: Attempt
    var count = 1
  }

  /// Finds the futures that were tried again.
  func findRetries() -> [FutureID: Retries] {
    var retries: [FutureID: Retries] = [:]
    for attempt in earlierAttempts {
      let known = retries[attempt.future]
      retries[attempt.future] = Retries(
        firstStart: known?.firstStart ?? attempt.start, last: attempt,
        count: (known?.count ?? 0) + 1)
    }
    return retries
  }
}

extension FutureCounts {
  fileprivate mutating func count(_ life: FutureLife) {
    if let outcome = life.outcome {
      self[outcome] += 1
    } else if life.startedAt != nil {
      running += 1
    } else {
      pending += 1
    }
  }
}
