package import PoolObservation

/// All that a report or a comparison needs to know of a run.
package struct RunRecord: Sendable {
  /// What was run.
  package var header: RecordingHeader
  /// What it came to, if it was judged.
  package var verdict: RecordedVerdict?
  /// What was wrong with the recording.
  package var problems = RecordingProblems()
  /// The pool at the end; of the futures that are done it has the last as rows, or all.
  package let snapshot: PoolSnapshot
  /// How every future lived.
  package let ledger: RunLedger

  /// The moment at which it ends.
  package var end: PoolInstant { snapshot.takenAt }

  /// Stretches of time in which dispatch was held.
  package var holds: [RunLedger.Hold] { ledger.holds(until: end) }

  /// Tells a run that goes on.
  ///
  /// - Parameters:
  ///   - snapshot: The pool.
  ///   - ledger: What happened in it up to the snapshot.
  ///   - title: What it is called.
  ///   - verdict: What it came to, if it was judged.
  package init(
    _ snapshot: PoolSnapshot, _ ledger: RunLedger, title: String, verdict: RecordedVerdict? = nil
  ) {
    self.init(
      header: RecordingHeader(title: title, pool: snapshot.pool), verdict: verdict,
      snapshot: snapshot, ledger)
  }

  /// Reads a recording whole.
  ///
  /// - Parameters:
  ///   - source: Its bytes.
  ///   - keepsRows: Whether each future is wanted as a row with its texts, 200 bytes and more.
  /// - Throws: ``RecordingError`` when there is nothing to show, and what the source throws.
  package init(reading source: any RecordingSource, keepsRows: Bool = true) throws {
    var ledger = RunLedger()
    // One point, at the end: nobody seeks.
    var timeline = try RecordingTimeline(
      reading: source, interval: 1 << 17, keepsPoints: false,
      retainedFutureLimit: keepsRows ? .max : 10_000
    ) { ledger.take($0) }
    self.init(
      header: timeline.header, verdict: timeline.verdict,
      snapshot: try timeline.snapshot(at: timeline.end), ledger)
    problems = timeline.problems
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
  }
}
