extension PoolSnapshot {
  /// How many rows that wait stand for all.
  ///
  /// More knows a mixed queue better; fewer makes the estimate cheaper.
  private static let sampleSize = 64

  /// How long until all that was submitted is done, going by how far jobs say they are, and by how
  /// long others of their names ran.
  ///
  /// `nil` when nothing is left, when something runs of which nothing is known, and while nothing
  /// is started.
  ///
  /// - Complexity: O(n / 2048) for n futures that are kept, plus the number of workers.
  public var estimatedRemaining: Duration? {
    guard counts.unfinished > 0, pool.phase == .running || pool.phase == .shuttingDown else {
      return nil
    }
    var lengths = ExpectedLengths(jobRunTimes)
    var delays: [Double] = []
    for worker in workers where worker.state == .running || worker.state == .late {
      guard let row = worker.current.flatMap({ futures[id: $0] }),
        let delay = lengths.remaining(of: row, at: takenAt)
      else { return nil }
      delays.append(delay)
    }
    guard counts.pending > 0 else { return delays.max().map(Duration.init(nanosecondCount:)) }
    let pending = pendingRows.map { lengths.expected($0.name) }
    guard pool.maxWorkers > 0, pending.allSatisfy({ $0 != nil }) else { return nil }
    let freeCount = pool.maxWorkers - delays.count
    if freeCount > 0 { delays += [Double](repeating: 0, count: freeCount) }
    let end = WorkerDelays.end(
      of: delays, with: pending.compactMap { $0 }, count: counts.pending)
    return Duration(nanosecondCount: end)
  }

  /// Those that wait: all of them when they are few, else some that stand for all.
  private var pendingRows: [FutureSnapshot] {
    let ranks = PendingRanks(futures, priority: .min)
    return counts.pending <= Self.sampleSize
      ? ranks.first(Self.sampleSize)
      : ranks.sample(of: counts.pending, limit: Self.sampleSize)
  }
}

/// How long jobs can be expected to run, in nanoseconds.
private struct ExpectedLengths {
  private let runTimes: JobRunTimes
  /// Those of names of which none has ended, as far as one that runs says how far it is.
  private var running: [String: Double] = [:]

  init(_ runTimes: JobRunTimes) {
    self.runTimes = runTimes
  }

  /// By others of its name, ended or running, or else by all; `nil` when nothing is known.
  func expected(_ name: String) -> Double? {
    if runTimes[name] == nil, let length = running[name] { return length }
    return runTimes.overall.count == 0 ? nil : runTimes.expectedNanoseconds(name)
  }

  /// Returns how long a job still runs; `nil` when nothing is known.
  mutating func remaining(of row: FutureSnapshot, at now: PoolInstant) -> Double? {
    guard let startedAt = row.startedAt else { return nil }
    let elapsed = Double(now.nanoseconds) - Double(startedAt.nanoseconds)
    if let progress = row.progress, progress > 0 {
      running[row.name] = max(0, elapsed / progress)
      return max(0, elapsed * (1 - progress) / progress)
    }
    return expected(row.name).map { max(0, $0 - elapsed) }
  }
}

extension Duration {
  fileprivate init(nanosecondCount: Double) {
    self = .nanoseconds(Int64(min(max(0, nanosecondCount), 9e18)))
  }
}

extension WorkerDelays {
  /// Returns when the last of so many jobs is done.
  ///
  /// - Parameters:
  ///   - delays: How long until each worker is free.
  ///   - lengths: How long jobs run: one for each of them, or some that stand for all.
  ///   - count: How many jobs there are.
  /// - Returns: How long that takes.
  fileprivate static func end(
    of delays: [Double], with lengths: [Double], count: Int
  ) -> Double {
    var delays = delays
    guard lengths.count < count, !lengths.isEmpty else {
      for length in lengths {
        guard let soonest = delays.min(), let place = delays.firstIndex(of: soonest) else { break }
        delays[place] += length
      }
      return delays.max() ?? 0
    }
    // Many jobs even out over the workers.
    let mean = lengths.reduce(0, +) / Double(lengths.count)
    let total = delays.reduce(0, +) + mean * Double(count)
    return max(delays.max() ?? 0, total / Double(max(1, delays.count)))
  }
}
