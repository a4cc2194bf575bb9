internal import Platform

// The threads of a pool: its workers, and those that run the callbacks of futures that ran over.
//
//   start ──► threads ──► ends: takes the place of the last that ended, and joins that one
//                └────────► whoever waits for the pool's end joins all that are left
//
// So nobody has to come by for a thread that ended, and at most one waits to be joined.

/// What a thread of a pool that is no worker can be known by.
final class PoolThread: Sendable {
  let pool: ObjectIdentifier

  init(of pool: ThreadPoolCore) {
    self.pool = ObjectIdentifier(pool)
  }
}

extension ThreadPoolCore {
  static func startOSThread(
    _ worker: WorkerThread, _ body: @escaping @Sendable () -> Void
  ) throws(SystemError) -> OSThread {
    try OSThread.start(name: worker.name, attachment: worker, runsUserCode: true, body)
  }

  /// Who asks something of a pool.
  enum Caller {
    case outside
    /// One of its workers, in a job or in a callback.
    case worker
    /// A thread that runs callbacks.
    case callback
  }

  /// What the thread that asks is to this pool.
  var caller: Caller {
    switch OSThread.currentAttachment {
    case let worker as WorkerThread where worker.pool === self: .worker
    case let thread as PoolThread where thread.pool == ObjectIdentifier(self): .callback
    default: .outside
    }
  }

  /// Starts a thread while the monitor is held, so that a refusal leaves nothing behind.
  func startWorker(_ index: Int, _ shared: inout Shared) throws {
    let worker = WorkerThread(index: index, name: "\(name)_\(index)", pool: self)
    do {
      worker.host = try settings.hosting?.makeHost(for: worker)
      let thread = try startThread(worker) { self.work(as: worker) }
      shared.adopt(thread)
    } catch {
      shared.machine.workerWasRefused()
      if worker.host != nil { shared.errands.refused.append(worker) }
      guard let error = error as? SystemError else { throw error }
      throw ThreadStartError(
        code: error.code, description: "cannot start worker \(worker.name): \(error)")
    }
    shared.workers.append(worker)
  }

  /// Starts as many workers as the queue needs; for changes that no submitter stands behind.
  ///
  /// - Returns: What will never run, because there is no worker and none can be started.
  func startNeededWorkers(_ shared: inout Shared) -> [AnyFuture] {
    while let index = shared.machine.neededWorker() {
      do {
        try startWorker(index, &shared)
      } catch {
        shared.errands.complaints.append("\(error)")
        return shared.machine.livingWorkerCount == 0 ? markBroken("\(error)", &shared) : []
      }
    }
    return []
  }

  /// Takes the thread that asks out of the list, as the last thing that it does.
  func endThread(of worker: WorkerThread? = nil) {
    let before = shared.withLock { shared -> OSThread? in
      if let place = worker.flatMap({ shared.place(of: $0.index) }) {
        if let row = shared.workers.remove(at: place).snapshot() { shared.endedWorkers.append(row) }
      }
      // Somebody may be joining it, or have let it go.
      guard let own = shared.threads.remove(.current) else { return nil }
      defer { shared.endedThread = own }
      return shared.endedThread.take()
    }
    before?.join()
  }

  /// Waits until all threads have ended.
  func joinThreads() {
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
    joinAll()
    // Without workers nothing is due any more; but what was due may have begun a thread.
    alarm.stop()
    alarm.join()
    joinAll()
    joining.withLock { $0 = .done }
    joining.broadcast()
  }

  private func joinAll() {
    // A thread that was started meanwhile is in the list of the next round.
    while true {
      let threads = shared.withLock { $0.takeThreads() }
      if threads.isEmpty { return }
      for thread in threads { thread.join() }
    }
  }
}

extension ThreadPoolCore.Shared {
  func hasReached(_ goal: ThreadPoolCore.Goal) -> Bool {
    switch goal {
    case .quiet: machine.isQuiet && tellingCount == 0
    case .end(let caller):
      machine.livingWorkerCount <= (caller == .worker ? 1 : 0)
        && tellingCount <= (caller == .callback ? 1 : 0)
    }
  }

  /// Keeps a thread that was started until somebody joins it, or lets it go.
  mutating func adopt(_ thread: OSThread) {
    if isAbandoned { thread.detach() } else { threads.insert(thread) }
  }

  /// Takes out the threads that somebody is to join or to let go.
  mutating func takeThreads() -> [OSThread] {
    defer { threads = [] }
    return threads + [endedThread.take()].compactMap(\.self)
  }
}
