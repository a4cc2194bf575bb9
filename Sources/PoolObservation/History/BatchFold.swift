/// What is known while a batch is folded.
struct BatchFold {
  var plan: BatchPlan
  /// The workers, in the history's order.
  var lanes: [WorkerLane] = []
  var times: BatchTimes

  init(plan: BatchPlan, _ batch: EventBatch, _ workers: [WorkerSnapshot]) {
    self.plan = plan
    times = BatchTimes(labelCount: batch.labels.count)
    look(at: workers)
  }

  /// Looks at the workers, all of which were told everything.
  mutating func look(at workers: [WorkerSnapshot]) {
    if lanes.count == workers.count {
      for place in lanes.indices { lanes[place].look(at: workers[place]) }
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
  private(set) var jobRuns: [RunSum]

  struct RunSum {
    var count = 0
    var nanoseconds: UInt64 = 0
  }

  init(labelCount: Int = 0) {
    jobRuns = [RunSum](repeating: RunSum(), count: labelCount)
  }

  /// Takes in the run of a future that ended.
  @inline(__always)
  mutating func record(_ finish: EventBatch.Finish, hadWaited: Bool) {
    if !hadWaited { _ = waits.record(from: finish.submittedAt, to: finish.startedAt) }
    let duration = runs.record(from: finish.startedAt, to: finish.finishedAt)
    jobRuns[Int(finish.label)].count &+= 1
    jobRuns[Int(finish.label)].nanoseconds &+= duration
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
