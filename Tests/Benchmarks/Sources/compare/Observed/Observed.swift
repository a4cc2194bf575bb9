internal import ConcurrentFutures
internal import Contestants

/// Empty jobs with a subscriber to ten snapshots a second, and without.
struct Observed {
  /// Laps of each in a round, one after the other, so that several snapshots fall into them.
  static let lapCount = 4

  let settings: Settings

  func measure() throws -> Table {
    var rows: [Row] = []
    var remarks: [String] = []
    for (workers, body) in settings.workers.flatMap({ [($0, EmptyBody.constant), ($0, .number)] }) {
      let (watched, unwatched, check) = try measure(workers: workers, body)
      let setting = "\(Settings.workers(workers)), \(body.text)"
      rows += [
        Row(
          subject: "ConcurrentFutures, observed at 10 Hz", setting: setting, unit: .jobsPerSecond,
          samples: watched),
        Row(
          subject: "ConcurrentFutures, unobserved", setting: setting, unit: .jobsPerSecond,
          samples: unwatched, ratio: watched / unwatched, ratioTarget: .atLeast(0.9)),
      ]
      remarks.append("\(setting): \(check.text).")
    }
    return Table(
      title:
        "Observed: \(Self.lapCount) laps of \(Unit.count(settings.jobs)) empty jobs",
      rows: rows, remarks: remarks)
  }

  private func measure(
    workers: Int, _ body: EmptyBody
  ) throws -> (watched: Samples, unwatched: Samples, check: LossCheck) {
    let watchedPool = try ThreadPoolExecutor(maxWorkers: workers)
    let unwatchedPool = try ThreadPoolExecutor(maxWorkers: workers)
    defer {
      watchedPool.shutdown()
      unwatchedPool.shutdown()
    }
    let check = LossCheck()
    let runs: [() throws -> Double] = [
      {
        let publisher = try SnapshotPublisher(watchedPool) { check.take($0) }
        defer { publisher.stop() }
        return try rate(watchedPool, body)
      },
      { try rate(unwatchedPool, body) },
    ]
    var samples = [Samples(), Samples()]
    for run in runs { _ = try run() }
    for round in 0..<settings.rounds {
      settings.report(round: round, of: "observed, \(Settings.workers(workers))")
      for place in runs.indices {
        let index = (place + round) % runs.count
        samples[index].values.append(try runs[index]())
      }
    }
    check.expectedCount = (settings.rounds + 1) * Self.lapCount * settings.jobs
    return (samples[0], samples[1], check)
  }

  /// Jobs a second until all results are there and all futures released.
  private func rate(_ pool: ThreadPoolExecutor, _ body: EmptyBody) throws -> Double {
    var seconds = 0.0
    for _ in 0..<Self.lapCount {
      let lap = try FuturesOfClosures(pool, body).run(jobs: settings.jobs)
      seconds += lap.secondsWithRelease ?? lap.seconds
    }
    return Double(Self.lapCount * settings.jobs) / seconds
  }
}
