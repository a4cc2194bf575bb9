/// What a worker ran, one job after the other: its last spans, and the sums of those before.
struct LaneDigest: Sendable {
  /// The job that it ran when the batch began.
  private(set) var first: (future: FutureID, end: UInt64)?
  /// What it ran last: at least as many as a worker shows, if it ran so many.
  private(set) var runs: [Run] = []
  /// How many it ran before those.
  private(set) var summedCount = 0
  private(set) var busyNanoseconds: UInt64 = 0
  private(set) var lastSummedEnd: UInt64 = 0
  private var pastQuanta = WorkerPast(knownSince: .zero)
  /// How many runs are known to come.
  private var expectedCount = 0
  /// The quantum of the last run that was summed up, and how many others lie in it.
  private var quantum: Range<UInt64> = 0..<0
  private var quantumCount = 0

  struct Run: Sendable {
    var future: FutureID
    var start: UInt64
    var end: UInt64
  }

  /// When the runs were that are summed up.
  var past: WorkerPast {
    var past = pastQuanta
    past.add(quantumCount, in: quantum)
    return past
  }

  /// Learns how many runs it is told of next, and how many come after those, and sums those up that
  /// a worker does not show then.
  mutating func expect(_ count: Int, before nextCount: Int) {
    expectedCount = count + nextCount
    let limit = WorkerSnapshot.spanLimit
    let isLong = expectedCount >= limit || runs.count + count > 2 * limit
    let excess = isLong ? min(runs.count, runs.count + expectedCount - limit) : 0
    guard excess > 0 else { return }
    for run in runs[..<excess] { sumUp(run) }
    runs.removeFirst(excess)
  }

  /// Takes in a run that was expected.
  @inline(__always)
  mutating func ran(_ finish: EventBatch.Finish) {
    expectedCount &-= 1
    guard finish.tellsStart else {
      first = (finish.id, finish.finishedAt)
      return
    }
    let run = Run(future: finish.id, start: finish.startedAt, end: finish.finishedAt)
    if expectedCount >= WorkerSnapshot.spanLimit { sumUp(run) } else { runs.append(run) }
  }

  @inline(__always)
  private mutating func sumUp(_ run: Run) {
    summedCount &+= 1
    lastSummedEnd = run.end
    if run.end > run.start { busyNanoseconds &+= run.end &- run.start }
    if run.start >= quantum.lowerBound, run.start < quantum.upperBound, run.end < quantum.upperBound
    {
      quantumCount &+= 1
    } else {
      beginQuantum(with: run)
    }
  }

  private mutating func beginQuantum(with run: Run) {
    pastQuanta.add(quantumCount, in: quantum)
    pastQuanta.add(
      WorkerSpan(
        future: run.future, start: PoolInstant(nanoseconds: run.start),
        end: PoolInstant(nanoseconds: run.end), outcome: .succeeded))
    quantumCount = 0
    let length = WorkerPast.quantumNanoseconds
    quantum = run.start / length * length..<(run.start / length + 1) * length
  }
}

extension WorkerPast {
  fileprivate mutating func add(_ count: Int, in quantum: Range<UInt64>) {
    guard count > 0 else { return }
    add(count, failedCount: 0, endingAt: PoolInstant(nanoseconds: quantum.lowerBound))
  }
}
