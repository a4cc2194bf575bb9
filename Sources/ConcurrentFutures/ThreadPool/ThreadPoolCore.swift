internal import DequeModule
internal import Logging
internal import Platform

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
  }

  /// A job that a worker runs.
  struct ActiveRun {
    let future: any PooledFuture
    let startedAt: PoolInstant
    let attempt: Int
    /// When its time is over.
    var deadline: MonotonicClock.Instant?
    /// Whether its time was over before the body ended, and another attempt comes.
    var hasOverrun = false
    /// Whether its future failed for that, while the body goes on.
    var isLate = false
  }

  /// Everything under the monitor.
  struct Shared: ~Copyable {
    var machine: ThreadPoolStateMachine
    var recorder = EventRecorder()
    /// What each worker does, for a picture to start from.
    var workers: [WorkerSnapshot] = []
    /// What each worker runs: mostly one job, or one inside another that waits for it.
    var running: [Int: [ActiveRun]] = [:]
    /// The future that each worker's job waits for, without a limit of time.
    var waits: [Int: any PooledFuture] = [:]
    /// When which future is due for its next attempt.
    var retryTimes: [FutureID: MonotonicClock.Instant] = [:]
    var counts = FutureCounts()
    /// Threads that nobody has joined.
    var threads: [OSThread] = []
    /// Whether nobody is left who could join them.
    var isAbandoned = false
    /// Submitters that wait for room in the queue.
    var submitters: Deque<Turn> = []
    /// Those who wait until nothing is left to do.
    var drainers: [Turn] = []
  }

  let settings: Settings
  let log = Logger(label: "concurrent.futures")
  let origin = MonotonicClock.now
  let createdAt = MonotonicClock.wallNanoseconds
  let shared: Monitor<Shared>
  let joining = Monitor(Joining.notBegun)
  private let startThread: ThreadStarter
  /// Set once, right after the core is made: it needs the core.
  private let alarmBox = Monitor<Alarm?>(nil)

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
    self.shared = Monitor(Shared(machine: machine))
    self.startThread = startThread
  }

  var name: String { settings.name }

  var now: PoolInstant { instant(MonotonicClock.now) }

  func instant(_ moment: MonotonicClock.Instant) -> PoolInstant {
    PoolInstant(nanoseconds: moment.nanoseconds - min(moment.nanoseconds, origin.nanoseconds))
  }

  /// Rings when a time limit or a pause before an attempt is over.
  var alarm: Alarm {
    alarmBox.withLock { alarm in
      if let alarm { return alarm }
      let made = Alarm(name: "\(name)-alarm") { [weak self] in self?.dealWithWhatIsDue() }
      alarm = made
      return made
    }
  }
}

private func startOSThread(
  _ worker: WorkerThread, _ body: @escaping @Sendable () -> Void
) throws(SystemError) -> OSThread {
  try OSThread.start(name: worker.name, attachment: worker, body)
}

// MARK: - Submitting and cancelling

extension ThreadPoolCore: FutureOwner {
  func submit(_ future: any PooledFuture, priority: Int) throws {
    while true {
      switch try shared.withLock({ try offer(future, priority, &$0) }) {
      case .taken(let shouldWake):
        if shouldWake { shared.signal() }
        return
      case .noRoom(let turn): _ = turn.wait()
      }
    }
  }

  private enum Offer {
    case taken(shouldWake: Bool)
    case noRoom(Turn)
  }

  /// Puts a future in the queue, or returns what to wait for when there is no room.
  private func offer(
    _ future: any PooledFuture, _ priority: Int, _ shared: inout Shared
  ) throws -> Offer {
    let action = shared.machine.submitted(future, priority: priority)
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
    case .wakeWorker, .leaveInQueue: break
    }
    let time = now
    future.id = .next()
    future.submittedAt = time
    shared.counts.pending += 1
    shared.recorder.record(
      .submitted(
        future.id, name: future.name, tags: future.control?.tags ?? [], priority: priority),
      at: time)
    return .taken(shouldWake: action == .wakeWorker)
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

  func cancel(_ future: any PooledFuture) -> Bool {
    shared.withLock { shared in
      guard shared.machine.cancelled(future) else { return false }
      markCancelled(future, &shared)
      noteRoom(&shared)
      // Workers that waited for this one to come back from its pause may go now.
      if shared.machine.phase != .running { self.shared.broadcast() }
      return true
    }
  }

  func markCancelled(_ future: any PooledFuture, _ shared: inout Shared) {
    future.markCancelled()
    shared.retryTimes[future.id] = nil
    shared.counts.pending -= 1
    shared.counts.cancelled += 1
    shared.recorder.record(.finished(future.id, outcome: .cancelled, text: ""), at: now)
  }

  /// Something left the queue: a submitter may have room, and nothing may be left to do.
  func noteRoom(_ shared: inout Shared) {
    shared.submitters.popFirst()?.open()
    noteQuiet(&shared)
  }

  /// Lets those go who wait until nothing is left to do.
  func noteQuiet(_ shared: inout Shared) {
    guard !shared.drainers.isEmpty, shared.machine.isQuiet else { return }
    for drainer in shared.drainers { drainer.open() }
    shared.drainers = []
  }

  /// Starts a thread while the monitor is held, so that a refusal leaves nothing behind.
  func startWorker(_ index: Int, _ shared: inout Shared) throws {
    let worker = WorkerThread(index: index, name: "\(name)_\(index)", pool: self)
    do {
      let thread = try startThread(worker) { self.work(as: worker) }
      if shared.isAbandoned { thread.detach() } else { shared.threads.append(thread) }
    } catch {
      shared.machine.workerFailedToStart(index: index)
      throw ThreadStartError(
        code: error.code, description: "cannot start worker \(worker.name): \(error)")
    }
  }

  /// Starts as many workers as the queue needs; for changes that no submitter stands behind.
  ///
  /// - Returns: What will never run, because there is no worker and none can be started.
  func startNeededWorkers(_ shared: inout Shared) -> [any PooledFuture] {
    while let index = shared.machine.neededWorker() {
      do {
        try startWorker(index, &shared)
      } catch {
        log.error("\(error)")
        return shared.machine.livingWorkerCount == 0 ? markBroken("\(error)", &shared) : []
      }
    }
    return []
  }
}
