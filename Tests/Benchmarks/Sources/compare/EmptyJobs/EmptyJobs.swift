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
      Lane(FuturesOfClosures(pool, .constant)),
      Lane(FuturesOfClosures(pool, .number)),
      Lane(FuturesOfJobs(pool)),
      Lane(nio, target: .atLeast(1)),
      Lane(DispatchConcurrent(), target: .atLeast(1)),
      // Each beside those of ours that do the same for a job.
      Lane(TaskGroups(.constant), beside: [0], target: .atLeast(8)),
      Lane(TaskGroups(.number), beside: [1, 2], target: .atLeast(8)),
      Lane(plain, beside: [0]),
    ]
    if let python = ScriptContestant.python(workers: workers) {
      lanes.append(Lane(python, target: .atLeast(40)))
    }
    if let java = ScriptContestant.java(workers: workers) { lanes.append(Lane(java, beside: [0])) }
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
      let row = Row(
        subject: lane.contestant.name, setting: setting, unit: .jobsPerSecond, samples: lane.rates)
      guard lane.isLibrary else {
        return lanes.indices.filter { lane.isBeside($0, lanes[$0]) }.map { index in
          var row = row
          row.subject += " (beside \(lanes[index].contestant.name))"
          row.ratio = lanes[index].rates / lane.rates
          row.ratioTarget = lane.target
          return row
        }
      }
      let withRelease = Row(
        subject: "\(lane.contestant.name), and futures released", setting: setting,
        unit: .jobsPerSecond, samples: lane.ratesWithRelease)
      return [row, withRelease]
    }
  }
}
