internal import CoreMetrics
internal import DequeModule
internal import Logging
internal import Platform
internal import Synchronization

// The shell around the state machine: the lock, the threads, the clock.
//
//   submit ──┐                                   ┌──► worker 0: run, publish, again
//   cancel ──┼──► monitor { rules; recorder } ───┼──► worker 1
//   shutdown ┤          ▲                        └──► …
//   alarm ───┘          └── drain, on a timer ──► PoolObserver folds ──► PoolSnapshot
//
// Under the monitor: the rules, the recorder, the start of a thread, the marks on futures. Outside:
// bodies, waiters, callbacks, whatever releases an object of a user. A change is recorded before
// anybody can learn of it from the future, so a snapshot is never behind what a caller knows.

/// What the threads of a pool share; lives until the last of them ends, executor or not.
final class ThreadPoolCore: Sendable {
  /// Starts a thread; tests put one here that refuses.
  typealias ThreadStarter =
    @Sendable (_ worker: WorkerThread, _ body: @escaping @Sendable () -> Void)
    throws(SystemError) -> OSThread

  /// How a pool was asked to be.
  struct Settings: Sendable {
    var name: String
    var maxWorkers: Int
    var capacity = QueueCapacity.unbounded
    var helpsWhileWaiting = false
    var initializer: (@Sendable () throws -> Void)?
    /// What gives the workers more than a thread; `nil` where they need no more.
    var hosting: (any WorkerHosting)?
    var log = Logger(label: "concurrent.futures")
    var metrics: any MetricsFactory = MetricsSystem.factory
    /// How many events are kept before they must be folded.
    var eventCapacity = EventRecorder.usualCapacity
  }

  /// Everything under the monitor.
  struct Shared: ~Copyable {
    var machine: ThreadPoolStateMachine
    var recorder: EventRecorder
    /// The workers whose threads have not ended, in the order of their indices.
    var workers: [WorkerThread] = []
    /// The others, as they are shown.
    var endedWorkers: [WorkerSnapshot] = []
    /// Threads that run and that nobody has joined.
    var threads: Set<OSThread> = []
    /// The last one that ended; the next one that ends joins it.
    var endedThread: OSThread?
    /// How many futures that ran over have not told everybody.
    var tellingCount = 0
    /// What each worker's job waits for, without a limit of time.
    var waits: [Int: Wait] = [:]
    /// When which future is due for its next attempt.
    var retryTimes: [FutureID: MonotonicClock.Instant] = [:]
    /// Since when no limit passes and no pause ends, while that is so.
    var limitsHeldAt: MonotonicClock.Instant?
    /// How far running jobs say they are.
    var progress: [FutureID: (fraction: Double, note: String, time: PoolInstant)] = [:]
    /// What comes out of the intake, on its way to the queue.
    var arrived: [AnyFuture?] = []
    /// Their submissions, as they were written down, in a pool that is observed.
    var arrivedLog = SubmissionLog()
    /// Whether submissions may pass this monitor by.
    var isIntakeOpen = false
    var counts = FutureCounts()
    var log = LogTail()
    var phaseSince = PoolInstant.zero
    /// Whether nobody is left who could join the threads.
    var isAbandoned = false
    /// Submitters that wait for room in the queue.
    var submitters: Deque<Turn> = []
    /// Those who wait until the pool has come so far.
    var drainers: [Drainer] = []
    /// What is to be done once the lock is let go.
    var errands = Errands()
  }

  /// A job's wait for a future of its own pool.
  struct Wait {
    let future: AnyFuture
    /// Wakes the job, which may run the future itself then.
    let turn: Turn
  }

  /// Somebody who waits until the pool has come so far.
  struct Drainer {
    let turn = Turn()
    let goal: Goal
  }

  /// What can be waited for.
  enum Goal {
    /// Nothing runs, and nothing waits.
    case quiet
    /// All workers have ended and all callbacks are done, but for whoever waits.
    case end(for: Caller)
  }

  /// What may not be done under the lock.
  struct Errands {
    /// To be logged.
    var complaints: [String] = []
    /// To be woken.
    var calls: [WorkerThread] = []
    /// To be let go of what they have beside a thread, which they were refused.
    var refused: [WorkerThread] = []

    var isEmpty: Bool { complaints.isEmpty && calls.isEmpty && refused.isEmpty }
  }

