internal import Platform

// A program that is suspended, by Ctrl-Z, does not run; what it started may not either. That time
// counts for no limit and for no pause before an attempt. The limits are held before the program
// stops, because the alarm's thread may be the first that runs when it goes on.

extension ThreadPoolCore {
  /// From now on no time limit passes, and no pause ends.
  func holdTimeLimits() {
    locked { shared in
      if shared.limitsHeldAt == nil { shared.limitsHeldAt = MonotonicClock.now }
      for worker in shared.workers { worker.host?.holdEnd() }
    }
  }

  /// Lets limits and pauses go on, as much later as they were held.
  func resumeTimeLimits() {
    let next = locked { shared -> MonotonicClock.Instant? in
      guard let heldAt = shared.limitsHeldAt else { return nil }
      shared.limitsHeldAt = nil
      let delay = heldAt.duration(to: MonotonicClock.now)
      for worker in shared.workers {
        worker.postponeLimits(by: delay)
        worker.host?.postponeEnd(by: delay)
      }
      shared.retryTimes = shared.retryTimes.mapValues { $0.advanced(by: delay) }
      return shared.nextDue
    }
    if let next { setAlarm(next) }
  }
}

extension ThreadPoolCore.Shared {
  /// When a limit passes or a pause ends next; `nil` while they are held.
  var nextDue: MonotonicClock.Instant? {
    guard limitsHeldAt == nil else { return nil }
    let limits = workers.flatMap { $0.runs.compactMap(\.facts.deadline) }
    return (limits + retryTimes.values).min()
  }
}
