internal import ConcurrentFutures
internal import Platform
internal import PoolObservation
internal import Reports

/// How every future of a run lived, for a report while it goes on.
final class LiveLedger: Sendable {
  private let pool: any ObservedExecutor
  /// The pool as it was at the beginning.
  private let description: PoolDescription
  private let ledger: Monitor<RunLedger>
  private let tap: EventTap

  /// How many futures that are done are kept, at least.
  ///
  /// More reports of longer runs; fewer takes less memory, 40 bytes each.
  private static let limit = 1_000_000

  /// Begins with what happens in the pool from now on.
  init(of pool: any ObservedExecutor) {
    self.pool = pool
    description = pool.snapshot().pool
    let ledger = Monitor(RunLedger(limit: Self.limit))
    self.ledger = ledger
    tap = EventTap(on: pool) { batch in ledger.withLock { $0.take(batch) } }
  }

  /// Tells the run as of now.
  func record(title: String) -> RunRecord {
    let (snapshot, lives) = pool.snapshot { ($0, ledger.withLock { $0 }) }
    return RunRecord(snapshot, lives, RecordingHeader(title: title, pool: description))
  }
}
