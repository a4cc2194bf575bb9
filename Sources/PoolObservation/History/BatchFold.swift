/// What is known while a batch is folded.
struct BatchFold {
  var plan: BatchPlan
  /// The workers, in the history's order.
  var lanes: [WorkerLane] = []
  var waits = DurationBuckets()
  var runs = DurationBuckets()
  /// The runs of the futures that bear each label.
  var jobRuns: [RunSum]
  struct RunSum {
    var count = 0
    var nanoseconds: UInt64 = 0
  }

  init(plan: BatchPlan, _ batch: EventBatch, _ workers: [WorkerSnapshot]) {
    self.plan = plan
    jobRuns = [RunSum](repeating: RunSum(), count: batch.labels.count)
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

  /// Where a worker stands in the list; almost always where its index says.
  @inline(__always)
  func place(of index: Int32) -> Int? {
    let index = Int(index)
    if index >= 0, index < lanes.count, lanes[index].index == index { return index }
    return lanes.firstIndex { $0.index == index }
  }

  @inline(__always)
  mutating func recordRun(_ record: EventBatch.Finish, isWaitKnown: Bool) {
    if !isWaitKnown { _ = waits.record(from: record.submittedAt, to: record.startedAt) }
    let duration = runs.record(from: record.startedAt, to: record.finishedAt)
    jobRuns[Int(record.label)].count &+= 1
    jobRuns[Int(record.label)].nanoseconds &+= duration
  }
}

extension PoolEvent.Change {
  /// Whether this changes what is known of a worker.
  var concernsWorkers: Bool {
    switch self {
    case .workerStarted, .workerEnded, .started, .retrying, .ranOver, .workerFreed, .waiting,
      .finished:
      true
    case .submitted, .progressed, .logged, .held, .resumed, .resized, .shutdownBegan, .shutDown,
      .broke:
      false
    }
  }
}
