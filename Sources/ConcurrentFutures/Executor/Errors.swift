/// A wait that took longer than it was allowed to.
public struct TimeoutError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was not done in time.
  public let description: String

  /// Makes an error with a sentence.
  public init(_ description: String = "the future is not done yet; the time to wait is over") {
    self.description = description
  }
}

/// The future was cancelled, so it has neither a value nor an error.
public struct CancelledError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was cancelled.
  public let description: String

  /// Makes an error with a sentence.
  public init(_ description: String = "the future was cancelled before it started") {
    self.description = description
  }
}

/// Something was asked of a future or a pool that its state does not allow.
public struct InvalidStateError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The state, and what would have been possible.
  public let description: String

  /// Makes an error with a sentence.
  public init(_ description: String) {
    self.description = description
  }
}

/// An argument lies outside its range.
public struct InvalidArgumentError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The argument, and what it must be.
  public let description: String

  /// Makes an error with a sentence.
  public init(_ description: String) {
    self.description = description
  }
}

/// The pool takes no more work, because it was shut down.
public struct ExecutorShutdownError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was refused.
  public let description: String

  /// Makes an error with a sentence.
  public init(_ description: String = "cannot schedule new futures after shutdown") {
    self.description = description
  }
}

/// The system refused to start a thread for a worker.
public struct ThreadStartError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The system's number for the reason, as `errno` has it.
  public let code: Int32
  /// The call that failed and the system's sentence for the reason.
  public let description: String

  /// Makes an error of the system's answer.
  public init(code: Int32, description: String) {
    self.code = code
    self.description = description
  }
}
