extension PoolHistory {
  /// Takes in one event.
  public mutating func apply(_ event: PoolEvent) {
    writeDown(event)
    switch event.change {
    case .workerStarted(let index, let name, let systemID):
      workerStarted(index, name: name, systemID: systemID, at: event.time)
    case .workerStarting(let index):
      updateWorker(index) { $0.prepare(at: event.time) }
    case .workerReady(let index):
      updateWorker(index) { $0.getReady(at: event.time) }
    case .workerEnded(let index, let reason):
      workerEnded(index, reason: reason, at: event.time)
    case .submitted(let id, let name, let tags, let priority):
      submitted(
        FutureSnapshot(
          id: id, name: name, submittedAt: event.time, tags: tags, priority: priority))
    case .started(let id, let worker, let attempt):
      started(id, worker: worker, attempt: attempt, at: event.time)
    case .progressed(let id, let fraction, let note):
      progressed(id, fraction: fraction, note: note, at: event.time)
    case .retrying(let id, let outcome, let text):
      retrying(id, outcome: outcome, text: text, at: event.time)
    case .ranOver(_, let worker):
      updateWorker(worker) { $0.state = .late }
    case .workerFreed(let worker):
      updateWorker(worker) { $0.finishLate(at: event.time) }
    case .waiting(let worker, let future):
      updateWorker(worker) { $0.waitsFor = future }
    case .logged(let line):
      log.append(LogTail.Entry(time: event.time, line: line))
    case .finished(let id, let outcome, let text):
      finished(id, outcome, text.isEmpty ? .none : .text(text), at: event.time)
    case .held:
      if pool.phase == .running { enter(.held, at: event.time) }
    case .resumed:
      if pool.phase == .held { enter(.running, at: event.time) }
    case .resized(let maxWorkers):
      pool.maxWorkers = maxWorkers
    case .shutdownBegan:
      if pool.phase != .broken { enter(.shuttingDown, at: event.time) }
    case .shutDown:
      if pool.phase != .broken { enter(.shutDown, at: event.time) }
    case .broke(let reason):
      brokenReason = reason
      enter(.broken, at: event.time)
    }
  }

  mutating func enter(_ phase: PoolDescription.Phase, at time: PoolInstant) {
    pool.phase = phase
    phaseSince = time
  }
}

// MARK: - Workers

extension PoolHistory {
  mutating func workerStarted(
    _ index: Int, name: String, systemID: UInt64, at time: PoolInstant
  ) {
    // Threads announce themselves, so a later one may come first.
    let place = workers.firstIndex { $0.index >= index } ?? workers.endIndex
    guard place == workers.endIndex || workers[place].index != index else {
      // Another process in the place of one that is gone.
      guard workers[place].isGone else { return unplacedEventCount += 1 }
      return workers[place].comeBack(systemID: systemID, at: time)
    }
    workers.insert(
      WorkerSnapshot(index: index, name: name, systemID: systemID, startedAt: time), at: place)
  }

  /// Where a worker stands in the list; almost always where its index says.
  func place(of index: Int) -> Int? {
    if workers.indices.contains(index), workers[index].index == index { return index }
    return workers.firstIndex { $0.index == index }
  }

  mutating func workerEnded(_ index: Int, reason: WorkerEndReason, at time: PoolInstant) {
    updateWorker(index) { $0.end(reason, at: time) }
  }

  mutating func updateWorker(_ index: Int, _ change: (inout WorkerSnapshot) -> Void) {
    guard let place = place(of: index) else { return unplacedEventCount += 1 }
    change(&workers[place])
  }
}
