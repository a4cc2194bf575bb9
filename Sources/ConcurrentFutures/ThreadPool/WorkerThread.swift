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
  private let turn = Turn()

  // No exclusive access is checked at run time for what each job touches: it would cost as much as
  // the rest of what is done here. Who touches what, and when, is said.

  @exclusivity(unchecked) private var storedHost: (any WorkerHost)?

  // MARK: - The thread's own

  @exclusivity(unchecked) private var storedViolation: (any Error)?
  /// The violations of the jobs that wait while this one runs.
  private var outerViolations: [(any Error)?] = []
  @exclusivity(unchecked) private var storedDepth = 0
  /// What the running job is given, if it asks.
  var context: JobContext?
  @exclusivity(unchecked) private var storedIsBrisk = false
  @exclusivity(unchecked) private var storedMayBeEarly = false
  @exclusivity(unchecked) private var storedFinishedAt = PoolInstant.zero
  @exclusivity(unchecked) private var storedPreview = ResultPreview.none
  @exclusivity(unchecked) private var storedBodyTime: UInt64?
  @exclusivity(unchecked) private var storedRunCount: UInt8 = 0
  @exclusivity(unchecked) private var storedClock = TickClock()

  // MARK: - The pool's, under its monitor

  @exclusivity(unchecked) private var storedFuture: AnyFuture?
  @exclusivity(unchecked) private var storedFacts = RunFacts()
  @exclusivity(unchecked) private var storedTally = WorkerTally()
  @exclusivity(unchecked) private var storedOuter: [ActiveRun] = []
  @exclusivity(unchecked) private var storedHand = Hand.own
  @exclusivity(unchecked) private var storedOwed: OwedCallbacks?
  /// The kernel's id of the thread, once it has begun.
  var systemID: UInt64?
  /// Why its process is gone, and since when, until another takes its place.
  var absence: (reason: WorkerEndReason, since: PoolInstant)?

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
  var facts: RunFacts
}

/// Who sees to what a worker runs.
enum Hand {
  /// The worker's thread.
  case own
  /// The worker's thread, which rests and does not know of it yet.
  case given
  /// Somebody who waits for it, while the worker's thread rests.
  case lent
}

/// What a future's end left to be called, on the thread of its worker.
struct OwedCallbacks {
  let future: AnyFuture
  let callbacks: [FutureObservers.Callback]
}

/// What is known of a run but its future.
struct RunFacts {
  var startedAt = PoolInstant.zero
  var attempt = 1
  /// When its time is over.
  var deadline: MonotonicClock.Instant?
  /// Whether its end is published first and noted after, which saves a turn of the lock.
  var isPlain = false
  /// Whether its submitter gave it to the worker, which was not there to begin it.
  var isGiven = false
  /// Whether its end was noted, and it is only here because its worker was not.
  var isEndNoted = false
  /// Whether its time was over before the body ended, and another attempt comes.
  var hasOverrun = false
  /// Whether its future failed for that, while the body goes on.
  var isLate = false
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
  /// Whether it is being made fit for work.
  var isStarting = false

  mutating func count(_ outcome: FutureOutcome) {
    doneCount += 1
    if outcome != .succeeded { failedCount += 1 }
  }
}

// MARK: - Resting

extension WorkerThread {
  /// Waits until it is called.
  func rest() {
    if let host { host.rest() } else { turn.take() }
  }

  /// Waits until it is called, or a moment has come.
  func rest(until deadline: MonotonicClock.Instant) {
    turn.take(until: deadline)
  }

  /// Says that there is something to do for a worker that is parked.
  func call() {
    if let host { host.call() } else { turn.open() }
  }
}

// MARK: - On the thread

extension WorkerThread {
  /// What the running job did that its pool does not allow.
  private var violation: (any Error)? {
    get { unsafe storedViolation }
    set { unsafe storedViolation = newValue }
  }

  /// How many bodies run, each but the first because the one before waits for it.
  private(set) var depth: Int {
    get { unsafe storedDepth }
    set { unsafe storedDepth = newValue }
  }

  /// Whether jobs are tiny, when it took the last one.
  var isBrisk: Bool {
    get { unsafe storedIsBrisk }
    set { unsafe storedIsBrisk = newValue }
  }

  /// Whether it took the last of many tiny jobs, and had better let a few more come than look for
  /// each of them at once: that would cost the submitter as much time as the worker.
  var mayBeEarly: Bool {
    get { unsafe storedMayBeEarly }
    set { unsafe storedMayBeEarly = newValue }
  }

  /// What it has beside its thread; set before the thread begins.
  var host: (any WorkerHost)? {
    get { unsafe storedHost }
    set { unsafe storedHost = newValue }
  }

  /// Whether a job's body runs, rather than a callback.
  var isInBody: Bool { depth > 0 }

  /// A job's body begins on this thread.
  func enterBody() {
    if depth > 0 {
      outerViolations.append(violation)
      violation = nil
    }
    depth += 1
  }

  /// It has ended; returns what it did against the rules, which is its error whatever came of it.
  func leaveBody() -> (any Error)? {
    depth -= 1
    guard unsafe depth > 0 || storedViolation != nil else { return nil }
    defer { violation = depth > 0 ? outerViolations.popLast() ?? nil : nil }
    return violation
  }

  /// Makes an error the outcome of the running job.
  func fail(with error: any Error) {
    violation = error
  }
}

// MARK: - What is left for the note

