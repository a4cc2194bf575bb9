extension PoolHistory {
  mutating func submitted(_ future: consuming FutureSnapshot) {
    let id = future.id
    guard newestID.map({ $0 < id }) ?? true, futures.append(future) else {
      return unplacedEventCount += 1
    }
    newestID = id
    counts.pending += 1
  }

  mutating func progressed(
    _ id: FutureID, fraction: Double, note: String, at time: PoolInstant
  ) {
    futures.update(id) { future in
      guard future.state == .running else { return }
      future.progress(to: min(1, max(0, fraction)), at: time)
      future.text = note
    }
  }

  mutating func started(
    _ id: FutureID, worker index: Int, attempt: Int, at time: PoolInstant
  ) {
    guard let place = futures.find(id), let worker = self.place(of: index),
      futures.state(at: place) == .pending
    else { return unplacedEventCount += 1 }
    futures.update(at: place) { future in
      // Only its first start ends a future's wait.
      if attempt == 1 {
        waitTimes.record(from: future.submittedAt.nanoseconds, to: time.nanoseconds)
      }
      future.state = .running
      future.startedAt = time
      future.worker = index
      future.attempt = attempt
      future.forgetProgress()
      future.text = ""
    }
    counts.pending -= 1
    counts.running += 1
    workers[worker].begin(id, at: time)
  }

  mutating func finished(
    _ id: FutureID, _ outcome: FutureOutcome, _ result: ResultPreview, at time: PoolInstant
  ) {
    var attempt: Attempt?
    var isPlaced = false
    if let place = futures.find(id) {
      futures.update(at: place) { future in
        guard future.outcome == nil else { return }
        isPlaced = true
        attempt = Attempt(future)
        future.finish(outcome, result, at: time)
      }
    }
    guard isPlaced else { return unplacedEventCount += 1 }
    if attempt == nil { counts.pending -= 1 } else { counts.running -= 1 }
    counts[outcome] += 1
    // What was cancelled is no work done, and must not make the rest look sooner done.
    if outcome != .cancelled { completions.record(at: time.nanoseconds) }
    retention.append(id, isFailure: outcome.isFailure)
    if let attempt { ended(attempt, outcome, at: time) }
  }

  mutating func retrying(
    _ id: FutureID, outcome: FutureOutcome, text: String, at time: PoolInstant
  ) {
    guard let future = futures[id: id], let attempt = Attempt(future) else {
      return unplacedEventCount += 1
    }
    futures.update(id) {
      $0.state = .pending
      $0.forgetProgress()
      $0.text = text
    }
    counts.running -= 1
    counts.pending += 1
    ended(attempt, outcome, at: time)
  }

  /// An attempt that goes on.
  private struct Attempt {
    let id: FutureID
    let name: String
    let worker: Int?
    let start: PoolInstant

    init?(_ future: FutureSnapshot) {
      guard future.state == .running, let start = future.startedAt else { return nil }
      id = future.id
      name = future.name
      worker = future.worker
      self.start = start
    }
  }

  /// Notes the end of an attempt, also with the worker that made it.
  private mutating func ended(
    _ attempt: Attempt, _ outcome: FutureOutcome, at time: PoolInstant
  ) {
    let duration = runTimes.record(from: attempt.start.nanoseconds, to: time.nanoseconds)
    jobRunTimes.record(attempt.name, count: 1, totalNanoseconds: duration)
    guard let place = attempt.worker.flatMap(place(of:)) else { return }
    workers[place].finish(attempt.id, outcome, at: time)
  }
}

extension FutureOutcome {
  /// Whether people will want to see it long after.
  package var isFailure: Bool {
    switch self {
    case .failed, .crashed, .timedOut: true
    case .succeeded, .cancelled: false
    }
  }
}
