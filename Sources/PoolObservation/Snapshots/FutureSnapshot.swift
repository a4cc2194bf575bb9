/// One future, as of one moment.
public struct FutureSnapshot: Sendable, Hashable, Codable, Identifiable {
  /// Which future it is.
  public let id: FutureID
  /// The job's name, or what the submitter gave.
  public var name: String
  /// Where it stands.
  public var state: FutureState
  /// What came of it, once it is done.
  public var outcome: FutureOutcome?
  /// When it was submitted.
  public var submittedAt: PoolInstant
  /// When a worker began to run it, the last time.
  public var startedAt: PoolInstant?
  /// When it was done.
  public var finishedAt: PoolInstant?
  /// Which worker runs it or ran it last.
  public var worker: Int?
  /// Which attempt this is, from 1; 0 before the first.
  public var attempt: Int
  /// How far the job says it is, from 0 to 1.
  public var progress: Double?
  /// A short form of its value or its error, once it is done; before, what the job says it does, or
  /// how its last attempt ended.
  public var text: String
  /// What the submitter marked it with.
  public var tags: [String]
  /// Higher starts first.
  public var priority: Int

  /// Makes a future that was just submitted.
  public init(
    id: FutureID, name: String, submittedAt: PoolInstant, tags: [String] = [], priority: Int = 0
  ) {
    self.id = id
    self.name = name
    self.state = .pending
    self.outcome = nil
    self.submittedAt = submittedAt
    self.startedAt = nil
    self.finishedAt = nil
    self.worker = nil
    self.attempt = 0
    self.progress = nil
    self.text = ""
    self.tags = tags
    self.priority = priority
  }

  /// Returns how long it waited, or has waited until a moment, before it ran.
  public func waitTime(at now: PoolInstant) -> Duration {
    submittedAt.duration(to: startedAt ?? finishedAt ?? now)
  }

  /// Returns how long it ran, or has run until a moment; `nil` when it never started.
  public func runTime(at now: PoolInstant) -> Duration? {
    startedAt.map { $0.duration(to: finishedAt ?? now) }
  }
}

/// How many futures are in each state.
public struct FutureCounts: Sendable, Hashable, Codable {
  /// Those that wait for a worker.
  public var pending = 0
  /// Those that a worker runs.
  public var running = 0
  /// Those that returned a value.
  public var succeeded = 0
  /// Those that threw an error.
  public var failed = 0
  /// Those that were cancelled.
  public var cancelled = 0
  /// Those whose worker died.
  public var crashed = 0
  /// Those that ran over their time limit.
  public var timedOut = 0

  /// Makes counts of nothing.
  public init() {}

  /// All futures there ever were.
  public var total: Int { unfinished + done }
  /// Those that are not done.
  public var unfinished: Int { pending + running }
  /// Those that are done, in whatever way.
  public var done: Int { succeeded + failed + cancelled + crashed + timedOut }
  /// Those that ended badly: raised, crashed, or took too long.
  public var unsuccessful: Int { failed + crashed + timedOut }

  /// The number that came to an outcome.
  public subscript(outcome: FutureOutcome) -> Int {
    get {
      switch outcome {
      case .succeeded: succeeded
      case .failed: failed
      case .cancelled: cancelled
      case .crashed: crashed
      case .timedOut: timedOut
      }
    }
    set {
      switch outcome {
      case .succeeded: succeeded = newValue
      case .failed: failed = newValue
      case .cancelled: cancelled = newValue
      case .crashed: crashed = newValue
      case .timedOut: timedOut = newValue
      }
    }
  }
}
