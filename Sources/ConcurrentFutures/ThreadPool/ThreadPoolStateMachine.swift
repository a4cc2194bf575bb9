// The rules of a thread pool: what happened goes in, what is to be done comes out. Nothing in here
// blocks, starts a thread, reads a clock, or calls out.
//
//   pool      running ──shutdown──► shuttingDown ──last worker ended──► shutDown
//                └──────────────────────┴──── broke ────► broken
//
//   worker    idle ──run──► running ──ended──► settling ──free──► idle …  ──► ended
//                                                  └─callbacks─► callingBack ──free──► idle
//
//   future    (queue) ──step──► (released) ──► a worker
//             (delayed) ──due──► (queue)            cancelled from any of the three
//
// A worker that settles a future is about to be free, so it counts as free; one that runs callbacks
// may take long, so it does not.

/// Decides who runs what in a thread pool.
struct ThreadPoolStateMachine: ~Copyable {
  enum Phase: Sendable, Equatable {
    case running
    case shuttingDown
    case shutDown
    case broken(String)
  }

  /// What to do after a future was put in the queue.
  enum SubmitAction: Equatable {
    /// Start a worker in this place.
    case startWorker(index: Int)
    /// Wake one that is idle.
    case wakeWorker
    /// Nothing: every worker is busy and there may be no more, or dispatch is held.
    case leaveInQueue
    /// Nothing was put in the queue.
    case refuse(Refusal)
  }

  enum Refusal: Equatable {
    case shutDown
    case broken(String)
    case full(limit: Int)
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
    case settling
    case callingBack
    case ended

    var isAvailable: Bool { self == .idle || self == .settling }
  }

  private(set) var maxWorkers: Int
  private(set) var phase = Phase.running
  private(set) var isHeld = false
  private(set) var queue = JobQueue()
  /// Let through while dispatch is held.
  private(set) var released = JobQueue()
  /// Futures that wait for their next attempt.
  private(set) var delayed: [FutureID: any PooledFuture] = [:]
  private let capacity: Int?
  /// Workers by index; a place is not given twice.
  private var workers: [WorkerState] = []
  private var availableCount = 0
  private var idleCount = 0
  private var endedCount = 0

  init(maxWorkers: Int, capacity: Int? = nil) {
    self.maxWorkers = maxWorkers
    self.capacity = capacity
  }

  var livingWorkerCount: Int { workers.count - endedCount }
  /// Whether every worker has a job or callbacks that keep it, and there may be no more workers.
  var isSaturated: Bool { availableCount == 0 && livingWorkerCount >= maxWorkers }
  /// Whether a future that ended badly may wait for another attempt.
  var mayRetry: Bool {
    switch phase {
    case .running, .shuttingDown: true
    case .shutDown, .broken: false
    }
  }
  /// Whether nothing runs, waits, or is about to be told.
  var isQuiet: Bool {
    queue.isEmpty && released.isEmpty && delayed.isEmpty && idleCount == livingWorkerCount
  }

  private mutating func set(_ index: Int, _ state: WorkerState) {
    availableCount += (state.isAvailable ? 1 : 0) - (workers[index].isAvailable ? 1 : 0)
    idleCount += (state == .idle ? 1 : 0) - (workers[index] == .idle ? 1 : 0)
    workers[index] = state
  }
}

// MARK: - Work comes and goes

extension ThreadPoolStateMachine {
  mutating func submitted(_ future: any PooledFuture, priority: Int) -> SubmitAction {
    switch phase {
    case .running: break
    case .shuttingDown, .shutDown: return .refuse(.shutDown)
    case .broken(let reason): return .refuse(.broken(reason))
    }
    if let capacity, queue.count >= capacity + absorbableCount {
      return .refuse(.full(limit: capacity))
    }
    queue.append(future, priority: priority)
    return dispatch()
  }

  /// How many futures of the queue are as good as taken.
  private var absorbableCount: Int {
    isHeld ? 0 : availableCount + max(0, maxWorkers - livingWorkerCount)
  }

  /// How many futures a worker could take now.
  private var dispatchableCount: Int { released.count + (isHeld ? 0 : queue.count) }

  /// Says what to do for one more future that a worker could take.
  private mutating func dispatch() -> SubmitAction {
    if isHeld, released.isEmpty { return .leaveInQueue }
    if dispatchableCount <= availableCount { return .wakeWorker }
    return neededWorker().map { .startWorker(index: $0) } ?? .leaveInQueue
  }

  /// Makes a place for one more worker, if one is needed and allowed.
  ///
  /// It counts as idle from here on, so that the next question does not start another for it.
  mutating func neededWorker() -> Int? {
    guard dispatchableCount > availableCount, livingWorkerCount < maxWorkers else { return nil }
    workers.append(.ended)
    set(workers.count - 1, .idle)
    return workers.count - 1
  }

