/// When the workers of a pool will be free.
struct WorkerDelays {
  /// How long until each is free, in nanoseconds, ascending.
  private var delays: [Double] = []
  /// Whether a worker has nothing to do, or can still be started.
  let hasFreeWorker: Bool
  /// Whether anything is known of run times, and anything is being started.
  let canTell: Bool

  init(_ snapshot: PoolSnapshot) {
    let runTimes = snapshot.jobRunTimes
    for worker in snapshot.workers where worker.state == .running || worker.state == .late {
      let row = worker.current.flatMap { snapshot.futures[id: $0] }
      let expected = row.map { runTimes.expectedNanoseconds($0.name) }
      let start = min(row?.startedAt ?? worker.since, snapshot.takenAt)
      let elapsed = snapshot.takenAt.nanoseconds - start.nanoseconds
      delays.append(max(0, (expected ?? runTimes.expectedNanoseconds) - Double(elapsed)))
    }
    let freeCount = snapshot.pool.maxWorkers - delays.count
    hasFreeWorker = freeCount > 0
    if freeCount > 0 { delays += [Double](repeating: 0, count: freeCount) }
    delays.sort()
    switch snapshot.pool.phase {
    case .running, .shuttingDown: canTell = runTimes.overall.count > 0 && !delays.isEmpty
    case .held, .shutDown, .broken: canTell = false
    }
  }

  /// Gives each job in turn to the worker that is free first; returns when the next one is free.
  func start(afterEach lengths: some Sequence<Double>) -> Double {
    var delays = delays
    for length in lengths {
      let end = delays[0] + length
      // Those that are free sooner move up.
      var place = 0
      while place + 1 < delays.count, delays[place + 1] < end {
        delays[place] = delays[place + 1]
        place += 1
      }
      delays[place] = end
    }
    return delays[0]
  }

  /// Pours so much work over the workers as if it were water, which is good for many jobs; returns
  /// where it stands.
  func start(afterTotal total: Double) -> Double {
    var sum = total
    for (index, delay) in delays.enumerated() {
      sum += delay
      let level = sum / Double(index + 1)
      if index + 1 == delays.count || level <= delays[index + 1] { return level }
    }
    return sum
  }
}
