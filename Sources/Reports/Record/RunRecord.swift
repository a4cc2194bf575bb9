internal import DequeModule
package import PoolObservation

/// All that a report or a comparison needs to know of a run.
package struct RunRecord: Sendable {
  /// One attempt of a future that ended and was followed by another.
  package struct Attempt: Sendable, Hashable {
    package var future: FutureID
    package var worker: Int
    package var start: PoolInstant
    package var end: PoolInstant
    package var outcome: FutureOutcome
  }

  /// A stretch of time in which dispatch was held.
  package struct Hold: Sendable, Hashable {
    package var start: PoolInstant
    package var end: PoolInstant
  }

  /// What was run.
  package var header: RecordingHeader
  /// What it came to, if it was judged.
  package var verdict: RecordedVerdict?
  /// What was wrong with the recording.
  package var problems = RecordingProblems()
  /// The pool at the end, with every future as a row.
  package var snapshot: PoolSnapshot
  /// Attempts that were followed by others.
  package var earlierAttempts: [Attempt] = []
  /// What jobs that ended badly said, by their futures.
  package var logs: [FutureID: [LogTail.Entry]] = [:]
  package var holds: [Hold] = []

  /// The moment at which it ends.
  package var end: PoolInstant { snapshot.takenAt }
}

// MARK: - From a recording

extension RunRecord {
  /// Reads a recording whole.
  ///
  /// - Parameter source: Its bytes.
  /// - Throws: ``RecordingError`` when there is nothing to show, and what the source throws.
  package init(reading source: any RecordingSource) throws {
    var gathering = Gathering()
    // One point, at the end: nobody seeks.
    var timeline = try RecordingTimeline(
      reading: source, interval: 1 << 17, keepsPoints: false, retainedFutureLimit: .max
    ) { batch in
      for event in batch { gathering.take(event) }
    }
    self.init(
      header: timeline.header, verdict: timeline.verdict, problems: timeline.problems,
      snapshot: try timeline.snapshot(at: timeline.end))
    earlierAttempts = gathering.attempts
    holds = gathering.holds(until: end)
    for (id, entries) in gathering.logs where snapshot.futures[id: id]?.endedBadly == true {
      logs[id] = entries
    }
  }

  /// What rows do not tell, as the events come by.
  private struct Gathering {
    var attempts: [Attempt] = []
    var logs: [FutureID: [LogTail.Entry]] = [:]
    private var running: [FutureID: (worker: Int, start: PoolInstant)] = [:]
    private var holds: [Hold] = []
    private var heldSince: PoolInstant?

    /// How many lines of a job are kept.
    ///
    /// More makes a report longer than anybody reads; fewer may cut what explains a failure.
    private static let lineLimit = 200

    mutating func take(_ event: PoolEvent) {
      switch event.change {
      case .started(let id, let worker, _): running[id] = (worker, event.time)
      case .finished(let id, let outcome, _):
        running[id] = nil
        if outcome == .succeeded || outcome == .cancelled { logs[id] = nil }
      case .retrying(let id, let outcome, _):
        guard let run = running.removeValue(forKey: id) else { return }
        attempts.append(
          Attempt(
            future: id, worker: run.worker, start: run.start, end: event.time, outcome: outcome))
      case .logged(let line):
        guard let id = line.future else { return }
        logs[id, default: []].append(LogTail.Entry(time: event.time, line: line))
        if logs[id, default: []].count > Self.lineLimit { logs[id]?.removeFirst() }
      case .held: heldSince = heldSince ?? event.time
      case .resumed, .shutdownBegan, .broke:
        if let start = heldSince { holds.append(Hold(start: start, end: event.time)) }
        heldSince = nil
      case .workerStarted, .workerEnded, .submitted, .progressed, .ranOver, .workerFreed, .waiting,
        .resized, .shutDown:
        break
      }
    }

    func holds(until end: PoolInstant) -> [Hold] {
      holds + (heldSince.map { [Hold(start: $0, end: end)] } ?? [])
    }
  }
}

// MARK: - From a snapshot

extension RunRecord {
  /// Tells a run by what a snapshot of it holds.
  ///
  /// Of a run with very many futures that is not all: what is forgotten is only counted.
  package init(_ snapshot: PoolSnapshot, title: String, verdict: RecordedVerdict? = nil) {
    self.init(
      header: RecordingHeader(title: title, pool: snapshot.pool), verdict: verdict,
      snapshot: snapshot)
    for worker in snapshot.workers {
      for span in worker.spans {
        guard let end = span.end, let outcome = span.outcome,
          let row = snapshot.futures[id: span.future], row.startedAt != span.start
        else { continue }
        earlierAttempts.append(
          Attempt(
            future: span.future, worker: worker.index, start: span.start, end: end,
            outcome: outcome))
      }
    }
    for entry in snapshot.log.entries {
      guard let id = entry.line.future, snapshot.futures[id: id]?.endedBadly == true else {
        continue
      }
      logs[id, default: []].append(entry)
    }
    if snapshot.pool.phase == .held {
      holds = [Hold(start: snapshot.phaseSince, end: snapshot.takenAt)]
    }
  }
}

extension FutureSnapshot {
  /// Whether it failed, crashed or took too long.
  package var endedBadly: Bool {
    switch outcome {
    case .failed, .crashed, .timedOut: true
    case .succeeded, .cancelled, nil: false
    }
  }
}
