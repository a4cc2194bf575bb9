internal import PoolObservation

/// What a worker did in one cell of its lane, in words.
struct LaneMoment: Sendable, Hashable {
  let text: String
  let hasFailure: Bool

  /// Looks at a stretch of time.
  ///
  /// - Parameters:
  ///   - worker: The worker.
  ///   - time: The stretch.
  ///   - now: Until when the worker is known.
  ///   - futures: Where the names of what it ran are found.
  init(
    _ worker: WorkerSnapshot, in time: Range<PoolInstant>, now: PoolInstant, _ futures: FutureTable
  ) {
    let spans = worker.spans.filter { span in
      span.start < time.upperBound && max(span.end ?? now, span.start.next) > time.lowerBound
    }
    let first = WorkerPast.quantum(of: time.lowerBound)
    let end = max(first + 1, WorkerPast.quantum(of: time.upperBound))
    let past = worker.past.quanta(in: first..<end)
    let startedCount = past.reduce(0) { $0 + Int($1.startedCount) }
    let failures =
      past.reduce(0) { $0 + Int($1.failedCount) }
      + spans.count { span in
        span.outcome.map { $0 != .succeeded } == true
          && span.end.map { $0 <= time.upperBound } == true
      }
    hasFailure = failures > 0
    let absence = worker.absences.first {
      $0.start < time.upperBound && ($0.end ?? now) > time.lowerBound
    }
    if spans.count > 1 || (startedCount > 0 && !spans.isEmpty) || startedCount > 1 {
      let failed = failures > 0 ? ", \(failures.grouped) failed" : ""
      text = "\((spans.count + startedCount).grouped) jobs\(failed)"
    } else if let span = spans.first {
      text = Self.text(of: span, now: now, futures)
    } else if !past.isEmpty {
      text = "a job no longer kept"
    } else if let absence, absence.start >= time.lowerBound {
      text = absence.isDeath ? "died" : "ended"
    } else if time.upperBound <= worker.startedAt || absence != nil {
      text = "-"
    } else if time.lowerBound < worker.past.knownSince {
      text = "not known"
    } else {
      text = "idle"
    }
  }

  private static func text(of span: WorkerSpan, now: PoolInstant, _ futures: FutureTable) -> String
  {
    let length = span.start.duration(to: span.end ?? now).compact
    let name = futures[id: span.future].map { " \($0.name)" } ?? ""
    let outcome =
      switch span.outcome {
      case .succeeded?, nil: ""
      case .failed?: " failed"
      case .cancelled?: " cancelled"
      case .crashed?: " crashed"
      case .timedOut?: " timed out"
      }
    return "#\(span.future) \(length)\(outcome)\(name)"
  }
}

extension PoolInstant {
  /// The moment right after, so that what took no time lies somewhere.
  fileprivate var next: PoolInstant { PoolInstant(nanoseconds: nanoseconds + 1) }
}
