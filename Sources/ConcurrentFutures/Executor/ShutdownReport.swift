/// What became of a pool's work when the pool was ended by a deadline.
public struct ShutdownReport: Sendable, Hashable, Codable {
  /// Ended by itself, in the first half of the time.
  public var drainedCount: Int
  /// Had not started, and was cancelled then.
  public var cancelledCount: Int
  /// Was running, was asked to stop, and ended in the second half of the time.
  public var stoppedCount: Int
  /// Was ended with its worker process.
  public var killedCount: Int
  /// Runs on: its thread, which nothing can end but itself, is left behind.
  public var stillRunningCount: Int

  /// Makes a report.
  public init(
    drainedCount: Int = 0, cancelledCount: Int = 0, stoppedCount: Int = 0, killedCount: Int = 0,
    stillRunningCount: Int = 0
  ) {
    self.drainedCount = drainedCount
    self.cancelledCount = cancelledCount
    self.stoppedCount = stoppedCount
    self.killedCount = killedCount
    self.stillRunningCount = stillRunningCount
  }
}
