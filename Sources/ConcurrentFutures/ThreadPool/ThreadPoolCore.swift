internal import Logging
internal import Platform

// The shell around the state machine: the lock, the threads, the clock.
//
//   submit ──┐                                   ┌──► worker 0: run, publish, again
//   cancel ──┼──► monitor { rules; recorder } ───┼──► worker 1
//   shutdown ┘          ▲                        └──► …
//                       └── drain, on a timer ──► PoolObserver folds ──► PoolSnapshot
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

  /// Everything under the monitor.
  struct Shared: ~Copyable {
    var machine: ThreadPoolStateMachine
    var recorder = EventRecorder()
    /// What each worker does, for a picture to start from; spans are the observer's.
    var workers: [WorkerSnapshot] = []
    /// What each worker runs now.
    var running: [Int: any PooledFuture] = [:]
    var counts = FutureCounts()
    /// Threads that nobody has joined.
    var threads: [OSThread] = []
  }

  let name: String
  let log = Logger(label: "concurrent.futures")
  let origin = MonotonicClock.now
  let createdAt = MonotonicClock.wallNanoseconds
  let shared: Monitor<Shared>
  private let startThread: ThreadStarter
  private let joining = Monitor(Joining.notBegun)

  /// Whether the threads were joined: by the first who asks, while the others wait for that.
  private enum Joining {
    case notBegun
    case begun
    case done
  }

  init(name: String, maxWorkers: Int, startThread: @escaping ThreadStarter = startOSThread) {
    self.name = name
    self.shared = Monitor(Shared(machine: ThreadPoolStateMachine(maxWorkers: maxWorkers)))
    self.startThread = startThread
  }

  var now: PoolInstant {
    PoolInstant(nanoseconds: MonotonicClock.now.nanoseconds - origin.nanoseconds)
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
    let shouldWake = try shared.withLock { shared in
      let action = shared.machine.submitted(future, priority: priority)
      switch action {
      case .reject: throw ExecutorShutdownError() as any Error
      case .startWorker(let index): try startWorker(index, for: future, &shared)
      case .wakeWorker, .leaveInQueue: break
      }
      let time = now
      future.submittedAt = time
      shared.counts.pending += 1
      shared.recorder.record(.submitted(future.id, name: future.name), at: time)
      return action == .wakeWorker
    }
    if shouldWake { shared.signal() }
  }

  func cancel(_ future: any PooledFuture) -> Bool {
    shared.withLock { shared in
      guard shared.machine.cancelled(future) else { return false }
      markCancelled(future, &shared)
      return true
    }
  }

  private func markCancelled(_ future: any PooledFuture, _ shared: inout Shared) {
    future.markCancelled()
    shared.counts.pending -= 1
    shared.counts.cancelled += 1
    shared.recorder.record(.finished(future.id, outcome: .cancelled, text: ""), at: now)
  }

  /// Starts a thread while the monitor is held, so that a refusal leaves nothing behind.
  private func startWorker(
    _ index: Int, for future: any PooledFuture, _ shared: inout Shared
  ) throws {
    let worker = WorkerThread(
      index: index, name: "\(name)_\(index)", pool: ObjectIdentifier(self))
    do {
      shared.threads.append(try startThread(worker) { self.work(as: worker) })
    } catch {
      shared.machine.workerFailedToStart(index: index, withdrawing: future)
      throw ThreadStartError(
        code: error.code, description: "cannot start worker \(worker.name): \(error)")
    }
  }
}

// MARK: - Working

extension ThreadPoolCore {
  /// What a worker does from its first moment to its last.
  private func work(as worker: WorkerThread) {
    let systemID = OSThread.currentID
    shared.withLock { shared in
      let time = now
      let snapshot = WorkerSnapshot(
        index: worker.index, name: worker.name, systemID: systemID, startedAt: time)
      shared.workers.append(snapshot)
      shared.recorder.record(
        .workerStarted(worker: worker.index, name: worker.name, systemID: systemID), at: time)
    }
    while let future = nextFuture(for: worker) {
      let context = JobContext(
        id: future.id, attempt: 1, workerName: worker.name, worker: worker.index, host: self)
      let report = future.run(in: context, on: worker)
      finished(future, report, worker)
      future.publishResult()
    }
  }

  /// Waits for something to run; `nil` when the worker is to end.
  private func nextFuture(for worker: WorkerThread) -> (any PooledFuture)? {
    let action = shared.wait { shared -> ThreadPoolStateMachine.WorkerAction? in
      let action = shared.machine.workerIsFree(worker.index)
      switch action {
      case .waitForWork: return nil
      case .run(let future): started(future, worker, &shared)
      case .exit: ended(worker, &shared)
      }
      return action
    }
    guard case .run(let future)? = action else { return nil }
    return future
  }

