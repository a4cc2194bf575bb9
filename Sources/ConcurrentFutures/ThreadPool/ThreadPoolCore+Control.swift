internal import DequeModule
internal import Platform

extension ThreadPoolCore {
  /// Notes a change of the pool's phase.
  func note(_ change: PoolEvent.Change, _ shared: inout Shared) {
    let time = now
    shared.phaseSince = time
    shared.recorder.record(change, at: time)
  }

  func pause() {
    locked { shared in
      guard shared.machine.hold() else { return }
      note(.held, &shared)
    }
  }

  func resume() {
    let abandoned = locked { shared -> [AnyFuture] in
      guard shared.machine.resume() else { return [] }
      note(.resumed, &shared)
      shared.callAll()
      for wait in shared.waits.values where wait.future.isQueued {
        callHelpers(for: wait.future.id, &shared)
      }
      return startNeededWorkers(&shared)
    }
    fail(abandoned)
  }

  func step() -> FutureID? {
    let (id, abandoned) = locked { shared -> (FutureID?, [AnyFuture]) in
      guard let future = shared.machine.step() else { return (nil, []) }
      noteRoom(&shared)
      shared.callNeeded()
      callHelpers(for: future.id, &shared)
      return (future.id, startNeededWorkers(&shared))
    }
    fail(abandoned)
    return id
  }

  func resize(maxWorkers: Int) {
    let abandoned = locked { shared -> [AnyFuture] in
      guard shared.machine.maxWorkers != maxWorkers else { return [] }
      shared.machine.resize(maxWorkers: maxWorkers)
      shared.recorder.record(.resized(maxWorkers: maxWorkers), at: now)
      // Room may have come with the new places.
      while let submitter = shared.submitters.popFirst() { submitter.open() }
      noteEndedRuns(&shared)
      shared.callAll()
      return startNeededWorkers(&shared)
    }
    fail(abandoned)
  }

  /// Waits until nothing runs and nothing waits; false when that would take longer.
  func drain(timeout: Duration?) -> Bool {
    // It would wait for itself.
    if caller != .outside { return false }
    return wait(for: .quiet, until: timeout.map { MonotonicClock.now.advanced(by: $0) })
  }

  /// Waits until the pool has come so far; false when the time was over first.
  func wait(for goal: Goal, until deadline: MonotonicClock.Instant?) -> Bool {
    let drainer = section { shared -> Drainer? in
      guard !shared.hasReached(goal) else { return nil }
      let drainer = Drainer(goal: goal)
      shared.drainers.append(drainer)
      return drainer
    }
    guard let turn = drainer?.turn else { return true }
    let wasOpened = turn.take(until: deadline)
    return section { shared in
      shared.drainers.removeAll { $0.turn === turn }
      return wasOpened || shared.hasReached(goal)
    }
  }

  /// An executor's name, kind, phase, workers, and counts.
  func describe(_ type: String) -> String {
    locked { shared in
      noteEndedRuns(&shared)
      let counts = shared.counts
      let kind = settings.hosting?.kind ?? .thread
      return "<\(type) \(name) kind=\(kind.rawValue) phase=\(shared.machine.described.rawValue) "
        + "workers=\(shared.machine.livingWorkerCount)/\(shared.machine.maxWorkers) "
        + "pending=\(counts.pending) running=\(counts.running) done=\(counts.done)>"
    }
  }
}
