/// The pool can run nothing more.
public struct BrokenExecutorError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What broke it.
  public let reason: String
  /// The reason, in a sentence.
  public var description: String { "the pool is broken and runs nothing more: \(reason)" }

  /// Makes an error with a reason.
  public init(reason: String) {
    self.reason = reason
  }
}

/// The queue holds as much as it may.
public struct QueueFullError: Error, Sendable, Hashable, CustomStringConvertible {
  /// How much it may hold, and what would help.
  public let description: String

  /// Makes an error with a sentence.
  public init(_ description: String) {
    self.description = description
  }
}

/// A job waits for a future that cannot start or end before the job itself does.
public struct DeadlockError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The futures, each waiting for the next; the last waits in the queue, or is the first again, or
  /// one that goes on when the first has ended, as both run on one worker.
  public let cycle: [FutureID]
  /// Who waits for whom, in a sentence.
  public let description: String

  /// Makes an error of a cycle and a sentence about it.
  public init(cycle: [FutureID], _ description: String) {
    self.cycle = cycle
    self.description = description
  }
}

/// A job ran longer than its time limit.
public struct JobTimeoutError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The limit, from the start of the run.
  public let limit: Duration
  /// The limit, in a sentence.
  public var description: String { "the job ran longer than its limit of \(limit)" }

  /// Makes an error of a limit.
  public init(limit: Duration) {
    self.limit = limit
  }
}
