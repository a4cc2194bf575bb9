internal import ConcurrentFutures
internal import Contestants

/// Empty jobs: one thread submits them and collects all results.
struct EmptyJobs {
  let settings: Settings

  func measure() throws -> Table {
    var rows: [Row] = []
    for workers in settings.workers { rows += try measure(workers: workers) }
    return Table(
      title: "\(Unit.count(settings.jobs)) empty jobs, one submitter, all results collected",
      rows: rows)
  }

  /// The figures of one number of workers, all of whom are in each round.
  private func measure(workers: Int) throws -> [Row] {
    let pool = try ThreadPoolExecutor(maxWorkers: workers)
    let nio = NIOThreads(workers: workers)
    let plain = PlainPool(workers: workers)
    defer {
      pool.shutdown()
      plain.stop()
    }
    var lanes = [
      Lane(FuturesOfClosures(pool)),
      Lane(FuturesOfJobs(pool)),
      Lane(nio, target: .atLeast(1)),
      Lane(DispatchConcurrent(), target: .atLeast(1)),
      Lane(TaskGroups(), target: .atLeast(8)),
      Lane(plain),
    ]
    if let python = ScriptContestant.python(workers: workers) {
      lanes.append(Lane(python, target: .atLeast(40)))
    }
    if let java = ScriptContestant.java(workers: workers) { lanes.append(Lane(java)) }
    // The first lap of each starts threads and touches memory; it does not count.
    for lane in lanes where !(lane.contestant is ScriptContestant) {
      _ = try lane.contestant.run(jobs: settings.jobs)
    }
    for round in 0..<settings.rounds {
      settings.report(round: round, of: "empty jobs, \(Settings.workers(workers))")
      // Everybody begins a round once in a while, so that no place in the order is an advantage.
      for place in lanes.indices {
        let index = (place + round) % lanes.count
        try lanes[index].run(jobs: settings.jobs)
      }
    }
    try nio.stop()
    return rows(of: lanes, workers: workers)
  }

  private func rows(of lanes: [Lane], workers: Int) -> [Row] {
    let setting = Settings.workers(workers)
    return lanes.flatMap { lane in
      var row = Row(
        subject: lane.contestant.name, setting: setting, unit: .jobsPerSecond, samples: lane.rates)
      guard lane.isLibrary else {
        // Beside closures, and once more beside a job with its input.
        row.ratio = lanes[0].rates / lane.rates
        row.ratioTarget = lane.target
        var besideJob = row
        besideJob.subject += ", beside a Job"
        besideJob.ratio = lanes[1].rates / lane.rates
        return [row, besideJob]
      }
      let withRelease = Row(
        subject: "\(lane.contestant.name), and futures released", setting: setting,
        unit: .jobsPerSecond, samples: lane.ratesWithRelease)
      return [row, withRelease]
    }
  }
}
