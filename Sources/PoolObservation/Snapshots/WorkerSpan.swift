/// A stretch of a worker's lane: one job, from start to end.
public struct WorkerSpan: Sendable, Hashable, Codable {
  /// Which future was run.
  public var future: FutureID
  /// When it started.
  public var start: PoolInstant
  /// When it ended; `nil` while it runs.
  public var end: PoolInstant?
  /// What came of it; `nil` while it runs.
  public var outcome: FutureOutcome?

  /// Makes a span.
  public init(
    future: FutureID, start: PoolInstant, end: PoolInstant? = nil, outcome: FutureOutcome? = nil
  ) {
    self.future = future
    self.start = start
    self.end = end
    self.outcome = outcome
  }
}
