/// What is known while a batch is folded.
struct BatchFold {
  var plan: BatchPlan
  /// The workers, in the history's order.
  var lanes: [WorkerLane] = []
  var times: BatchTimes

  init(plan: BatchPlan, _ batch: EventBatch, _ workers: [WorkerSnapshot]) {
    self.plan = plan
    times = batch.digest?.times ?? BatchTimes()
    times.makeRoom(labelCount: batch.labels.count)
    look(at: workers)
  }

  /// Looks at the workers, all of which were told everything.
  mutating func look(at workers: [WorkerSnapshot]) {
    if lanes.count == workers.count {
      for place in lanes.indices { lanes[place].look(at: workers, place) }
    } else {
      // Of those that were begun already, none is forgotten from here on; that only takes longer.
      lanes = workers.map { worker in
        let isNew = !lanes.isEmpty || worker.index >= plan.runCounts.count
        return WorkerLane(of: worker, runCount: isNew ? 0 : plan.runCounts[worker.index])
      }
    }
  }
}

/// How long the futures of a batch waited and ran.
struct BatchTimes {
  private(set) var waits = DurationBuckets()
  private(set) var runs = DurationBuckets()
  /// The runs of the futures that bear each label.
  private(set) var jobRuns: [RunSum] = []

  struct RunSum {
    var count = 0
    var nanoseconds: UInt64 = 0

    mutating func add(_ other: RunSum) {
      count &+= other.count
      nanoseconds &+= other.nanoseconds
    }
  }

  /// Times of which there will be many: counted in buckets from the first on.
  static var ofMany: BatchTimes {
    var times = BatchTimes()
    times.waits.makeRoom()
    times.runs.makeRoom()
    return times
  }

  /// Makes room for futures that bear one of so many labels.
  mutating func makeRoom(labelCount: Int) {
    jobRuns += [RunSum](repeating: RunSum(), count: max(0, labelCount - jobRuns.count))
  }

  /// Takes in the run of a future that ended.
  @inline(__always)
  mutating func record(_ finish: EventBatch.Finish, hadWaited: Bool) {
    if !hadWaited { _ = waits.record(from: finish.submittedAt, to: finish.startedAt) }
    let duration = runs.record(from: finish.startedAt, to: finish.finishedAt)
    jobRuns[Int(finish.label)].add(RunSum(count: 1, nanoseconds: duration))
  }
}

// MARK: - What is usual

extension BatchTimes {
  /// Takes in ends of which nothing but the numbers is kept, up to the first that is another one.
  ///
  /// Almost all are such in a busy pool. A loop of its own, because that over everything else has
  /// so much to look at that it takes three times as long.
  ///
  /// - Parameters:
  ///   - finishes: All ends of the batch.
  ///   - first: The index of the first of these.
  ///   - limit: The place in the batch before which they lie.
  ///   - latest: The moment before which they lie.
  ///   - plan: What becomes of their futures.
  ///   - lanes: Are told of the runs.
  /// - Returns: The index behind the last.
  mutating func takeUsual(
    _ finishes: Span<EventBatch.Finish>, from first: Int, before limit: UInt32,
    until latest: UInt64, _ plan: BatchPlan, _ lanes: inout MutableSpan<WorkerLane>
  ) -> Int {
    guard !waits.counts.isEmpty, !runs.counts.isEmpty else { return first }
    return count(finishes, from: first) { finish in
      let lane = Int(finish.worker)
      return finish.place < limit && finish.finishedAt < latest && finish.outcome == .succeeded
        // Which it does of a worker only, so the lane is no negative number.
        && finish.tellsStart && plan[finish.id].leavesNoRow && lane < lanes.count
        && lanes[lane].index == lane && lanes[lane].ran(finish)
    }
  }

  /// Counts ends where there is room for many, up to the first that is not taken.
  ///
  /// - Parameters:
  ///   - finishes: The ends.
  ///   - first: The index of the first of these.
  ///   - takes: Says whether one is taken; inlined.
  /// - Returns: The index behind the last.
  @inline(__always)
  mutating func count(
    _ finishes: Span<EventBatch.Finish>, from first: Int, while takes: (EventBatch.Finish) -> Bool
  ) -> Int {
    Self.count(finishes, from: first, while: takes, &waits, &runs, &jobRuns)
  }

  @inline(__always)
  private static func count(
    _ finishes: Span<EventBatch.Finish>, from first: Int, while takes: (EventBatch.Finish) -> Bool,
    _ waits: inout DurationBuckets, _ runs: inout DurationBuckets, _ jobRuns: inout [RunSum]
  ) -> Int {
    var (longestWait, longestRun) = (waits.maximum, runs.maximum)
    defer { (waits.maximum, runs.maximum) = (longestWait, longestRun) }
    // Spans, because an array asks at each change whether it is shared.
    var waitCounts = waits.counts.mutableSpan
    var runCounts = runs.counts.mutableSpan
    var label: Int32 = -1
    var sum = RunSum()
    var index = first
    while index < finishes.count {
      let finish = finishes[index]
      guard takes(finish) else { break }
      index &+= 1
      // Of one that an earlier batch saw start, the wait was counted then.
      if finish.tellsStart {
        let wait = DurationBuckets.duration(from: finish.submittedAt, to: finish.startedAt)
        waitCounts[DurationBuckets.index(of: wait)] &+= 1
        longestWait = max(longestWait, wait)
      }
      let run = DurationBuckets.duration(from: finish.startedAt, to: finish.finishedAt)
      runCounts[DurationBuckets.index(of: run)] &+= 1
      longestRun = max(longestRun, run)
      if finish.label != label {
        if label >= 0 { jobRuns[Int(label)].add(sum) }
        (label, sum) = (finish.label, RunSum())
      }
      sum.count &+= 1
      sum.nanoseconds &+= run
    }
    if label >= 0 { jobRuns[Int(label)].add(sum) }
    return index
  }
}

extension PoolEvent.Change {
  /// Whether this changes what is known of a worker.
  var concernsWorkers: Bool {
    switch self {
    case .workerStarted, .workerStarting, .workerReady, .workerEnded, .started, .retrying, .ranOver,
      .workerFreed, .waiting, .finished:
      true
    case .submitted, .progressed, .logged, .held, .resumed, .resized, .shutdownBegan, .shutDown,
      .broke:
      false
    }
  }
}