  private func started(
    _ future: any PooledFuture, _ worker: WorkerThread, _ shared: inout Shared
  ) {
    let time = now
    future.markRunning()
    shared.running[worker.index] = future
    shared.counts.pending -= 1
    shared.counts.running += 1
    shared.updateWorker(worker.index) { $0.begin(future.id, at: time) }
    shared.recorder.record(.started(future.id, worker: worker.index, attempt: 1), at: time)
  }

  private func finished(_ future: any PooledFuture, _ report: RunReport, _ worker: WorkerThread) {
    shared.withLock { shared in
      let time = now
      shared.machine.workerFinished(worker.index)
      shared.running[worker.index] = nil
      shared.counts.running -= 1
      shared.counts[report.outcome] += 1
      shared.updateWorker(worker.index) { $0.finish(report.outcome, at: time) }
      shared.recorder.record(
        .finished(future.id, outcome: report.outcome, text: report.text), at: time)
    }
  }

  private func ended(_ worker: WorkerThread, _ shared: inout Shared) {
    let time = now
    shared.updateWorker(worker.index) { $0.end(.released, at: time) }
    shared.recorder.record(.workerEnded(worker: worker.index, reason: .released), at: time)
    if shared.machine.phase == .shutDown {
      shared.recorder.record(.shutDown, at: time)
    }
  }
}

extension ThreadPoolCore: JobHost {
  func progressed(_ id: FutureID, fraction: Double, note: String) {
    shared.withLock { shared in
      shared.recorder.record(.progressed(id, fraction: fraction, note: note), at: now)
    }
  }

  func logged(_ message: String, by context: JobContext) {
    log(
      LogLine(
        worker: context.worker, future: context.id, threadName: context.workerName,
        threadID: OSThread.currentID, text: message))
  }

  func log(_ line: LogLine) {
    shared.withLock { shared in
      shared.recorder.record(.logged(line), at: now)
    }
  }
}

// MARK: - The end

extension ThreadPoolCore {
  func shutdown(wait: Bool, cancelFutures: Bool) {
    if wait, let worker = WorkerThread.current, worker.pool == ObjectIdentifier(self) {
      return refuseToWait(on: worker)
    }
    let cancelled = shared.withLock { shared in
      let before = shared.machine.phase
      let cancelled = shared.machine.shutdown(cancelFutures: cancelFutures)
      if before == .running {
        shared.recorder.record(.shutdownBegan(cancelFutures: cancelFutures), at: now)
      }
      for future in cancelled { markCancelled(future, &shared) }
      if before == .running, shared.machine.phase == .shutDown {
        shared.recorder.record(.shutDown, at: now)
      }
      return cancelled
    }
    shared.broadcast()
    // Everybody who waits is woken before the first callback runs.
    let callbacks = cancelled.compactMap { $0.publishCancellation() }
    for callback in callbacks { callback() }
    if wait { joinThreads() }
  }

  /// A worker that waited for the pool's end would wait for itself.
  private func refuseToWait(on worker: WorkerThread) {
    let error = InvalidStateError(
      "shutdown(wait: true) was called on worker \(worker.name) of the pool that it shuts down, "
        + "which would wait for itself; call shutdown(wait: false), or call it elsewhere")
    if worker.isInBody {
      worker.fail(with: error)
    } else {
      log.error("\(error)", metadata: ["worker": "\(worker.name)"])
    }
  }

  private func joinThreads() {
    let isFirst = joining.wait { stage -> Bool? in
      switch stage {
      case .notBegun:
        stage = .begun
        return true
      case .begun: return nil
      case .done: return false
      }
    }
    guard isFirst == true else { return }
    for thread in shared.withLock({ $0.takeThreads() }) {
      thread.join()
    }
    joining.withLock { $0 = .done }
    joining.broadcast()
  }

  /// The executor is gone, and nobody will wait: what is queued still runs, then the threads end.
  func abandon() {
    shutdown(wait: false, cancelFutures: false)
    for thread in shared.withLock({ $0.takeThreads() }) {
      thread.detach()
    }
  }
}

extension ThreadPoolCore.Shared {
  mutating func takeThreads() -> [OSThread] {
    defer { threads = [] }
    return threads
  }

  mutating func updateWorker(_ index: Int, _ change: (inout WorkerSnapshot) -> Void) {
    guard let place = workers.firstIndex(where: { $0.index == index }) else {
      preconditionFailure("worker \(index) works before it has begun")
    }
    change(&workers[place])
  }
}
