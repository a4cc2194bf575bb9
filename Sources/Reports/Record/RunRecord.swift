package import PoolObservation

// A recording is read twice where every future is wanted with its texts: ten million of those would
// take more memory than a telephone has, and than all else here.
//
//   first   lives of 40 bytes, the pool at the end   counts, percentiles, order, lanes
//   again   each future as it comes to its end       a row of JSON, of a table, a span of a trace

/// All that a report or a comparison needs to know of a run.
package struct RunRecord: Sendable {
  /// What was run.
  package var header: RecordingHeader
  /// What it came to, if it was judged.
  package var verdict: RecordedVerdict?
  /// What was wrong with the recording.
  package var problems = RecordingProblems()
  /// The pool at the end; of the futures that are done it has the last as rows.
  package let snapshot: PoolSnapshot
  /// How every future lived.
  package let ledger: RunLedger
  /// The futures that were tried again.
  let retries: [FutureID: RunLedger.Retries]
  /// The recording that it was read from.
  private var source: (any RecordingSource & Sendable)?

  /// The moment at which it ends.
  package var end: PoolInstant { snapshot.takenAt }

  /// Stretches of time in which dispatch was held.
  package var holds: [RunLedger.Hold] { ledger.holds(until: end) }

  /// Stretches of time in which workers were not back from jobs whose limits had passed.
  package var lateRuns: [RunLedger.LateRun] { ledger.lateRuns(until: end) }

  /// Tells a run that goes on.
  ///
  /// - Parameters:
  ///   - snapshot: The pool.
  ///   - ledger: What happened in it up to the snapshot.
  ///   - header: What is run; its pool is as it was at the beginning.
  package init(_ snapshot: PoolSnapshot, _ ledger: RunLedger, _ header: RecordingHeader) {
    self.init(header: header, verdict: nil, snapshot: snapshot, ledger)
  }

  /// Reads a recording whole.
  ///
  /// - Parameter source: Its bytes; they are read again when every future is wanted.
  /// - Throws: ``RecordingError`` when there is nothing to show, and what the source throws.
  package init(reading source: any RecordingSource & Sendable) throws {
    var ledger = RunLedger()
    // One point, at the end: nobody seeks.
    var timeline = try RecordingTimeline(reading: source, keepsPoints: false) { ledger.take($0) }
    self.init(
      header: timeline.header, verdict: timeline.verdict,
      snapshot: try timeline.snapshot(at: timeline.end), ledger)
    problems = timeline.problems
    self.source = source
  }

  private init(
    header: RecordingHeader, verdict: RecordedVerdict?, snapshot: PoolSnapshot, _ ledger: RunLedger
  ) {
    self.header = header
    self.verdict = verdict
    self.snapshot = snapshot
    var ledger = ledger
    ledger.close(with: snapshot.futures)
    self.ledger = ledger
    retries = ledger.findRetries()
  }
}

// MARK: - Every future

extension RunRecord {
  /// Shows every future: those that are done in the order of their ends, then the others.
  ///
  /// Of a run that goes on, those that are rows of its snapshot.
  ///
  /// - Throws: What the visit throws, and what the recording's source throws.
  func forEachFuture(_ visit: (FutureSnapshot) throws -> Void) throws {
    guard let source else { return try snapshot.futures.forEach(visit) }
    try source.forEachBatch { batch in
      for run in batch.finishedRuns {
        var row = FutureSnapshot(run)
        // The end of one that was cancelled between two attempts tells of none.
        if row.attempt == 0, let earlier = retries[run.id] {
          row.startedAt = earlier.last.start
          row.worker = earlier.last.worker
          row.attempt = earlier.count
        }
        try visit(row)
      }
    }
    for row in snapshot.futures where row.outcome == nil { try visit(row) }
  }
}
