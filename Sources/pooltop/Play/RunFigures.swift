internal import ConcurrentFutures
internal import Platform

/// What a judgement over a run needs that no snapshot holds, taken from the pool's events.
struct RunFigures: Sendable {
  /// The future that started last.
  private var lastStarted: FutureID?
  /// The first that started before one that was submitted earlier.
  private(set) var outOfOrder: FutureID?
  /// Attempts after the first, all together.
  private(set) var retriedCount = 0
  /// The longest that a future waited for its first start, where that is measured.
  private(set) var longestWait: Duration = .zero
  /// The most that waited at one time because no worker was free.
  private(set) var longestQueue = 0
  /// Events that were lost before they came here; with any, no figure is sure.
  var lostEventCount = 0

  private var maxWorkers: Int
  private var isHeld = false
  /// When those were submitted that have not started, where their waits are measured.
  private var submissions: [FutureID: PoolInstant] = [:]
  private let measuresWaits: Bool
  private var pendingCount = 0
  /// The worker of each future that runs.
  private var runners: [FutureID: Int] = [:]
  /// Workers that run something, or have not come back from it.
  private var busyWorkers: Set<Int> = []
  /// Workers whose job passed its time limit and has not returned.
  private var lateWorkers: Set<Int> = []

  /// Makes figures of a run that has not begun.
  ///
  /// - Parameters:
  ///   - maxWorkers: How many workers the pool may have.
  ///   - measuresWaits: Whether somebody wants to know how long futures wait; it takes 40 bytes for
  ///     each that does.
  init(maxWorkers: Int, measuresWaits: Bool) {
    self.maxWorkers = maxWorkers
    self.measuresWaits = measuresWaits
  }

  mutating func apply(_ event: PoolEvent) {
    switch event.change {
    case .submitted(let id, _, _, _):
      if measuresWaits { submissions[id] = event.time }
      pendingCount += 1
    case .started(let id, let worker, let attempt):
      start(id, worker, attempt: attempt, at: event.time)
    case .retrying(let id, _, _):
      leave(id)
      pendingCount += 1
    case .finished(let id, _, _):
      if !leave(id) {
        pendingCount -= 1
        if measuresWaits { submissions[id] = nil }
      }
    case .ranOver(_, let worker): lateWorkers.insert(worker)
    case .workerFreed(let worker):
      lateWorkers.remove(worker)
      busyWorkers.remove(worker)
    case .held: isHeld = true
    case .resumed: isHeld = false
    case .resized(let maxWorkers): self.maxWorkers = maxWorkers
    case .workerStarted, .workerStarting, .workerReady, .workerEnded, .progressed, .waiting,
      .logged, .shutdownBegan, .shutDown, .broke:
      break
    }
    // What a free worker is about to take does not wait for one.
    let freeCount = isHeld ? 0 : max(0, maxWorkers - busyWorkers.count)
    longestQueue = max(longestQueue, pendingCount - freeCount)
  }

  private mutating func start(
    _ id: FutureID, _ worker: Int, attempt: Int, at time: PoolInstant
  ) {
    pendingCount -= 1
    runners[id] = worker
    busyWorkers.insert(worker)
    guard attempt == 1 else {
      retriedCount += 1
      return
    }
    // Ids grow with submission.
    if let lastStarted, id < lastStarted { outOfOrder = outOfOrder ?? lastStarted }
    lastStarted = id
    if measuresWaits, let submission = submissions.removeValue(forKey: id) {
      longestWait = max(longestWait, submission.duration(to: time))
    }
  }

  /// Notes that a future runs no longer; false when it did not run.
  @discardableResult
  private mutating func leave(_ id: FutureID) -> Bool {
    guard let worker = runners.removeValue(forKey: id) else { return false }
    if !lateWorkers.contains(worker) { busyWorkers.remove(worker) }
    return true
  }
}
