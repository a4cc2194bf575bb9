// The file is read once, and every so many events the history is kept as it is then. A seek begins
// at the last of these before its moment and reads on from there:
//
//   lines    ─────────┬─────────┬─────────┬──────►
//   points   0        1         2         3
//                               └──seek──►│
//
// Histories share what did not change between them, so a hundred of them take little memory.

/// A recording that can be looked at as of any moment.
package struct RecordingTimeline {
  /// The first line.
  package let header: RecordingHeader
  /// The last line, if the run was judged before the recording ended.
  package let verdict: RecordedVerdict?
  /// What was wrong with the file.
  package let problems: RecordingProblems
  /// How many events there are.
  package let eventCount: Int
  /// The time of the last event.
  package let end: PoolInstant

  private let source: any RecordingSource
  private let retainedFutureLimit: Int
  private let points: [RecordingPoint]
  private var cursor: RecordingCursor
  /// The moment that the cursor stands at.
  private var moment = PoolInstant.zero

  /// How many events lie between two points.
  ///
  /// More makes a seek slower, 0.4 µs for each; fewer takes more memory, up to 1.5 MB a point.
  package static let usualInterval = 1 << 16

  /// Reads a recording from the first line to the last.
  ///
  /// - Parameters:
  ///   - source: Its bytes.
  ///   - interval: How many events lie between two of the places that a seek can begin at.
  ///   - keepsPoints: Whether there are such places, but for the end.
  ///   - retainedFutureLimit: How many futures that are done stay as rows.
  ///   - visit: Is shown the events, in batches.
  /// - Throws: ``RecordingError`` when nothing can be shown, and what the source throws.
  package init(
    reading source: any RecordingSource, interval: Int = RecordingTimeline.usualInterval,
    keepsPoints: Bool = true, retainedFutureLimit: Int = 10_000,
    _ visit: (EventBatch) -> Void = { _ in }
  ) throws {
    guard source.byteCount > 0 else { throw RecordingError.empty }
    var cursor = RecordingCursor(source, retainedFutureLimit: retainedFutureLimit)
    var points: [RecordingPoint] = []
    repeat {
      try cursor.advance(
        until: PoolInstant(nanoseconds: .max), eventLimit: interval, visit)
      if !keepsPoints { points = [] }
      if let point = cursor.point { points.append(point) }
    } while !cursor.isAtEnd
    var problems = cursor.decoder.problems
    guard let header = cursor.decoder.header else {
      throw RecordingError.foreign(firstProblem: problems.sentences.first ?? "no line is whole")
    }
    let unplacedCount = cursor.decoder.unplacedCount + (cursor.history?.unplacedEventCount ?? 0)
    if unplacedCount > 0 {
      let lines = cursor.decoder.unplacedLines.map(String.init).joined(separator: ", ")
      let rest = unplacedCount > cursor.decoder.unplacedLines.count ? " and others" : ""
      problems.note(
        "\(unplacedCount) of the events cannot be so, such as an end of what never began; "
          + "they are left out\(lines.isEmpty ? "" : " (lines \(lines)\(rest))")")
    }
    self.header = header
    self.problems = problems
    self.points = points
    self.source = source
    verdict = cursor.decoder.verdict
    eventCount = cursor.decoder.eventCount
    end = cursor.decoder.lastTime
    self.retainedFutureLimit = retainedFutureLimit
    self.cursor = cursor
    moment = end
  }

  /// Returns the pool as of a moment: after all events up to the first that is later.
  ///
  /// - Complexity: O(1), plus the events since the last point, or since the last moment asked for
  ///   where that lies between.
  /// - Throws: What the source throws.
  package mutating func snapshot(at moment: PoolInstant) throws -> PoolSnapshot {
    try seek(to: moment)
    guard var history = cursor.history else { return PoolSnapshot(pool: header.pool) }
    var snapshot = history.snapshot(at: moment)
    snapshot.takenAt = max(moment, .zero)
    return snapshot
  }

  /// Returns when the next thing happens after a moment; `nil` when nothing does.
  package mutating func moment(after moment: PoolInstant) throws -> PoolInstant? {
    try seek(to: moment)
    return cursor.next
  }

  /// Returns when the last thing happened before a moment; `nil` when nothing did.
  package mutating func moment(before moment: PoolInstant) throws -> PoolInstant? {
    guard moment > .zero else { return nil }
    try seek(to: PoolInstant(nanoseconds: moment.nanoseconds - 1))
    let time = cursor.decoder.lastTime
    return cursor.history == nil || time >= moment ? nil : time
  }

  private mutating func seek(to moment: PoolInstant) throws {
    let point = points.last { $0.lastTime <= moment }
    let isBehind = point.map { $0.line > cursor.decoder.lineCount } ?? false
    if moment < self.moment || isBehind {
      cursor =
        point.map { RecordingCursor(source, after: $0, of: header) }
        ?? RecordingCursor(source, retainedFutureLimit: retainedFutureLimit)
    }
    self.moment = moment
    repeat {
      try cursor.advance(until: moment)
    } while cursor.next == nil && !cursor.isAtEnd
  }
}
