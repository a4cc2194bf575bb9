internal import PoolObservation

/// A stretch of time in which a worker was busy with a future.
struct Span: Hashable {
  var worker: Int
  var start: PoolInstant
  var end: PoolInstant
  var future: FutureID
  /// What came of it, when another one followed.
  var outcome: FutureOutcome?
}

extension Span {
  init(_ attempt: RunLedger.Attempt) {
    self.init(
      worker: attempt.worker, start: attempt.start, end: attempt.end, future: attempt.future,
      outcome: attempt.outcome)
  }

  init(_ run: RunLedger.LateRun) {
    self.init(worker: run.worker, start: run.start, end: run.end, future: run.future)
  }
}

/// Where attempts are cut that would overlap the one that they ran in.
///
/// A worker runs one within another while that waits for it. When a limit ends the outer one first,
/// the inner one is drawn no longer than that: traces know no others.
struct SpanCuts {
  private var ends: [Span: PoolInstant] = [:]

  init(_ record: RunRecord) {
    let workers = Self.nestingWorkers(record)
    guard !workers.isEmpty else { return }
    for spans in Self.spans(of: workers, record).values { cut(spans) }
  }

  /// Where a span is cut; `nil` when it is not.
  subscript(span: Span) -> PoolInstant? { ends.isEmpty ? nil : ends[span] }

  /// The workers that ran something else before an attempt was over.
  private static func nestingWorkers(_ record: RunRecord) -> Set<Int> {
    var workers = Set(record.ledger.earlierAttempts.map(\.worker))
    // Those that a worker runs one after the other come in the order of their starts.
    var ends: [PoolInstant] = []
    for page in record.ledger.pages {
      for life in page.lives {
        guard let worker = life.worker, let start = life.startedAt else { continue }
        while ends.count <= worker { ends.append(.zero) }
        if start < ends[worker] { workers.insert(worker) }
        ends[worker] = max(ends[worker], life.finishedAt ?? record.end)
      }
    }
    return workers
  }

  private static func spans(of workers: Set<Int>, _ record: RunRecord) -> [Int: [Span]] {
    var spans = Dictionary(grouping: record.ledger.earlierAttempts.map(Span.init), by: \.worker)
    for page in record.ledger.pages {
      for life in page.lives {
        guard let worker = life.worker, let start = life.startedAt, workers.contains(worker)
        else { continue }
        spans[worker, default: []].append(
          Span(worker: worker, start: start, end: life.finishedAt ?? record.end, future: life.id))
      }
    }
    return spans
  }

  /// Cuts the spans of one worker.
  private mutating func cut(_ spans: [Span]) {
    var open: [PoolInstant] = []
    for span in spans.sorted(by: { ($0.start, $1.end) < ($1.start, $0.end) }) {
      while let last = open.last, last <= span.start { open.removeLast() }
      let end = open.last.map { min($0, span.end) } ?? span.end
      if end < span.end { ends[span] = end }
      open.append(end)
    }
  }
}
