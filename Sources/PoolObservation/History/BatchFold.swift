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

  /// Records how long the futures that are planned waited and ran.
  mutating func recordRuns(of batch: EventBatch) {
    let finishes = batch.finishes.span
    var (waits, runs, sums) = (DurationBuckets(), DurationBuckets(), jobRuns)
    jobRuns = []
    for index in finishes.indices {
      let fate = plan[finishes[index].id]
      let start = finishes[index].startedAt
      guard fate.isPlanned, start != FinishedRun.neverStarted, !fate.isPaused else { continue }
      if !fate.wasRunning { _ = waits.record(from: finishes[index].submittedAt, to: start) }
      let duration = runs.record(from: start, to: finishes[index].finishedAt)
      sums[Int(finishes[index].label)].count &+= 1
      sums[Int(finishes[index].label)].nanoseconds &+= duration
    }
    (self.waits, self.runs, jobRuns) = (waits, runs, sums)
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
