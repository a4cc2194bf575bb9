internal import PoolObservation

/// A run as one JSON object: what it came to, and every future.
package enum JSONReport {
  /// Writes the object, in pieces.
  package static func write(_ record: RunRecord, to write: (String) throws -> Void) throws {
    let summary = object(summary(record, Figures(record)))
    try write(summary.dropLast() + ",\"futures\":[")
    var piece = ""
    var separator = "\n"
    try record.forEachFuture { row in
      piece += separator + future(row)
      separator = ",\n"
      if piece.utf8.count > 1 << 16 {
        try write(piece)
        piece = ""
      }
    }
    try write(piece + "\n]}\n")
  }

  private static func summary(_ record: RunRecord, _ figures: Figures) -> [(String, String?)] {
    let header = record.header
    return [
      ("version", "1"), ("name", quoted(header.title)),
      ("description", header.description.map(quoted)),
      ("pool", quoted(header.pool.name)), ("kind", quoted(header.pool.kind.rawValue)),
      ("workers", "\(record.snapshot.pool.maxWorkers)"),
      ("began", quoted(WallClock.text(header.pool.createdAt))),
      ("duration_s", PoolInstant.zero.duration(to: record.end).secondsText),
      ("seed", header.seed.map(String.init)), ("makespan_s", figures.makespan?.secondsText),
      ("met", record.verdict.map { "\($0.isMet)" }),
      ("verdict", record.verdict.map { quoted($0.sentence) }),
      ("counts", counts(record.counts)),
      ("unsubmitted", record.unsubmittedCount > 0 ? "\(record.unsubmittedCount)" : nil),
      ("retried", "\(record.ledger.retriedCount)"),
      ("longest_queue", "\(figures.longestQueue)"),
      ("wait", percentiles(figures.waitTimes)), ("run", percentiles(figures.runTimes)),
      (
        "waited_for_s",
        object(Figures.Cause.allCases.map { ($0.rawValue, figures.causes[$0]?.secondsText) })
      ),
      ("jobs", list(figures.jobs.map(job))),
      (
        "lost_events",
        record.snapshot.droppedEventCount > 0
          ? "\(record.snapshot.droppedEventCount)" : nil
      ),
      (
        "forgotten_futures",
        record.ledger.forgottenCount > 0 ? "\(record.ledger.forgottenCount)" : nil
      ),
      ("problems", record.problems.isEmpty ? nil : list(record.problems.lines.map(quoted))),
    ]
  }

  private static func counts(_ counts: FutureCounts) -> String {
    object(
      [("pending", "\(counts.pending)"), ("running", "\(counts.running)")]
        + FutureOutcome.allCases.map { ($0.word, "\(counts[$0])") })
  }

  private static func percentiles(_ percentiles: Percentiles) -> String {
    object([
      ("count", "\(percentiles.count)"), ("p50_s", percentiles.median.secondsText),
      ("p95_s", percentiles.at(95).secondsText), ("p99_s", percentiles.at(99).secondsText),
      ("max_s", percentiles.maximum.secondsText),
    ])
  }

  private static func job(_ job: Figures.Job) -> String {
    object([
      ("name", quoted(job.name)), ("counts", counts(job.counts)),
      ("wait", percentiles(job.waitTimes)), ("run", percentiles(job.runTimes)),
    ])
  }

  private static func future(_ row: FutureSnapshot) -> String {
    func seconds(_ time: PoolInstant) -> String { PoolInstant.zero.duration(to: time).secondsText }
    let start = row.state == .pending ? nil : row.startedAt
    return object([
      ("future", "\(row.id)"), ("name", quoted(row.name)),
      ("tags", row.tags.isEmpty ? nil : list(row.tags.map(quoted))),
      ("priority", row.priority == 0 ? nil : "\(row.priority)"),
      ("state", quoted(row.state.rawValue)), ("outcome", row.outcome.map { quoted($0.word) }),
      ("worker", row.worker.map(String.init)),
      ("attempt", row.attempt == 0 ? nil : "\(row.attempt)"),
      ("submitted_s", seconds(row.submittedAt)), ("started_s", start.map(seconds)),
      ("finished_s", row.finishedAt.map(seconds)),
      ("text", row.text.isEmpty ? nil : quoted(row.text)),
    ])
  }
}
