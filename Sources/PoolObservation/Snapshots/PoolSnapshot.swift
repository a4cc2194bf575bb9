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
  /// What came of the futures that are counted but no longer kept as rows.
  public var forgottenCounts: FutureCounts
  /// Time from submission to start, of all futures that started.
  public var waitTimes: Distribution
  /// Time from start to finish, of all futures that ran.
  public var runTimes: Distribution
  /// How long the jobs of each name ran.
  public var jobRunTimes: JobRunTimes
  /// When the oldest future that still waits was submitted.
  public var oldestPendingSince: PoolInstant?
  /// How many futures were run to their end in each of the last 60 whole seconds, oldest first.
  public var completionsPerSecond: [Int]
  /// What was said last.
  public var log: LogTail
  /// Events that had to be dropped before they reached this snapshot.
  public var droppedEventCount: Int
  /// Whom to ask for the texts of inputs.
  var inputs = InputSource()

  /// What is written to a file: everything but whom to ask.
  private enum CodingKeys: CodingKey {
    case pool, phaseSince, brokenReason, takenAt, workers, futures, counts, forgottenCounts
    case waitTimes, runTimes, jobRunTimes, oldestPendingSince, completionsPerSecond, log
    case droppedEventCount
  }

  /// Makes a snapshot of its parts; what is left out is empty.
  public init(
    pool: PoolDescription, phaseSince: PoolInstant = .zero, brokenReason: String? = nil,
    takenAt: PoolInstant = .zero, workers: [WorkerSnapshot] = [],
    futures: FutureTable = FutureTable(), counts: FutureCounts = FutureCounts(),
    forgottenCounts: FutureCounts = FutureCounts(), waitTimes: Distribution = Distribution(),
    runTimes: Distribution = Distribution(), jobRunTimes: JobRunTimes = JobRunTimes(),
    oldestPendingSince: PoolInstant? = nil, completionsPerSecond: [Int] = [],
    log: LogTail = LogTail(), droppedEventCount: Int = 0
  ) {
    self.pool = pool
    self.phaseSince = phaseSince
    self.brokenReason = brokenReason
    self.takenAt = takenAt
    self.workers = workers
    self.futures = futures
    self.counts = counts
    self.forgottenCounts = forgottenCounts
    self.waitTimes = waitTimes
    self.runTimes = runTimes
    self.jobRunTimes = jobRunTimes
    self.oldestPendingSince = oldestPendingSince
    self.completionsPerSecond = completionsPerSecond
    self.log = log
    self.droppedEventCount = droppedEventCount
  }

  /// How many finished futures are counted but no longer kept as rows.
  public var forgottenFutureCount: Int { forgottenCounts.done }
}
