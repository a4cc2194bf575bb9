extension WorkerSnapshot {
  /// How many spans a worker keeps.
  ///
  /// More makes a long lane of short jobs whole; fewer saves memory, 48 bytes each.
  private static let spanLimit = 1_024

  /// Notes that it began to run a future.
  package mutating func begin(_ future: FutureID, at time: PoolInstant) {
    state = .running
    current = future
    since = time
    spans.append(WorkerSpan(future: future, start: time))
    if spans.count > Self.spanLimit {
      // A quarter at a time, so that a busy worker does not move the whole list for each job.
      let excess = Self.spanLimit / 4
      spans.removeFirst(excess)
      forgottenSpanCount += excess
    }
  }

  /// Notes that it ended what it ran.
  package mutating func finish(_ outcome: FutureOutcome, at time: PoolInstant) {
    finishedBusyTime += since.duration(to: time)
    doneCount += 1
    if outcome != .succeeded { failedCount += 1 }
    if !spans.isEmpty {
      spans[spans.count - 1].end = time
      spans[spans.count - 1].outcome = outcome
    }
    state = .idle
    current = nil
    since = time
  }

  /// Notes that it is gone.
  package mutating func end(_ reason: WorkerEndReason, at time: PoolInstant) {
    since = time
    current = nil
    switch reason {
    case .released: state = .exited
    case .died: state = .lost
    }
  }
}
