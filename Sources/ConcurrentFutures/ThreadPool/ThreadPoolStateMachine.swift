// The rules of a thread pool: what happened goes in, what is to be done comes out. Nothing in here
// blocks, starts a thread, reads a clock, or calls out.
//
//   pool      running ──shutdown──► shuttingDown ──last worker ended──► shutDown
//   worker    idle ──run──► running ──finished──► idle ──exit──► ended
//
// Invariant: while the pool runs, futures wait only when no worker is idle or one is being woken:
//   queue.count <= (idle workers that were woken) or every place for a worker is taken.

/// Decides who runs what in a thread pool.
struct ThreadPoolStateMachine: ~Copyable {
  enum Phase: Sendable {
    case running
    case shuttingDown
    case shutDown
  }

  /// What to do after a future was put in the queue.
  enum SubmitAction: Equatable {
    /// Start a worker in this place.
    case startWorker(index: Int)
    /// Wake one that is idle.
    case wakeWorker
    /// Nothing: every worker is busy, and there may be no more of them.
    case leaveInQueue
    /// Nothing was put in the queue, because the pool takes no more.
    case reject
  }

  /// What a worker that has nothing to do is to do.
  enum WorkerAction {
    case run(any PooledFuture)
    case waitForWork
    case exit
  }

  private enum WorkerState {
    case idle
    case running
    case ended
  }

  private(set) var maxWorkers: Int
  private(set) var phase = Phase.running
  private(set) var queue = JobQueue()
  /// Workers by index; a place is not given twice.
  private var workers: [WorkerState] = []
  private var idleCount = 0
  private var endedCount = 0

  init(maxWorkers: Int) {
    self.maxWorkers = maxWorkers
  }

  var livingWorkerCount: Int { workers.count - endedCount }
  var runningCount: Int { livingWorkerCount - idleCount }

  // MARK: - Work comes and goes

  mutating func submitted(_ future: any PooledFuture, priority: Int) -> SubmitAction {
    guard phase == .running else { return .reject }
    queue.append(future, priority: priority)
    if queue.count <= idleCount { return .wakeWorker }
    guard livingWorkerCount < maxWorkers else { return .leaveInQueue }
    // It counts as idle from here on, so that the next submission does not start another for it.
    workers.append(.idle)
    idleCount += 1
    return .startWorker(index: workers.count - 1)
  }

  /// The system refused a worker that was to be started; the future that it was for must go, too.
  mutating func workerFailedToStart(index: Int, withdrawing future: any PooledFuture) {
    ended(index)
    _ = queue.remove(future)
  }

  /// Takes a future out of the queue; false when it waits no longer.
  mutating func cancelled(_ future: any PooledFuture) -> Bool {
    queue.remove(future)
  }

  // MARK: - Workers come and go

  /// A worker has nothing to do; may be asked again and again while the answer is to wait.
  mutating func workerIsFree(_ index: Int) -> WorkerAction {
    if let future = queue.popFirst() {
      workers[index] = .running
      idleCount -= 1
      return .run(future)
    }
    guard phase == .running else {
      ended(index)
      return .exit
    }
    return .waitForWork
  }

  /// A worker has run what it was given.
  mutating func workerFinished(_ index: Int) {
    workers[index] = .idle
    idleCount += 1
  }

  private mutating func ended(_ index: Int) {
    workers[index] = .ended
    idleCount -= 1
    endedCount += 1
    if phase == .shuttingDown, livingWorkerCount == 0 { phase = .shutDown }
  }

  // MARK: - The end

  /// Takes no more work; returns what is cancelled by that.
  mutating func shutdown(cancelFutures: Bool) -> [any PooledFuture] {
    let cancelled = cancelFutures ? queue.removeAll() : []
    if phase == .running {
      phase = livingWorkerCount == 0 ? .shutDown : .shuttingDown
    }
    return cancelled
  }
}