extension WorkerThread {
  /// When the last body ended: for whoever notes the end of the run.
  ///
  /// Written by the thread before the future is published, read after that was seen.
  var finishedAt: PoolInstant {
    get { unsafe storedFinishedAt }
    set { unsafe storedFinishedAt = newValue }
  }

  /// How its result reads, if the future does not say so by itself; likewise.
  var preview: ResultPreview {
    get { unsafe storedPreview }
    set { unsafe storedPreview = newValue }
  }
}

extension WorkerThread {
  /// How long the body took, in nanoseconds, if it was timed; likewise.
  var bodyTime: UInt64? {
    get { unsafe storedBodyTime }
    set { unsafe storedBodyTime = newValue }
  }

  /// The moment now, as cheap as it can be had, in a pool that was made at another.
  func now(since origin: MonotonicClock.Instant) -> PoolInstant {
    unsafe PoolInstant(storedClock.now(), since: origin)
  }

  /// Whether the next body is timed: of tiny ones, one of 16, because a look at the clock costs a
  /// tenth of an empty job.
  func isToBeTimed() -> Bool {
    unsafe storedRunCount &+= 1
    return unsafe !isBrisk || storedRunCount & 15 == 0
  }
}

// MARK: - Under the monitor

extension WorkerThread {
  /// What it runs, or ran last and was not there to take out.
  var future: AnyFuture? { unsafe storedFuture }

  /// Gives a body what it runs; `nil` when that is nothing.
  ///
  /// The future is not counted once more: the body must not outlast the run.
  @inline(__always)
  func withFuture<Result>(_ body: (AnyFuture) -> Result) -> Result? {
    guard let future = unsafe storedFuture.map({ unsafe Unmanaged.passUnretained($0) }) else {
      return nil
    }
    return unsafe future._withUnsafeGuaranteedRef { body($0) }
  }

  /// What is known of that.
  var facts: RunFacts {
    get { unsafe storedFacts }
    set { unsafe storedFacts = newValue }
  }

  /// Who sees to a run that it was given.
  var hand: Hand {
    get { unsafe storedHand }
    set { unsafe storedHand = newValue }
  }

  /// Callbacks of a run that another thread ended.
  var owed: OwedCallbacks? {
    get { unsafe storedOwed }
    _modify { yield unsafe &storedOwed }
  }

  var owesCallbacks: Bool { unsafe storedOwed != nil }

  /// Jobs that wait, each for the next and the last for the current one, which runs inside.
  private var outer: [ActiveRun] {
    get { unsafe storedOuter }
    _modify { yield unsafe &storedOuter }
  }

  /// What it did so far.
  var tally: WorkerTally {
    get { unsafe storedTally }
    set { unsafe storedTally = newValue }
  }

  /// All that it runs, the outermost first.
  var runs: [ActiveRun] {
    guard let future, !facts.isEndNoted else { return outer }
    return outer + [ActiveRun(future: future, facts: facts)]
  }

  /// Whether it runs a future.
  func runs(_ id: FutureID) -> Bool {
    if let future, future.id == id { return !facts.isEndNoted }
    return outer.contains { $0.future.id == id }
  }

  func push(_ future: consuming AnyFuture, _ facts: RunFacts) {
    if let outerFuture = self.future {
      outer.append(ActiveRun(future: outerFuture, facts: self.facts))
    } else {
      unsafe storedTally.since = facts.startedAt
    }
    unsafe storedFuture = future
    unsafe storedFacts = facts
  }

  /// Notes that the current run has ended, and keeps it for its worker to take out.
  ///
  /// Of a late one, the outcome was counted before.
  func noteEnd(at time: PoolInstant, _ outcome: FutureOutcome?) {
    unsafe storedFacts.isEndNoted = true
    if let outcome { unsafe storedTally.count(outcome) }
    guard outer.isEmpty else { return }
    unsafe storedTally.busyNanoseconds &+= time.nanoseconds &- storedTally.since.nanoseconds
    unsafe storedTally.since = time
  }

  /// Takes the innermost run's future out.
  func pop() -> AnyFuture? {
    let ended = unsafe storedFuture.take()
    if !outer.isEmpty, let next = outer.popLast() {
      unsafe storedFuture = next.future
      unsafe storedFacts = next.facts
    }
    return ended
  }

  /// Marks the runs whose time is over, and returns them.
  func markOverdue(at moment: MonotonicClock.Instant, mayRetry: Bool) -> [ActiveRun] {
    var overdue: [ActiveRun] = []
    changeLimited { run in
      guard let deadline = run.facts.deadline, deadline <= moment else { return }
      run.facts.deadline = nil
      run.facts.hasOverrun = mayRetry && run.future.control?.hasAttemptsLeft == true
      run.facts.isLate = !run.facts.hasOverrun
      overdue.append(run)
    }
    return overdue
  }

  /// Lets the limits of its runs pass so much later.
  func postponeLimits(by delay: Duration) {
    changeLimited { $0.facts.deadline = $0.facts.deadline?.advanced(by: delay) }
  }

  /// Changes the facts of its runs that have a limit, and touches no others: the worker reads its
  /// own without the lock.
  private func changeLimited(_ change: (inout ActiveRun) -> Void) {
    for place in outer.indices where outer[place].facts.deadline != nil { change(&outer[place]) }
    guard facts.deadline != nil, let future, !facts.isEndNoted else { return }
    var run = ActiveRun(future: future, facts: facts)
    change(&run)
    facts = run.facts
  }
}
