/// What a future does.
package struct JobPlan: Sendable, Equatable {
  /// What keeps the worker busy.
  package enum Work: Sendable, Equatable {
    /// Sleeps that long.
    case sleep(DurationPlan)
    /// Burns a processor that long.
    case busy(DurationPlan)
  }

  /// The job's name in the file.
  package var name: String
  /// What keeps the worker busy.
  package var work: Work
  /// The future's value; `nil` is no value.
  package var result: Template?
  /// Which attempts fail; `nil` is none.
  package var failure: FailurePlan?
  /// What the worker logs before its work.
  package var startLog: Template?
  /// What the worker logs after its work, when it did not fail.
  package var finishLog: Template?
}
