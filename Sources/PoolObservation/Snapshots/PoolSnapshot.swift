/// Everything worth knowing of a pool, as of one moment.
///
/// Copies share their storage, and a snapshot shares with the one before it whatever did not
/// change. Costs nothing to keep, send to another thread, or write to a file.
public struct PoolSnapshot: Sendable, Hashable, Codable {
  /// The pool itself.
  public var pool: PoolDescription
  /// When the pool got into its phase.
  public var phaseSince: PoolInstant
  /// Why the pool can run nothing more, when it is broken.
  public var brokenReason: String?
  /// The moment that all of this is true of.
  public var takenAt: PoolInstant
  /// The workers that exist or existed, by index.
  public var workers: [WorkerSnapshot]
  /// The futures that are kept, in order of submission.
  public var futures: FutureTable
  /// How many futures there are in each state: all of them, kept or not.
  public var counts: FutureCounts
  /// How many finished futures are counted but no longer kept as rows.
  public var forgottenFutureCount: Int
  /// Time from submission to start, of all futures that started.
  public var waitTimes: Distribution
  /// Time from start to finish, of all futures that ran.
  public var runTimes: Distribution
  /// When the oldest future that still waits was submitted.
  public var oldestPendingSince: PoolInstant?
  /// How many futures were run to their end in each of the last 60 whole seconds, oldest first.
  public var completionsPerSecond: [Int]
  /// What was said last.
  public var log: LogTail
  /// Events that had to be dropped before they reached this snapshot.
  public var droppedEventCount: Int

  /// Makes a snapshot of its parts; what is left out is empty.
  public init(
    pool: PoolDescription, phaseSince: PoolInstant = .zero, brokenReason: String? = nil,
    takenAt: PoolInstant = .zero, workers: [WorkerSnapshot] = [],
    futures: FutureTable = FutureTable(), counts: FutureCounts = FutureCounts(),
    forgottenFutureCount: Int = 0, waitTimes: Distribution = Distribution(),
    runTimes: Distribution = Distribution(), oldestPendingSince: PoolInstant? = nil,
    completionsPerSecond: [Int] = [], log: LogTail = LogTail(), droppedEventCount: Int = 0
  ) {
    self.pool = pool
    self.phaseSince = phaseSince
    self.brokenReason = brokenReason
    self.takenAt = takenAt
    self.workers = workers
    self.futures = futures
    self.counts = counts
    self.forgottenFutureCount = forgottenFutureCount
    self.waitTimes = waitTimes
    self.runTimes = runTimes
    self.oldestPendingSince = oldestPendingSince
    self.completionsPerSecond = completionsPerSecond
    self.log = log
    self.droppedEventCount = droppedEventCount
  }
}

/// What a pool is.
public struct PoolDescription: Sendable, Hashable, Codable {
  /// What runs the jobs.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// Threads of this process.
    case thread
    /// Processes of their own.
    case process
  }

  /// Where a pool stands in its life.
  public enum Phase: String, Sendable, Hashable, Codable {
    /// Takes work and starts it.
    case running
    /// Takes work and starts none of it.
    case held
    /// Takes no more work, and ends what it has.
    case shuttingDown
    /// Nothing runs, and nothing will.
    case shutDown
    /// Can run nothing more.
    case broken
  }

  /// The pool's name.
  public var name: String
  /// Threads or processes.
  public var kind: Kind
  /// Where it stands.
  public var phase: Phase
  /// The greatest number of workers.
  public var maxWorkers: Int
  /// When the pool was made: nanoseconds since 1970 by the wall clock.
  public var createdAt: Int64

  /// Describes a pool.
  public init(name: String, kind: Kind, phase: Phase = .running, maxWorkers: Int, createdAt: Int64)
  {
    self.name = name
    self.kind = kind
    self.phase = phase
    self.maxWorkers = maxWorkers
    self.createdAt = createdAt
  }
}
