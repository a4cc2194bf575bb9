internal import Platform

/// One thread of a pool, as code that runs on it can find it.
final class WorkerThread: @unchecked Sendable {
  // @unchecked: what changes is touched by the thread itself only, or under the pool's monitor, as
  // it says.

  /// The worker's place in the pool, from 0.
  let index: Int
  let name: String
  /// The pool; it lives for as long as any of its threads.
  unowned let pool: ThreadPoolCore
  /// Opened when there is something to do for a worker that is parked.
  let call = Turn()

  // MARK: - The thread's own

  /// What the running job did that its pool does not allow.
  private var violation: (any Error)?
  /// The same of the jobs that wait while this one runs.
  private var outerViolations: [(any Error)?] = []
  /// How many bodies run, each but the first because the one before waits for it.
  private(set) var depth = 0
  /// What the running job is given, if it asks.
  var context: JobContext?

  /// Whether it took the last of many tiny jobs, and had better let a few more come than look for
  /// each of them at once: that would cost the submitter as much time as the worker.
  var mayBeEarly = false

  /// When the last body ended, and how its result reads: for whoever notes the end of the run.
  ///
  /// Written before the future is published, read after that was seen.
  var finishedAt = PoolInstant.zero
  var preview = ResultPreview.none

  // MARK: - The pool's, under its monitor

  /// What it runs.
  var current: ActiveRun?
  /// Whether that has ended, and it is only here because its worker was not.
  var isEndNoted = false
  /// Jobs that wait, each for the next and the last for the current one, which runs inside.
  var outer: [ActiveRun] = []
  /// The kernel's id of the thread, once it has begun.
  var systemID: UInt64?
  /// The thread, while nobody has joined it.
  var handle: OSThread?
  /// What it did so far, for a picture to start from.
  var tally = WorkerTally()

  init(index: Int, name: String, pool: ThreadPoolCore) {
    self.index = index
    self.name = name
    self.pool = pool
  }

  /// The worker on whose thread this is called; `nil` elsewhere.
  static var current: WorkerThread? { OSThread.currentAttachment as? WorkerThread }
}

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

/// What a worker did so far.
struct WorkerTally {
  var startedAt = PoolInstant.zero
  /// Since when it does what it does.
  var since = PoolInstant.zero
  var busyNanoseconds: UInt64 = 0
  var doneCount = 0
  var failedCount = 0
  var hasEnded = false

  mutating func count(_ outcome: FutureOutcome) {
    doneCount += 1
    if outcome != .succeeded { failedCount += 1 }
  }
}

// MARK: - On the thread

extension WorkerThread {
  /// Whether a job's body runs, rather than a callback.
  var isInBody: Bool { depth > 0 }

  /// A job's body begins on this thread.
  func enterBody() {
    if depth > 0 { outerViolations.append(violation) }
    violation = nil
    depth += 1
  }

  /// It has ended; returns what it did against the rules, which is its error whatever came of it.
  func leaveBody() -> (any Error)? {
    depth -= 1
    defer { violation = depth > 0 ? outerViolations.popLast() ?? nil : nil }
    return violation
  }

  /// Makes an error the outcome of the running job.
  func fail(with error: any Error) {
    violation = error
  }
}

// MARK: - Under the monitor

extension WorkerThread {
  /// All that it runs, the outermost first.
  var runs: [ActiveRun] {
    guard let current, !isEndNoted else { return outer }
    return outer + [current]
  }

  func push(_ run: consuming ActiveRun) {
    if let current {
      outer.append(current)
    } else {
      tally.since = run.startedAt
    }
    current = run
  }

  /// Notes that the current run has ended, and keeps it for its worker to take out.
  func noteEnd(at time: PoolInstant) {
    isEndNoted = true
    guard outer.isEmpty else { return }
    tally.busyNanoseconds &+= time.nanoseconds &- min(tally.since.nanoseconds, time.nanoseconds)
    tally.since = time
  }

  /// Takes the innermost run out, whose end was noted.
  func pop() -> ActiveRun? {
    isEndNoted = false
    let ended = current.take()
    if !outer.isEmpty { current = outer.popLast() }
    return ended
  }

  /// Marks the runs whose time is over, and returns them.
  func markOverdue(at moment: MonotonicClock.Instant, mayRetry: Bool) -> [ActiveRun] {
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
}

extension ThreadPoolCore.Shared {
  /// Takes out the threads that somebody is to join or to let go.
  func takeThreads() -> [OSThread] {
    workers.compactMap { $0.handle.take() }
  }
}
