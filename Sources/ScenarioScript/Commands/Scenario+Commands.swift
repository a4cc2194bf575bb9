extension Scenario {
  /// Makes a scenario that runs a command once for each argument.
  ///
  /// - Parameters:
  ///   - command: What to run.
  ///   - arguments: What to run it with, one after the other; `nil` in it is nothing.
  ///   - workers: How many run side by side.
  ///   - timeout: How long each attempt may run.
  ///   - attempts: How often one is tried that fails, the first time included.
  package init(
    running command: CommandTemplate, arguments: [[UInt8]?], workers: PoolPlan.Workers,
    timeout: Duration?, attempts: Int
  ) {
    let jobs = arguments.enumerated().map { position, argument in
      let number = position + 1
      let plan = CommandPlan(arguments: command.arguments(for: argument, number: number))
      return JobPlan(
        name: command.shown(for: argument, number: number), work: .command(plan),
        timeout: timeout, retries: attempts > 1 ? RetryPlan(max: attempts - 1) : nil)
    }
    self.init(
      name: command.text, seed: 0, pool: PoolPlan(workers: workers),
      jobs: jobs, submissions: jobs.indices.map { SubmitEntry(job: $0) },
      collectsAsCompleted: false)
  }
}
