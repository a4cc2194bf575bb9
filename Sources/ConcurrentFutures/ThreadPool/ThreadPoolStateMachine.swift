// The rules of a thread pool: what happened goes in, what is to be done comes out. Nothing in here
// blocks, starts a thread, reads a clock, or calls out.
//
//   pool      running ──shutdown──► shuttingDown ──last worker ended──► shutDown
//                └──────────────────────┴──── broke ────► broken
//
//   worker    starting ─free─► running ──ended──► settling ──free──► searching ──free──► parked
//             called ────free────┘                   └─callbacks─► callingBack ──free──► …  │
//                ▲                                                                          │
//                └────────────────────────────── call ──────────────────────────────────────┘
//
//   future    (queue) ──step──► (released) ──► a worker
//             (delayed) ──due──► (queue)            cancelled from any of the three
//
// A worker that settles a future is about to be free, so it counts as free; one that runs callbacks
// may take long, so it does not. One worker at most searches: it looks for work for some
// microseconds before it parks, so that a job that follows at once need not wake a thread. One at
// most watches, while jobs are tiny: see Pace.swift.
//
// Invariant: where something waits that may start, either no worker is parked, or one is coming for
// it, or one watches.

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
    /// Call the worker in this place, which is parked.
    case callWorker(index: Int)
    /// Nothing but to hint: the worker that searches finds it.
    case leaveToSearcher
    /// Nothing: a worker comes for it, or watches those at work; or every one is busy and there may
    /// be no more; or dispatch is held.
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
    case run(AnyFuture)
    /// Look for work for a moment, then ask again.
    case search
    /// Wait for a call, then ask again.
    case park
    /// Wait for a call, or for a moment, then ask again.
    case watch
    case exit
  }

  enum WorkerState {
    case parked, starting, called, watching, searching
    case running, settling, callingBack
    case ended

    /// Whether it has nothing to do.
    var isIdle: Bool { self < .running }
    /// Whether it takes what waits, sooner or later, without another being started for it.
    var isAvailable: Bool { isIdle || self == .settling }
    /// Whether it comes for what waits without being called, and soon: to be made fit for work may
    /// take long.
    var isComing: Bool { self == .called || self == .searching || self == .settling }
    /// Whether it runs a job.
    var isActive: Bool { self == .running || self == .settling }
  }

  private(set) var maxWorkers: Int
  var phase = Phase.running
  var isHeld = false
  var queue = JobQueue()
  /// Let through while dispatch is held.
  var released = JobQueue()
  /// Futures that wait for their next attempt.
  var delayed: [FutureID: AnyFuture] = [:]
  /// Whether shutting down cancels what has not started, and so what would start once more.
  var cancelsWhatWaits = false
  var pace = Pace()
  private let capacity: Int?
  /// Workers by index; a place is not given twice.
  private(set) var workers: [WorkerState] = []
  /// Those that are parked; the last that parked is the first to be called.
  private var parked: [Int] = []
  private var availableCount = 0
  private var comingCount = 0
  private var idleCount = 0
  private var activeCount = 0
  private var endedCount = 0
  private var isSearching = false

  init(maxWorkers: Int, capacity: Int? = nil) {
    self.maxWorkers = maxWorkers
    self.capacity = capacity
  }

  var livingWorkerCount: Int { workers.count - endedCount }
  /// Whether every worker has a job or callbacks that keep it, and there may be no more workers.
  var isSaturated: Bool { availableCount == 0 && livingWorkerCount >= maxWorkers }
  /// Whether a submission depends on how many workers are free.
  var asksForFreeWorkers: Bool { capacity != nil || livingWorkerCount < maxWorkers }
  /// Whether a submission would only put its future in the queue, whatever it is.
  var takesWithoutDecision: Bool {
    guard phase == .running, !isHeld, capacity == nil, livingWorkerCount >= maxWorkers else {
      return false
    }
    return idleCount == 0 || (pace.isBrisk && pace.isWatched && activeCount > 0 && comingCount == 0)
  }
  /// Whether a future that ended badly may wait for another attempt.
  var mayRetry: Bool {
    switch phase {
    case .running: true
    case .shuttingDown: !cancelsWhatWaits
    case .shutDown, .broken: false
    }
  }
  /// Whether nothing runs, waits, or is about to be told.
  var isQuiet: Bool { !isWorkWaiting && idleCount == livingWorkerCount }
  /// How many futures a worker could take now.
  private var dispatchableCount: Int { released.count + (isHeld ? 0 : queue.count) }

  mutating func resize(maxWorkers: Int) {
    self.maxWorkers = maxWorkers
  }

  private mutating func set(_ index: Int, _ state: WorkerState) {
    let before = workers[index]
    guard before != state else { return }
    workers[index] = state
    availableCount += (state.isAvailable ? 1 : 0) - (before.isAvailable ? 1 : 0)
    comingCount += (state.isComing ? 1 : 0) - (before.isComing ? 1 : 0)
    idleCount += (state.isIdle ? 1 : 0) - (before.isIdle ? 1 : 0)
    activeCount += (state.isActive ? 1 : 0) - (before.isActive ? 1 : 0)
    endedCount += (state == .ended ? 1 : 0) - (before == .ended ? 1 : 0)
    if before == .parked { parked.removeAll { $0 == index } }
    if state == .parked { parked.append(index) }
    if (before == .searching) != (state == .searching) { isSearching = state == .searching }
    if (before == .watching) != (state == .watching) { pace.isWatched = state == .watching }
  }
}

