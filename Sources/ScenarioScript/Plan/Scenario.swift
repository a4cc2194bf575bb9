/// What the jobs do, when they are submitted, and what should come of it.
///
/// A value: it says everything about a run except the moment of it. The same scenario is the demo
/// on the screen, the headless run and the test.
package struct Scenario: Sendable, Equatable {
  /// What the title shows; the file's name without its ending when the file gives none.
  package var name: String
  /// What the scenario is about.
  package var description: String?
  /// Same seed, same durations and failures; `nil` asks the player for a new one.
  package var seed: UInt64?
  /// The pool that runs the jobs.
  package var pool: PoolPlan
  /// The jobs, in file order.
  package var jobs: [JobPlan]
  /// When which job is submitted, in file order.
  package var submissions: [SubmitEntry]
  /// How often the workers and futures are logged.
  package var observeInterval: Duration?
  /// Whether each future is logged as it completes.
  package var collectsAsCompleted: Bool
  /// Scripted keystrokes, in the order of their moments.
  package var events: [ScriptedEvent] = []
  /// What happens when a submission ends badly.
  package var onFailure: FailureReaction = .continue
  /// What happens when everything is done; `nil` leaves it to how the scenario is played.
  package var finish: Finish?
  /// What turns the run into a test.
  package var expectations: Expectations?
  /// The file that it was read from, as it was then: what worker processes read, too.
  package var source: Source?

  /// A file and what it held.
  package struct Source: Sendable, Equatable, Codable {
    /// The file's name as the user gave it.
    package var file: String
    /// What it held.
    package var bytes: [UInt8]

    package init(file: String, bytes: [UInt8]) {
      self.file = file
      self.bytes = bytes
    }
  }
}

/// What happens when everything is done.
package enum Finish: String, Sendable, CaseIterable {
  /// The dashboard stays on the screen.
  case stay
  /// The pool is shut down.
  case shutdown
  /// The program ends.
  case quit
}

/// What happens when a submission ends badly, after all its attempts.
package enum FailureReaction: String, Sendable, CaseIterable {
  /// The others go on.
  case `continue`
  /// All that has not started is cancelled, and nothing more is submitted.
  case cancelAll = "cancel_all"
}
