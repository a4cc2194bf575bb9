/// When the workers of a pool will be free.
struct WorkerDelays {
  /// How long until each is free, in nanoseconds, ascending; infinite where nobody can tell.
  private var delays: [Double] = []
  /// How long the longest has run of those of which nobody can tell.
  private var longestEndless: Double?
  /// Whether a worker has nothing to do, or can still be started.
  let hasFreeWorker: Bool
  /// Whether anything is known of run times, and anything is being started.
  let canTell: Bool

  init(_ snapshot: PoolSnapshot, _ lengths: ExpectedLengths) {
    for worker in snapshot.workers where worker.state == .running || worker.state == .late {
      let row = worker.job(in: snapshot.futures)
      let rest = row.map(lengths.rest(of:)) ?? .infinity
      delays.append(rest)
      if rest == .infinity {
        longestEndless = max(longestEndless ?? 0, row.map(lengths.elapsed(of:)) ?? .infinity)
      }
    }
    let freeCount = snapshot.pool.maxWorkers - delays.count
    hasFreeWorker = freeCount > 0
    if freeCount > 0 { delays += [Double](repeating: 0, count: freeCount) }
    delays.sort()
    switch snapshot.pool.phase {
    case .running, .shuttingDown: canTell = !lengths.isEmpty && !delays.isEmpty
    case .held, .shutDown, .broken: canTell = false
    }
  }

  /// Gives each job in turn to the worker that is free first; returns when the next one is free.
  func start(afterEach lengths: some Sequence<Double>) -> Double {
    var delays = self
    for length in lengths { delays.give(length) }
    return delays.delays[0]
  }

  /// Gives a job to the worker that is free first.
  private mutating func give(_ length: Double) {
    let end = delays[0] + length
    // Those that are free sooner move up.
    var place = 0
    while place + 1 < delays.count, delays[place + 1] < end {
      delays[place] = delays[place + 1]
      place += 1
    }
    delays[place] = end
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

  /// Returns when the last of so many jobs is done, and of those that run; infinite where nobody
  /// can tell.
  ///
  /// A job of which nobody can tell when it ends is taken not to be the last while it has run for a
  /// shorter time than the others still take.
  ///
  /// - Parameters:
  ///   - lengths: How long jobs run: one for each of them, or some that stand for all.
  ///   - count: How many jobs there are.
  /// - Returns: How long that takes.
  func end(afterEach lengths: [Double], standingFor count: Int) -> Double {
    guard canTell, lengths.allSatisfy({ $0 < .infinity }) else { return .infinity }
    let end: Double
    if lengths.count < count, !lengths.isEmpty {
      // Many jobs even out over the workers.
      let mean = lengths.reduce(0, +) / Double(lengths.count)
      end = max(lastDelay, start(afterTotal: mean * Double(count)))
    } else {
      var delays = self
      for length in lengths { delays.give(length) }
      end = delays.lastDelay
    }
    guard let longestEndless else { return end }
    return longestEndless < end ? end : .infinity
  }

  /// When the last worker is free of those of which anybody can tell.
  private var lastDelay: Double {
    delays.last { $0 < .infinity } ?? .infinity
  }
}

extension Duration {
  /// Makes a duration of so many nanoseconds; `nil` of infinitely many.
  init?(nanosecondCount: Double) {
    guard nanosecondCount < .infinity else { return nil }
    self = .nanoseconds(Int64(min(max(0, nanosecondCount), 9e18)))
  }
}
