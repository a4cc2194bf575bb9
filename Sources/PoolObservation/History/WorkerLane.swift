// A worker shows its last thousand spans, and may have run a hundred thousand in one batch. Of
// those that would be forgotten at the end of the batch, only the sums are kept. That is for a
// worker that runs one job after the other; when a job runs others while it waits for them, each is
// told in turn, and so is one that begins or ends in another quantum than those before it: the sums
// are the lane's.

/// What a worker ran in a batch and was not told yet.
struct WorkerLane {
  let index: Int
  /// Whether it runs nothing.
  private var isIdle: Bool
  /// How many of the runs to come would be forgotten at the end of the batch.
  private var forgottenCount: Int
  /// The run that goes on and was not told.
  private var current: FutureID?
  private var start: UInt64 = 0
  private var doneCount = 0
  private var failedCount = 0
  private var busyNanoseconds: UInt64 = 0
  private var lastEnd: UInt64 = 0
  /// Where the quantum ends that it was told of last.
  private var quantumEnd: UInt64 = 0

  /// Begins with a worker and how many of its runs end in the batch.
  init(of worker: WorkerSnapshot, runCount: Int) {
    index = worker.index
    isIdle = worker.isFree
    // Those that go on already began before it.
    forgottenCount = runCount - worker.openSpanCount - WorkerSnapshot.spanLimit
    quantumEnd = Self.quantumEnd(since: worker.since)
  }

  /// Notes that it began to run a future; returns false when the worker must be told.
  @inline(__always)
  mutating func begin(_ future: FutureID, at time: UInt64) -> Bool {
    forgottenCount &-= 1
    guard isIdle, forgottenCount >= 0, time < quantumEnd else { return false }
    isIdle = false
    current = future
    start = time
    return true
  }

  /// Notes a run of which nothing else was told; returns false when the worker must be told.
  @inline(__always)
  mutating func ran(_ run: EventBatch.Finish) -> Bool {
    guard isIdle, forgottenCount > 0, run.finishedAt < quantumEnd, run.startedAt < quantumEnd else {
      return false
    }
    forgottenCount &-= 1
    count(run.outcome, from: run.startedAt, to: run.finishedAt)
    return true
  }

  /// Notes that it ended what it ran; returns false when the worker must be told.
  @inline(__always)
  mutating func finish(_ future: FutureID, _ outcome: FutureOutcome, at time: UInt64) -> Bool {
    guard current == future, time < quantumEnd else { return false }
    current = nil
    isIdle = true
    count(outcome, from: start, to: time)
    return true
  }

  @inline(__always)
  private mutating func count(_ outcome: FutureOutcome, from start: UInt64, to end: UInt64) {
    doneCount &+= 1
    if outcome != .succeeded { failedCount &+= 1 }
    if end > start { busyNanoseconds &+= end &- start }
    lastEnd = end
  }

  /// Tells the worker what it was not told, so that anything else can be told.
  mutating func settle(_ worker: inout WorkerSnapshot) {
    if doneCount > 0 {
      worker.ranUnseen(
        doneCount, failedCount: failedCount,
        busyTime: .nanoseconds(Int64(clamping: busyNanoseconds)),
        until: PoolInstant(nanoseconds: lastEnd))
      (doneCount, failedCount, busyNanoseconds) = (0, 0, 0)
    }
    if let future = current {
      worker.begin(future, at: PoolInstant(nanoseconds: start))
      current = nil
    }
  }

  /// Looks again at the worker, which stands at a place in a list, after it was told something, so
  /// many starts among it that are not counted yet.
  ///
  /// Reads three words of the list's element; a worker as a whole would be copied, and its lists be
  /// counted: a sixth of the snapshots' thread.
  @inline(__always)
  mutating func look(at workers: [WorkerSnapshot], _ place: Int, startCount: Int = 0) {
    forgottenCount &-= startCount
    isIdle = workers[place].state == .idle && workers[place].openSpanCount == 0
    quantumEnd = Self.quantumEnd(since: workers[place].since)
  }

  private static func quantumEnd(since time: PoolInstant) -> UInt64 {
    (time.nanoseconds / WorkerPast.quantumNanoseconds + 1) * WorkerPast.quantumNanoseconds
  }
}