  let settings: Settings
  let origin = MonotonicClock.now
  let createdAt = MonotonicClock.wallNanoseconds
  let shared: Monitor<Shared>
  let intake = Monitor(Intake())
  let observer: PoolObserver
  let log: Logger
  /// `nil` where the program has no use for what it would tell, as that was when the pool was made.
  let reporter: PoolReporter?
  /// Tells the worker that searches that there is work.
  let workArrived = Atomic(false)
  let joining = Monitor(Joining.notBegun)
  let startThread: ThreadStarter
  /// Set once, right after the core is made: it needs the core.
  private let alarmBox = Monitor<Alarm?>(nil)
  private let handleBox = Monitor<OwnerHandle?>(nil)

  /// Whether the threads were joined: by the first who asks, while the others wait for that.
  enum Joining {
    case notBegun
    case begun
    case done
  }

  init(_ settings: Settings, startThread: @escaping ThreadStarter = startOSThread) {
    self.settings = settings
    let machine = ThreadPoolStateMachine(
      maxWorkers: settings.maxWorkers, capacity: settings.capacity.limit)
    self.shared = Monitor(
      Shared(machine: machine, recorder: EventRecorder(capacity: settings.eventCapacity)))
    self.startThread = startThread
    self.log = settings.log
    self.reporter = PoolReporter(pool: settings.name, log: settings.log, metrics: settings.metrics)
    self.observer = PoolObserver(
      pool: PoolDescription(
        name: settings.name, kind: settings.hosting?.kind ?? .thread,
        maxWorkers: settings.maxWorkers, createdAt: createdAt))
  }

  var name: String { settings.name }

  var now: PoolInstant { instant(MonotonicClock.now) }

  func instant(_ moment: MonotonicClock.Instant) -> PoolInstant {
    PoolInstant(moment, since: origin)
  }

  /// What futures of this pool know of it.
  var handle: OwnerHandle {
    handleBox.withLock { handle in
      if let handle { return handle }
      let made = OwnerHandle(self, isQuick: settings.hosting == nil)
      handle = made
      return made
    }
  }

  /// Runs a body under the monitor; then, without it, what it left to be done.
  func locked<Result>(_ body: (inout Shared) throws -> Result) rethrows -> Result {
    var hasErrands = false
    defer { if hasErrands { runErrands() } }
    return try section { shared in
      defer { hasErrands = shared.hasErrands }
      return try body(&shared)
    }
  }

  /// Does what was left to be done without the lock.
  func runErrands() {
    let (errands, isRecorderToBeSeen) = shared.withLock { shared in
      defer { shared.errands = Errands() }
      guard shared.recorder.wantsLook else { return (shared.errands, false) }
      shared.recorder.lookLater()
      return (shared.errands, shared.recorder.mayBeInVain(at: now))
    }
    for worker in errands.calls { worker.call() }
    for worker in errands.refused { worker.host?.leave() }
    for complaint in errands.complaints { log.error("\(complaint)") }
    if isRecorderToBeSeen { observer.catchUp(with: self) }
  }

  /// Rings when a time limit or a pause before an attempt is over.
  var alarm: Alarm {
    alarmBox.withLock { alarm in
      if let alarm { return alarm }
      let made = Alarm(name: "\(name)-alarm", attachment: PoolThread(of: self)) { [weak self] in
        self?.dealWithWhatIsDue()
      }
      alarm = made
      return made
    }
  }
}

// MARK: - Submitting and cancelling

extension ThreadPoolCore: FutureOwner {
  /// Puts a future in the queue.
  ///
  /// - Parameters:
  ///   - future: What to run.
  ///   - mayGive: Whether the caller can hand over what is to be run.
  /// - Returns: The worker that has begun the future, and to whose host the caller is to hand it
  ///   over.
  /// - Throws: Why it is not in the queue.
  @discardableResult
  func submit(_ future: AnyFuture, mayGive: Bool = false) throws -> WorkerThread? {
    var given: GivenRun?
    // The intake's order is that of its arrivals; who comes before others has to wait elsewhere.
    if future.priority != 0 || !intake.withLock({ $0.take(future, since: origin) }) {
      offers: while true {
        switch try offer(future, mayGive, at: now) {
        case .taken: break offers
        case .given(let run):
          given = run
          break offers
        case .noRoom(let turn): turn.take()
        }
      }
    }
    if let reporter {
      reporter.submitted(future)
      if let given { reporter.started(future, given.facts, on: given.worker) }
    }
    return given?.worker
  }

  private enum Offer {
    case taken(ThreadPoolStateMachine.SubmitAction)
    case given(GivenRun)
    case noRoom(Turn)
  }