  /// The system refused a worker that was to be started.
  mutating func workerFailedToStart(index: Int) {
    end(index)
  }

  /// Takes a future out of the queue, or away from its next attempt; false when it waits no longer.
  mutating func cancelled(_ future: any PooledFuture) -> Bool {
    if delayed.removeValue(forKey: future.id) != nil { return true }
    return queue.remove(future) || released.remove(future)
  }

  /// Whether a future waits here for a worker or for its next attempt.
  func holds(_ future: any PooledFuture) -> Bool {
    future.queuePosition.slot >= 0 || delayed[future.id] != nil
  }

  /// An attempt ended badly; the future waits for its next one.
  mutating func delay(_ future: any PooledFuture) {
    delayed[future.id] = future
  }

  /// An attempt ended badly; the future goes to the end of the queue at once.
  mutating func requeue(_ future: any PooledFuture) -> SubmitAction {
    queue.append(future, priority: future.queuePosition.priority)
    return dispatch()
  }

  /// Takes a future out that a job wants to run itself; false when it may not start now.
  mutating func taken(_ future: any PooledFuture) -> Bool {
    released.remove(future) || (!isHeld && queue.remove(future))
  }

  /// The time of a future's next attempt has come; `nil` when it was cancelled meanwhile.
  mutating func due(_ id: FutureID) -> SubmitAction? {
    delayed.removeValue(forKey: id).map { requeue($0) }
  }
}

// MARK: - Workers come and go

extension ThreadPoolStateMachine {
  /// A worker has nothing to do; may be asked again and again while the answer is to wait.
  ///
  /// - Parameters:
  ///   - index: The worker.
  ///   - mayLeave: Whether it may go when there are too many; with nothing to do it may at any time.
  /// - Returns: What it is to do.
  mutating func workerIsFree(_ index: Int, mayLeave: Bool = true) -> WorkerAction {
    set(index, .idle)
    guard livingWorkerCount <= maxWorkers || (!mayLeave && dispatchableCount > 0) else {
      end(index)
      return .exit
    }
    if let future = released.popFirst() ?? (isHeld ? nil : queue.popFirst()) {
      set(index, .running)
      return .run(future)
    }
    guard phase == .running || !delayed.isEmpty else {
      end(index)
      return .exit
    }
    return .waitForWork
  }

  /// A worker's body has ended; it makes the outcome known next.
  ///
  /// One that ran it for a callback goes on with that, and is not free.
  mutating func workerSettles(_ index: Int) {
    guard workers[index] == .running else { return }
    set(index, .settling)
  }

  /// A worker runs callbacks, which may take long; another may be needed meanwhile.
  mutating func workerCallsBack(_ index: Int) {
    set(index, .callingBack)
  }

  private mutating func end(_ index: Int) {
    set(index, .ended)
    endedCount += 1
    if phase == .shuttingDown, livingWorkerCount == 0 { phase = .shutDown }
  }
}

// MARK: - Control

extension ThreadPoolStateMachine {
  /// Starts nothing more; false when that is so already, or the pool is ending.
  mutating func hold() -> Bool {
    guard phase == .running, !isHeld else { return false }
    isHeld = true
    return true
  }

  /// Starts what waits; false when nothing was held.
  mutating func resume() -> Bool {
    guard isHeld else { return false }
    isHeld = false
    return true
  }

  /// Lets one future through while dispatch is held; `nil` when it is not, or nothing waits.
  mutating func step() -> (any PooledFuture)? {
    guard isHeld, let future = queue.popFirst() else { return nil }
    released.append(future, priority: future.queuePosition.priority)
    return future
  }

  mutating func resize(maxWorkers: Int) {
    self.maxWorkers = maxWorkers
  }
}

// MARK: - The end

extension ThreadPoolStateMachine {
  /// Takes no more work, and goes on with what was held; returns what is cancelled.
  mutating func shutdown(cancelFutures: Bool) -> [any PooledFuture] {
    let cancelled = cancelFutures ? removeAll() : []
    guard phase == .running else { return cancelled }
    isHeld = false
    phase = .shuttingDown
    if livingWorkerCount == 0, isQuiet { phase = .shutDown }
    return cancelled
  }

  /// Runs nothing more; returns what will never run, once.
  mutating func broke(_ reason: String) -> [any PooledFuture] {
    if case .broken = phase { return [] }
    phase = .broken(reason)
    isHeld = false
    return removeAll()
  }

  private mutating func removeAll() -> [any PooledFuture] {
    defer { delayed = [:] }
    return released.removeAll() + queue.removeAll() + delayed.values.sorted { $0.id < $1.id }
  }
}
