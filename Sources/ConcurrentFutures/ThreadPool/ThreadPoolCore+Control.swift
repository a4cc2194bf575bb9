internal import DequeModule
internal import Platform

extension ThreadPoolCore {
  func pause() {
    shared.withLock { shared in
      guard shared.machine.hold() else { return }
      shared.recorder.record(.held, at: now)
    }
  }

  func resume() {
    let abandoned = shared.withLock { shared -> [any PooledFuture] in
      guard shared.machine.resume() else { return [] }
      shared.recorder.record(.resumed, at: now)
      return startNeededWorkers(&shared)
    }
    shared.broadcast()
    fail(abandoned)
  }

  func step() -> FutureID? {
    let (id, abandoned) = shared.withLock { shared -> (FutureID?, [any PooledFuture]) in
      guard let future = shared.machine.step() else { return (nil, []) }
      noteRoom(&shared)
      return (future.id, startNeededWorkers(&shared))
    }
    shared.broadcast()
    fail(abandoned)
    return id
  }

  func resize(maxWorkers: Int) {
    let abandoned = shared.withLock { shared -> [any PooledFuture] in
      guard shared.machine.maxWorkers != maxWorkers else { return [] }
      shared.machine.resize(maxWorkers: maxWorkers)
      shared.recorder.record(.resized(maxWorkers: maxWorkers), at: now)
      // Room may have come with the new places.
      while let submitter = shared.submitters.popFirst() { submitter.open() }
      return startNeededWorkers(&shared)
    }
    shared.broadcast()
    fail(abandoned)
  }

  /// Waits until nothing runs and nothing waits; false when the time was over first.
  func drain(until deadline: MonotonicClock.Instant?) -> Bool {
    let turn = shared.withLock { shared -> Turn? in
      guard !shared.machine.isQuiet else { return nil }
      let turn = Turn()
      shared.drainers.append(turn)
      return turn
    }
    guard let turn else { return true }
    if turn.wait(until: deadline) { return true }
    return shared.withLock { shared in
      shared.drainers.removeAll { $0 === turn }
      return shared.machine.isQuiet
    }
  }
}
