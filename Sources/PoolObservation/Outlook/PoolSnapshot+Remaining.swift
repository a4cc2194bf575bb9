extension PoolSnapshot {
  /// How many rows that wait stand for all.
  ///
  /// More knows a mixed queue better; fewer makes the estimate cheaper.
  private static let sampleSize = 64

  /// How long until all that was submitted is done, going by how far jobs say they are, and by how
  /// long others of their names ran.
  ///
  /// `nil` when nothing is left, when nobody can tell how long something runs that may be the last
  /// to end, and while nothing is started.
  ///
  /// - Complexity: O(n / 2048) for n futures that are kept, plus the number of workers.
  public var estimatedRemaining: Duration? {
    guard counts.unfinished > 0, pool.phase == .running || pool.phase == .shuttingDown else {
      return nil
    }
    let lengths = ExpectedLengths(self)
    let delays = WorkerDelays(self, lengths)
    let end = delays.end(
      afterEach: pendingRows.map { lengths.length($0.name) }, standingFor: counts.pending)
    return Duration(nanosecondCount: end)
  }

  /// Those that wait: all of them when they are few, else some that stand for all.
  private var pendingRows: [FutureSnapshot] {
    let ranks = PendingRanks(futures, priority: .min)
    return counts.pending <= Self.sampleSize
      ? ranks.first(Self.sampleSize)
      : ranks.sample(of: counts.pending, limit: Self.sampleSize)
  }
}
