internal import Platform

/// A job that a worker runs.
struct ActiveRun {
  let future: AnyFuture
  let startedAt: PoolInstant
  let attempt: Int
  /// When its time is over.
  var deadline: MonotonicClock.Instant?
  /// Whether its time was over before the body ended, and another attempt comes.
  var hasOverrun = false
  /// Whether its future failed for that, while the body goes on.
  var isLate = false
  /// Whether its end is published first and noted after, which saves a turn of the lock.
  let isPlain: Bool
}

/// What a pool knows of one worker, under its monitor.
struct WorkerSlot {
  let thread: WorkerThread
  /// The kernel's id of the thread, once it has begun.
  var systemID: UInt64?
  /// What it runs.
  var current: ActiveRun?
  /// Whether that has ended, and it is only here because its worker was not.
  var isEndNoted = false
  /// Jobs that wait, each for the next and the last for the current one, which runs inside.
  var outer: [ActiveRun] = []
  /// Nobody has joined it.
  var handle: OSThread?

  // What it did so far, for a picture to start from.
  var startedAt = PoolInstant.zero
  var since = PoolInstant.zero
  var busyNanoseconds: UInt64 = 0
  var doneCount = 0
  var failedCount = 0
  var hasEnded = false

  init(_ thread: WorkerThread) {
    self.thread = thread
  }

  /// All that it runs, the outermost first.
  var runs: [ActiveRun] {
    guard let current, !isEndNoted else { return outer }
    return outer + [current]
  }

  mutating func push(_ run: ActiveRun) {
    if let current {
      outer.append(current)
    } else {
      since = run.startedAt
    }
    current = run
  }

  /// Notes that the current run has ended, and keeps it for its worker to take out.
  mutating func noteEnd(at time: PoolInstant) {
    isEndNoted = true
    guard outer.isEmpty else { return }
    busyNanoseconds &+= time.nanoseconds &- min(since.nanoseconds, time.nanoseconds)
    since = time
  }

  /// Takes the innermost run out, whose end was noted.
  mutating func pop() -> ActiveRun? {
    isEndNoted = false
    defer { current = outer.popLast() }
    return current
  }

  /// Marks the runs whose time is over, and returns them.
  mutating func markOverdue(at moment: MonotonicClock.Instant, mayRetry: Bool) -> [ActiveRun] {
    var overdue: [ActiveRun] = []
    func mark(_ run: inout ActiveRun) {
      guard let deadline = run.deadline, deadline <= moment else { return }
      run.deadline = nil
      run.hasOverrun = mayRetry && run.future.control?.hasAttemptsLeft == true
      run.isLate = !run.hasOverrun
      overdue.append(run)
    }
    for place in outer.indices { mark(&outer[place]) }
    if var run = current, !isEndNoted {
      mark(&run)
      current = run
    }
    return overdue
  }

  mutating func tally(_ outcome: FutureOutcome) {
    doneCount += 1
    if outcome != .succeeded { failedCount += 1 }
  }
}

extension ThreadPoolCore.Shared {
  /// Takes out the threads that somebody is to join or to let go.
  mutating func takeThreads(where isTaken: (WorkerSlot) -> Bool) -> [OSThread] {
    slots.indices.compactMap { index in
      guard isTaken(slots[index]), let handle = slots[index].handle else { return nil }
      slots[index].handle = nil
      return handle
    }
  }
}
