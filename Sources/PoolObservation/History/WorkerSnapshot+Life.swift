extension WorkerSnapshot {
  /// How many spans a worker keeps.
  ///
  /// More makes a long lane of short jobs whole; fewer saves memory, 32 bytes each.
  static let spanLimit = 1_024

  /// How many absences a worker keeps.
  ///
  /// More marks more deaths in a long lane; fewer saves memory.
  static let absenceLimit = 64

  /// Notes that it began to run a future, perhaps while the job before waits for that.
  package mutating func begin(_ future: FutureID, at time: PoolInstant) {
    if current == nil { since = time }
    state = .running
    current = future
    spans.append(WorkerSpan(future: future, start: time))
    openSpanCount += 1
    if spans.count >= Self.spanLimit * 2 { forgetOldSpans() }
  }

  /// Whether it has more spans than it shows.
  var hasSpansToForget: Bool { spans.count > Self.spanLimit }

  /// Drops the oldest spans that are too many, but for those that have no end yet.
  mutating func forgetOldSpans() {
    let excess = spans.count - Self.spanLimit
    guard excess > 0 else { return }
    let isAnyOpen = openSpanCount > 1 || (openSpanCount == 1 && spans.last?.end != nil)
    let open = isAnyOpen ? spans.prefix(excess).filter { $0.end == nil } : []
    for span in spans.prefix(excess) { past.add(span) }
    if open.isEmpty {
      spans.removeFirst(excess)
    } else {
      spans = WorkerSpans(open + spans.dropFirst(excess))
    }
    forgottenSpanCount += excess - open.count
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
    guard !isGone else { return }
    // Where only one is open, it is an old one, almost always: a job that helped to run thousands.
    if openSpanCount > 0,
      let outer = openSpanCount == 1
        ? spans.first(where: { $0.end == nil }) : spans.last(where: { $0.end == nil })
    {
      current = outer.future
      state = outer.outcome == nil ? .running : .late
      return
    }
    finishedBusyTime += since.duration(to: time)
    state = .idle
    current = nil
    since = time
  }

  /// Notes that it is being made fit for work.
  package mutating func prepare(at time: PoolInstant) {
    guard state == .idle else { return }
    state = .starting
    since = time
  }

  /// Notes that it is fit for work.
  mutating func getReady(at time: PoolInstant) {
    guard state == .starting else { return }
    state = .idle
    since = time
  }

  /// Whether it was there once.
  var isGone: Bool { state == .exited || state == .lost }

  /// Whether it can be given a job.
  var isFree: Bool { state == .idle && openSpanCount == 0 }

  /// Notes jobs that it ran, one after the other and all in one quantum, before others that it runs
  /// yet; their spans would not be shown, nor those before.
  mutating func ranUnseen(
    _ count: Int, failedCount: Int, busyTime: Duration, until end: PoolInstant
  ) {
    var quantum = WorkerPast(knownSince: .zero)
    quantum.add(count, failedCount: failedCount, endingAt: end)
    ranUnseen(count, failedCount: failedCount, busyTime: busyTime, until: end, quantum)
  }

  private mutating func ranUnseen(
    _ count: Int, failedCount: Int, busyTime: Duration, until end: PoolInstant, _ sums: WorkerPast
  ) {
    doneCount += count
    self.failedCount += failedCount
    finishedBusyTime += busyTime
    since = end
    forgottenSpanCount += spans.count + count
    for span in spans { past.add(span) }
    past.add(sums)
    spans = []
  }

  /// Notes what it ran from the beginning of a batch on, one job after the other, all of which went
  /// well.
  mutating func ran(_ digest: LaneDigest) {
    if let (future, end) = digest.first {
      finish(future, .succeeded, at: PoolInstant(nanoseconds: end))
    }
    if digest.summedCount > 0 {
      ranUnseen(
        digest.summedCount, failedCount: 0,
        busyTime: .nanoseconds(Int64(clamping: digest.busyNanoseconds)),
        until: PoolInstant(nanoseconds: digest.lastSummedEnd), digest.past)
    }
    for run in digest.runs {
      begin(run.future, at: PoolInstant(nanoseconds: run.start))
      finish(run.future, .succeeded, at: PoolInstant(nanoseconds: run.end))
    }
  }

  /// Puts spans before those it has; it ended more jobs than those, if its count says so.
  mutating func remember(_ earlier: [WorkerSpan]) {
    let ended = spans.count { $0.outcome != nil } + earlier.count
    spans = WorkerSpans(earlier + spans)
    if doneCount - ended > forgottenSpanCount {
      forgottenSpanCount = doneCount - ended
      past.forget(before: spans.first?.start ?? since)
    }
    forgetOldSpans()
  }

  /// Drops the spans that are over; for a picture that is silent about the past.
  package mutating func forgetSpans() {
    if spans.count > openSpanCount { spans = WorkerSpans(spans.filter { $0.end == nil }) }
    forgottenSpanCount = 0
    past = WorkerPast(knownSince: startedAt)
  }

  /// Notes that it is gone.
  package mutating func end(_ reason: WorkerEndReason, at time: PoolInstant) {
    finishedBusyTime = busyTime(at: time)
    since = time
    current = nil
    waitsFor = nil
    switch reason {
    case .released: state = .exited
    case .died: state = .lost
    }
    absences.append(Absence(start: time, end: nil, isDeath: state == .lost))
    if absences.count > Self.absenceLimit { absences.removeFirst() }
  }

  /// Notes that another process has taken its place; what it did before stays.
  mutating func comeBack(systemID: UInt64, at time: PoolInstant) {
    self.systemID = systemID
    state = .idle
    if let last = absences.indices.last { absences[last].end = time }
    since = time
  }
}
