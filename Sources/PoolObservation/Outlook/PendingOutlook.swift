/// What a future that waits can expect.
public struct PendingOutlook: Sendable, Hashable, Codable {
  /// What a future waits for.
  ///
  /// Only what a pool was given waits in it. A job that its submitter holds back until others are
  /// done, and one whose submitter waits for room in a full queue, are no futures of the pool yet.
  public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
    /// A worker: all are busy, or given to those before it.
    case worker
    /// Dispatch to be resumed.
    case hold
    /// The end of the pause before its next attempt.
    case retryPause
  }

  /// Its place among all that wait, from 1, which starts next.
  ///
  /// Greater priority comes first, then earlier submission.
  public var position: Int
  /// What it waits for.
  public var reason: Reason
  /// How long after the snapshot it will start, going by how far jobs say they are, and by how long
  /// others of their names ran.
  ///
  /// `nil` when nothing is known: no job was seen to end yet, nobody can tell how long those before
  /// it run, or nothing is being started.
  public var estimatedStart: Duration?

  /// Makes an outlook.
  public init(position: Int, reason: Reason, estimatedStart: Duration? = nil) {
    self.position = position
    self.reason = reason
    self.estimatedStart = estimatedStart
  }
}

extension PoolSnapshot {
  /// Returns what a future can expect; `nil` when it does not wait, or is not kept.
  ///
  /// Whoever asks for many rows of one snapshot asks for all at once, with ``outlooks(of:)``.
  ///
  /// - Complexity: O(n / 2048) for n futures that are kept, plus the number of workers.
  public func outlook(of future: FutureID) -> PendingOutlook? {
    outlooks(of: CollectionOfOne(future))[future]
  }

  /// Returns what futures can expect; those that do not wait, or are not kept, are left out.
  ///
  /// - Complexity: O(n / 2048) for each priority among them, for n futures that are kept; O(log n)
  ///   for each; plus the number of workers.
  public func outlooks(of ids: some Sequence<FutureID>) -> [FutureID: PendingOutlook] {
    var rows: [Int: [FutureSnapshot]] = [:]
    for id in ids {
      guard let row = futures[id: id], row.state == .pending else { continue }
      rows[row.priority, default: []].append(row)
    }
    guard !rows.isEmpty else { return [:] }
    let lengths = ExpectedLengths(self)
    let delays = WorkerDelays(self, lengths)
    var outlooks: [FutureID: PendingOutlook] = [:]
    for (priority, rows) in rows {
      let ranks = PendingRanks(futures, priority: priority)
      let counts = rows.map(ranks.countAhead(of:))
      let forecast = StartForecast(ranks, delays, lengths, furthest: counts.max() ?? 0)
      for (row, aheadCount) in zip(rows, counts) {
        outlooks[row.id] = PendingOutlook(
          position: aheadCount + 1, reason: reason(for: row, delays),
          estimatedStart: forecast.start(behind: aheadCount))
      }
    }
    return outlooks
  }

  private func reason(for row: FutureSnapshot, _ delays: WorkerDelays) -> PendingOutlook.Reason {
    if pool.phase == .held { return .hold }
    return row.attempt > 0 && delays.hasFreeWorker ? .retryPause : .worker
  }
}
