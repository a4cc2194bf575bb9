/// How many futures are in each state.
public struct FutureCounts: Sendable, Hashable, Codable {
  /// Those that wait for a worker.
  public var pending = 0
  /// Those that a worker runs.
  public var running = 0
  /// Those that returned a value.
  public var succeeded = 0
  /// Those that threw an error.
  public var failed = 0
  /// Those that were cancelled.
  public var cancelled = 0
  /// Those whose worker died.
  public var crashed = 0
  /// Those that ran over their time limit.
  public var timedOut = 0

  /// Makes counts of nothing.
  public init() {}

  /// All futures there ever were.
  public var total: Int { unfinished + done }
  /// Those that are not done.
  public var unfinished: Int { pending + running }
  /// Those that are done, in whatever way.
  public var done: Int { succeeded + failed + cancelled + crashed + timedOut }
  /// Those that ended badly: raised, crashed, or took too long.
  public var unsuccessful: Int { failed + crashed + timedOut }

  /// The same without those that are not done.
  public var ofDone: FutureCounts {
    var counts = self
    counts.pending = 0
    counts.running = 0
    return counts
  }

  /// The number that came to an outcome.
  public subscript(outcome: FutureOutcome) -> Int {
    get {
      switch outcome {
      case .succeeded: succeeded
      case .failed: failed
      case .cancelled: cancelled
      case .crashed: crashed
      case .timedOut: timedOut
      }
    }
    set {
      switch outcome {
      case .succeeded: succeeded = newValue
      case .failed: failed = newValue
      case .cancelled: cancelled = newValue
      case .crashed: crashed = newValue
      case .timedOut: timedOut = newValue
      }
    }
  }
}
