extension WorkerSnapshot {
  /// How many spans a worker keeps.
  ///
  /// More makes a long lane of short jobs whole; fewer saves memory, 48 bytes each.
  private static let spanLimit = 1_024

  /// Notes that it began to run a future, perhaps while the job before waits for that.
  package mutating func begin(_ future: FutureID, at time: PoolInstant) {
    if current == nil { since = time }
    state = .running
    current = future
    spans.append(WorkerSpan(future: future, start: time))
    openSpanCount += 1
    if spans.count > Self.spanLimit {
      // A quarter at a time, so that a busy worker does not move the whole list for each job.
      let excess = Self.spanLimit / 4
      spans.removeFirst(excess)
      forgottenSpanCount += excess
    }
  }

  /// Notes that it ended what it ran, or that a late job's future got its outcome.
  package mutating func finish(_ future: FutureID, _ outcome: FutureOutcome, at time: PoolInstant) {
    doneCount += 1
    if outcome != .succeeded { failedCount += 1 }
    guard let index = spans.lastIndex(where: { $0.future == future && $0.end == nil }) else {
      return
    }
    spans[index].outcome = outcome
    guard state != .late || outcome != .timedOut else { return }
    spans[index].end = time
    goBack(at: time)
  }

  /// Notes that the job that ran over has ended.
  package mutating func finishLate(at time: PoolInstant) {
    guard let index = spans.lastIndex(where: { $0.future == current && $0.end == nil }) else {
      return
    }
    spans[index].end = time
    goBack(at: time)
  }

  /// Goes back to the job that waited for the one that just ended, or to idleness.
  private mutating func goBack(at time: PoolInstant) {
    openSpanCount -= 1
    if openSpanCount > 0, let outer = spans.last(where: { $0.end == nil }) {
      current = outer.future
      state = outer.outcome == nil ? .running : .late
      return
    }
    finishedBusyTime += since.duration(to: time)
    state = .idle
    current = nil
    since = time
  }

  /// Drops the spans that are over; for a picture that is silent about the past.
  package mutating func forgetSpans() {
    spans.removeAll { $0.end != nil }
    forgottenSpanCount = 0
  }

  /// Notes that it is gone.
  package mutating func end(_ reason: WorkerEndReason, at time: PoolInstant) {
    since = time
    current = nil
    waitsFor = nil
    switch reason {
    case .released: state = .exited
    case .died: state = .lost
    }
  }
}
