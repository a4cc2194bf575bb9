/// What a job waits for: all submissions of another one.
package struct Dependency: Sendable, Equatable {
  /// How far the other job must have come.
  package enum Condition: String, Sendable, CaseIterable {
    /// Every submission has returned.
    case succeeded
    /// Every submission is done, in whatever way.
    case finished
    /// Every submission has started.
    case started
  }

  /// Which job: a position in the scenario's jobs, from 0.
  package var job: Int
  /// How far it must have come.
  package var condition: Condition
}