  /// Puts a future in the queue, or returns what to wait for when there is no room.
  private func offer(
    _ future: AnyFuture, _ mayGive: Bool, at time: PoolInstant
  ) throws -> Offer {
    var hasErrands = false
    defer { if hasErrands { runErrands() } }
    let offer = try section { shared in
      defer { hasErrands = shared.hasErrands }
      return try take(future, mayGive, at: time, &shared)
    }
    if case .taken(.leaveToSearcher) = offer { workArrived.store(true, ordering: .releasing) }
    return offer
  }

  private func take(
    _ future: AnyFuture, _ mayGive: Bool, at time: PoolInstant, _ shared: inout Shared
  ) throws -> Offer {
    if shared.machine.asksForFreeWorkers { noteEndedRuns(&shared) }
    let action = shared.machine.submitted(future, at: time.nanoseconds)
    switch action {
    case .refuse(let refusal):
      return .noRoom(try waitForRoom(refusal, &shared))
    case .startWorker(let index):
      do {
        try startWorker(index, &shared)
      } catch {
        _ = shared.machine.cancelled(future)
        // The room that this one had belongs to the next.
        noteRoom(&shared)
        throw error
      }
    case .callWorker, .leaveToSearcher, .leaveInQueue: break
    }
    future.id = .next()
    future.submittedAt = time
    shared.counts.pending += 1
    shared.recorder.submitted(future)
    if case .callWorker(let index) = action {
      if mayGive, let run = give(future, to: index, &shared) { return .given(run) }
      shared.call(index)
    }
    return .taken(action)
  }

  private func waitForRoom(
    _ refusal: ThreadPoolStateMachine.Refusal, _ shared: inout Shared
  ) throws -> Turn {
    switch refusal {
    case .shutDown: throw ExecutorShutdownError()
    case .broken(let reason): throw BrokenExecutorError(reason: reason)
    case .full(let limit):
      guard case .blocking = settings.capacity else {
        throw QueueFullError("the queue is full: \(limit) futures wait, and no more may")
      }
      if WorkerThread.current?.pool === self {
        throw QueueFullError(
          "the queue is full: \(limit) futures wait, and a job that waited for room on a worker of "
            + "the same pool could wait for itself")
      }
      let turn = Turn()
      shared.submitters.append(turn)
      return turn
    }
  }

  func cancel(_ future: AnyFuture) -> Bool {
    let isCancelled = locked { shared in
      guard shared.machine.cancelled(future) else { return false }
      markCancelled(future, at: now, &shared)
      noteRoom(&shared)
      // Workers that waited for this one to come back from its pause may go now.
      if shared.machine.phase != .running { shared.callAll() }
      return true
    }
    if isCancelled, let reporter { reporter.neverRan(future, .cancelled) }
    return isCancelled
  }

  func markCancelled(_ future: AnyFuture, at time: PoolInstant, _ shared: inout Shared) {
    future.markCancelled()
    shared.retryTimes[future.id] = nil
    shared.counts.pending -= 1
    shared.counts.cancelled += 1
    shared.recorder.finished(FinishedRun(future, .cancelled, at: time))
  }

  /// Something left the queue: a submitter may have room, and nothing may be left to do.
  func noteRoom(_ shared: inout Shared) {
    if !shared.submitters.isEmpty { shared.submitters.popFirst()?.open() }
    noteQuiet(&shared)
  }

  /// Lets those go for whom the pool has come far enough.
  func noteQuiet(_ shared: inout Shared) {
    for drainer in shared.drainers where shared.hasReached(drainer.goal) { drainer.turn.open() }
  }
}

extension PoolInstant {
  /// A moment in the life of a pool that was made at another.
  init(_ moment: MonotonicClock.Instant, since origin: MonotonicClock.Instant) {
    self.init(nanoseconds: moment.nanoseconds - min(moment.nanoseconds, origin.nanoseconds))
  }
}

extension ThreadPoolCore.Shared {
  var hasErrands: Bool { !errands.isEmpty || recorder.wantsLook }

  /// Where a worker stands in the list; where its index says, as long as none before it ended.
  func place(of index: Int) -> Int? {
    if index < workers.count, workers[index].index == index { return index }
    return workers.firstIndex { $0.index == index }
  }

  /// A worker that lives.
  func worker(_ index: Int) -> WorkerThread {
    guard let place = place(of: index) else {
      preconditionFailure("worker \(index) has ended, and is asked for")
    }
    return workers[place]
  }

  /// Has a worker woken that is parked.
  mutating func call(_ index: Int) {
    errands.calls.append(worker(index))
  }

  /// Has as many workers woken as are needed for what waits.
  mutating func callNeeded() {
    while let index = machine.nextToCall() { call(index) }
  }

  /// Has all workers woken that are parked.
  mutating func callAll() {
    for index in machine.callAll() { call(index) }
  }
}