extension ThreadPoolStateMachine.WorkerState: Comparable {}

// MARK: - Work comes

extension ThreadPoolStateMachine {
  /// Somebody submits a future, at a moment in nanoseconds since the pool was made.
  mutating func submitted(_ future: AnyFuture, at time: UInt64) -> SubmitAction {
    switch phase {
    case .running: break
    case .shuttingDown, .shutDown: return .refuse(.shutDown)
    case .broken(let reason): return .refuse(.broken(reason))
    }
    // Not as a sum, which the largest capacity has no room for.
    if let capacity, queue.count - capacity >= absorbableCount {
      return .refuse(.full(limit: capacity))
    }
    queue.append(future)
    let action = dispatch(
      trusting: pace.trustsThoseAtWork(at: time) && (activeCount > 0 || comingCount > 0))
    if case .callWorker = action { pace.called(at: time) }
    return action
  }

  /// Whether a future is the only one that waits, and a worker may begin it.
  func isNext(_ future: AnyFuture) -> Bool {
    future.isQueued && !isHeld && dispatchableCount == 1 && livingWorkerCount <= maxWorkers
  }

  /// Gives a worker that was called the next future, rather than let it come for it.
  mutating func give(_ future: AnyFuture, to index: Int) {
    guard queue.remove(future) else {
      preconditionFailure("future \(future.id) is to be given, and does not wait")
    }
    set(index, .running)
  }

  /// How many futures of the queue are as good as taken.
  private var absorbableCount: Int {
    isHeld ? 0 : availableCount + max(0, maxWorkers - livingWorkerCount)
  }

  /// Says what to do for one more future that a worker could take.
  ///
  /// - Parameter trusting: Whether those at work are left alone with it, if somebody watches them.
  /// - Returns: What to do.
  private mutating func dispatch(trusting: Bool) -> SubmitAction {
    if isHeld, released.isEmpty { return .leaveInQueue }
    if dispatchableCount <= comingCount {
      return isSearching && dispatchableCount == 1 ? .leaveToSearcher : .leaveInQueue
    }
    if trusting, pace.isWatched { return .leaveInQueue }
    if let index = parked.last {
      set(index, trusting ? .watching : .called)
      return .callWorker(index: index)
    }
    return neededWorker().map { .startWorker(index: $0) } ?? .leaveInQueue
  }

  /// Makes a place for one more worker, if one is needed and allowed.
  mutating func neededWorker() -> Int? {
    guard dispatchableCount > availableCount, livingWorkerCount < maxWorkers else { return nil }
    workers.append(.ended)
    endedCount += 1
    set(workers.count - 1, .starting)
    return workers.count - 1
  }

  /// The system refused the worker that was to be started last; its place is the next one's.
  mutating func workerWasRefused() {
    end(workers.count - 1)
    endedCount -= 1
    workers.removeLast()
  }

  /// A worker can work no more.
  mutating func workerFailed(_ index: Int) {
    end(index)
  }

  /// An attempt ended badly; the future waits for its next one.
  mutating func delay(_ future: AnyFuture) {
    delayed[future.id] = future
  }

  /// An attempt ended badly; the future goes to the end of the queue at once.
  mutating func requeue(_ future: AnyFuture) -> SubmitAction {
    queue.append(future)
    return dispatch(trusting: false)
  }

