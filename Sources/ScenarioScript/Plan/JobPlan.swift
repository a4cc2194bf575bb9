/// What a future does.
package struct JobPlan: Sendable, Equatable {
  /// What keeps the worker busy.
  package enum Work: Sendable, Equatable {
    /// Sleeps that long.
    case sleep(DurationPlan)
    /// Burns a processor that long.
    case busy(DurationPlan)
    /// Runs a command; its exit code is the result.
    case command(CommandPlan)
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
  /// The longest an attempt may run.
  package var timeout: Duration?
  /// Whether it is tried again when it ends badly.
  package var retries: RetryPlan?
  /// Higher starts first; an entry's own goes before it.
  package var priority = 0
  /// How often it is drawn in an entry that has several jobs to choose from.
  package var weight = 1
  /// Which attempts make their worker process die; `nil` is none.
  package var crash: CrashPlan?
  /// What its submissions wait for.
  package var dependencies: [Dependency] = []
}

extension JobPlan {
  /// Whether it runs a command, whose time is its own.
  package var isCommand: Bool {
    if case .command = work { true } else { false }
  }
}
