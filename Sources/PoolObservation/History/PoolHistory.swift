// The one place where events become snapshots.
//
//   live pool ──┐
//   recording ──┼──► apply(event or batch) … ──► snapshot(at:)
//   remote pool ┘
//
// Invariants, as long as the events come from one pool in order:
//   counts.total == number of `submitted` events, whatever is still kept as a row;
//   a worker's `current` is a future whose state is running, and the other way round.

/// Folds a pool's events into snapshots of it.
///
/// A value: whoever owns it may copy it, and a copy goes its own way. An event that speaks of a
/// future or a worker that nobody announced changes nothing but ``unplacedEventCount``.
public struct PoolHistory: Sendable {
  /// How many finished futures stay as rows.
  ///
  /// More lets people look further back; fewer saves memory, up to 150 bytes each.
  public let retainedFutureLimit: Int
  /// Events that fit nothing that was known, as a damaged recording may hold.
  public internal(set) var unplacedEventCount = 0
  /// Events that somebody before the fold had to drop.
  public var droppedEventCount = 0

  var pool: PoolDescription
  var phaseSince = PoolInstant.zero
  var brokenReason: String?
  var workers: [WorkerSnapshot] = []
  var futures = FutureTable()
  /// The future that was submitted last; those to come have greater ids.
  var newestID: FutureID?
  var counts = FutureCounts()
  var forgottenCounts = FutureCounts()
  var retention = RetentionQueue()
  var waitTimes = DistributionRecorder()
  var runTimes = DistributionRecorder()
  var jobRunTimes = JobRunTimes()
  var completions = CompletionRate()
  package internal(set) var log = LogTail()
  var inputs = InputSource()

  /// Starts with a pool that has done nothing yet.
  public init(pool: PoolDescription, retainedFutureLimit: Int = 10_000) {
    self.pool = pool
    self.retainedFutureLimit = max(0, retainedFutureLimit)
  }

  /// Returns the pool as of a moment, which must not lie before the last event.
  ///
  /// - Complexity: What changed since the last snapshot, plus a list of n / 2048 for n kept
  ///   futures.
  public mutating func snapshot(at now: PoolInstant) -> PoolSnapshot {
    forgetOldFutures()
    for place in workers.indices where workers[place].hasSpansToForget {
      workers[place].forgetOldSpans()
    }
    var snapshot = PoolSnapshot(
      pool: pool, phaseSince: phaseSince, brokenReason: brokenReason, takenAt: now,
      workers: workers, futures: futures, counts: counts, forgottenCounts: forgottenCounts,
      waitTimes: waitTimes.distribution(), runTimes: runTimes.distribution(),
      jobRunTimes: jobRunTimes, oldestPendingSince: futures.oldestPending?.submittedAt,
      completionsPerSecond: completions.lastMinute(at: now), log: log,
      droppedEventCount: droppedEventCount)
    snapshot.inputs = inputs
    return snapshot
  }

  /// Drops the rows that are too many, and counts what they came to.
  mutating func forgetOldFutures() {
    let excess = retention.count - retainedFutureLimit
    guard excess > 0 else { return }
    futures.remove(ascending: retention.removeOldest(excess).sorted()) { row in
      if let outcome = row.outcome { forgottenCounts[outcome] += 1 }
    }
  }
}
