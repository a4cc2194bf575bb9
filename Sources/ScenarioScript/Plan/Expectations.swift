/// What should come of a run; `nil` expects nothing of that figure.
package struct Expectations: Sendable, Equatable {
  /// What a future's value should be.
  package enum ExpectedResult: Sendable, Equatable {
    /// A text.
    case text(String)
    /// An integer, which no text equals.
    case integer(Int)
    /// The submission did not succeed.
    case none
  }

  /// The order in which jobs should start.
  package enum Order: String, Sendable, CaseIterable {
    /// In the order of their submission.
    case fifo
  }

  /// How many submissions succeed.
  package var succeeded: Int?
  /// How many fail.
  package var failed: Int?
  /// How many are cancelled.
  package var cancelled: Int?
  /// How many lose their worker.
  package var crashed: Int?
  /// How many run out of time.
  package var timedOut: Int?
  /// The futures' values, in submission order.
  package var results: [ExpectedResult]?
  /// The time from the first submission to the last outcome.
  package var makespan: Duration?
  /// How far the makespan may be off, both ways.
  package var tolerance: Duration?
  /// The order in which jobs start.
  package var order: Order?
  /// How many further attempts there are, all together.
  package var retried: Int?
  /// The longest that a future waits for its first start.
  package var maxWait: Duration?
  /// The most futures that wait at one time because no worker is free.
  package var maxQueue: Int?
}
