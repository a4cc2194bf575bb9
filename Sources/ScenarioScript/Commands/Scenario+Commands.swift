extension Scenario {
  /// Makes a scenario that runs a command once for each argument that somebody feeds; its key says
  /// which one, from 0.
  ///
  /// - Parameters:
  ///   - command: What to run.
  ///   - workers: How many run side by side.
  ///   - timeout: How long each attempt may run.
  ///   - attempts: How often one is tried that fails, the first time included.
  package init(
    running command: CommandTemplate, workers: PoolPlan.Workers, timeout: Duration?, attempts: Int
  ) {
    // What it is run with is filled in by whoever has the arguments.
    let job = JobPlan(
      name: command.text, work: .command(CommandPlan(arguments: [])), timeout: timeout,
      retries: attempts > 1 ? RetryPlan(max: attempts - 1) : nil)
    self.init(
      name: command.text, seed: 0, pool: PoolPlan(workers: workers), jobs: [job],
      submissions: [SubmitEntry(jobs: [0], pattern: .fed, key: 0)], collectsAsCompleted: false)
  }
}
