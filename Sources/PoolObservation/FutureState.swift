// A future's life. Every arrow is one function of `Future`.
//
//   pending ──start──► running ──settle──► finished
//      └────cancel───► cancelled

/// Where a future stands in its life.
public enum FutureState: String, Sendable, Codable, CaseIterable {
  /// Waits for a worker; can still be cancelled.
  case pending
  /// A worker runs it; it can no longer be cancelled.
  case running
  /// Cancelled before it started.
  case cancelled
  /// Has a value or an error.
  case finished
}

/// What came of a future, once it is done.
public enum FutureOutcome: String, Sendable, Codable, CaseIterable {
  /// The job returned a value.
  case succeeded
  /// The job threw an error.
  case failed
  /// Somebody cancelled it before it started.
  case cancelled
  /// The worker died while it ran the job.
  case crashed
  /// The job ran longer than its time limit.
  case timedOut
}