  /// The time of a future's next attempt has come; `nil` when it was cancelled meanwhile.
  mutating func due(_ id: FutureID) -> SubmitAction? {
    delayed.removeValue(forKey: id).map { requeue($0) }
  }

  /// Takes a future out of the queue, or away from its next attempt; false when it waits no longer.
  mutating func cancelled(_ future: AnyFuture) -> Bool {
    if !delayed.isEmpty, delayed.removeValue(forKey: future.id) != nil { return true }
    return queue.remove(future) || released.remove(future)
  }

  /// Whether a future waits for its next attempt.
  func isDelayed(_ future: AnyFuture) -> Bool { delayed[future.id] != nil }

  /// Takes a future out that a job wants to run itself; false when it may not start now.
  mutating func taken(_ future: AnyFuture) -> Bool {
    released.remove(future) || (!isHeld && queue.remove(future))
  }
}

// MARK: - Workers come and go

extension ThreadPoolStateMachine {
  /// A worker has nothing to do; may be asked again and again while the answer is to wait.
  ///
  /// - Parameters:
  ///   - index: The worker.
  ///   - mayLeave: Whether it may go when there are too many, though something waits.
  ///   - maySearch: Whether it has not searched since it last ran something.
  /// - Returns: What it is to do.
  mutating func workerIsFree(
    _ index: Int, mayLeave: Bool = true, maySearch: @autoclosure () -> Bool = false
  ) -> WorkerAction {
    guard livingWorkerCount <= maxWorkers || (!mayLeave && isWorkWaiting) else {
      end(index)
      return .exit
    }
    if dispatchableCount > 0 { return offerWork(to: index) }
    guard phase == .running || !delayed.isEmpty else {
      end(index)
      return .exit
    }
    if workers[index] == .watching, pace.hasMoved() { return .watch }
    if !isSearching || workers[index] == .searching, maySearch() {
      set(index, .searching)
      return .search
    }
    set(index, .parked)
    return .park
  }

  /// Gives a worker what waits, or lets it rest while another does as well alone.
  private mutating func offerWork(to index: Int) -> WorkerAction {
    let othersAtWork = activeCount - (workers[index].isActive ? 1 : 0)
    if pace.isBrisk, othersAtWork > 0 {
      guard workers[index] == .watching else { return rest(index) }
      if pace.hasMoved() { return .watch }
      pace.isMistaken()
    }
    guard let future = released.popFirst() ?? (isHeld ? nil : queue.popFirst()) else {
      preconditionFailure("work was counted that is in no queue")
    }
    set(index, .running)
    return .run(future)
  }

  /// Lets a worker watch those at work, or park when another does so already.
  private mutating func rest(_ index: Int) -> WorkerAction {
    let isToWatch = !pace.isWatched
    set(index, isToWatch ? .watching : .parked)
    return isToWatch ? .watch : .park
  }

  /// Calls the next worker that is to come for what waits; `nil` when none is needed or parked.
  mutating func nextToCall() -> Int? {
    guard let index = parked.last, dispatchableCount > comingCount else { return nil }
    set(index, .called)
    return index
  }

  /// Calls all who wait for a call, to ask again what they are to do.
  mutating func callAll() -> [Int] {
    let all = workers.indices.filter { workers[$0] == .parked || workers[$0] == .watching }
    for index in all { set(index, .called) }
    return all
  }

  /// A worker's body has ended; it makes the outcome known next, or did so already.
  ///
  /// One that ran it for a callback goes on with that, and is not free.
  mutating func workerSettles(_ index: Int) {
    guard workers[index] == .running else { return }
    set(index, .settling)
  }

  /// A worker that has nothing to do is made fit for work, which may take long; it asks again then.
  mutating func workerIsPrepared(_ index: Int) {
    set(index, .starting)
  }

  /// A worker runs callbacks, which may take long; another may be needed meanwhile.
  mutating func workerCallsBack(_ index: Int) {
    set(index, .callingBack)
  }

  /// A worker's job has ended while it rested; says whether it rests on, or is called.
  mutating func workerRestsOn(_ index: Int, mustCome: Bool) -> Bool {
    let mayRest = phase == .running && livingWorkerCount <= maxWorkers && !mustCome
    set(index, mayRest ? .parked : .called)
    return mayRest
  }

  private mutating func end(_ index: Int) {
    set(index, .ended)
    if phase == .shuttingDown, livingWorkerCount == 0 { phase = .shutDown }
  }
}
