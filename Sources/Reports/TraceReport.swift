internal import PoolObservation

// The trace event format of Chrome, which Perfetto and chrome://tracing open. Times are
// microseconds.
//
//   M  names of the process and its threads; a worker is a thread
//   X  an attempt, from start to end; those of one worker nested or one after the other, in any
//      order
//   i  a moment: held, resumed
//   C  how many wait and run

/// A run in the trace event format of Chrome.
package enum TraceReport {
  /// Writes the object, in pieces.
  package static func write(_ record: RunRecord, to write: (String) throws -> Void) throws {
    let figures = Figures(record)
    let process = "\(record.header.processID ?? 1)"
    try write("{\"displayTimeUnit\":\"ms\",\"otherData\":\(otherData(record)),\"traceEvents\":[")
    var piece = "\n" + names(record, process).joined(separator: ",\n")
    func add(_ event: String) throws {
      piece += ",\n" + event
      guard piece.utf8.count > 1 << 16 else { return }
      try write(piece)
      piece = ""
    }
    let cuts = SpanCuts(record)
    for span in record.ledger.earlierAttempts.map(Span.init) {
      try add(complete(tried: span, cuts[span], process))
    }
    let retries = record.retries
    try record.forEachFuture { row in
      guard row.state == .running || row.state == .finished, let start = row.startedAt,
        let worker = row.worker,
        // Its last attempt ended before it did, and is drawn already.
        retries[row.id]?.last.start != start
      else { return }
      let firstStart = row.attempt > 1 ? retries[row.id]?.firstStart : nil
      let wait = row.submittedAt.duration(to: firstStart ?? start)
      let span = Span(
        worker: worker, start: start, end: row.finishedAt ?? record.end, future: row.id)
      try add(complete(row, wait, span, cuts[span], process))
    }
    for span in record.lateRuns.map(Span.init) { try add(complete(late: span, process)) }
    for hold in record.holds {
      try add(moment("held", hold.start, process))
      try add(moment("resumed", hold.end, process))
    }
    for level in figures.levels { try add(counter(level, process)) }
    try write(piece + "\n]}\n")
  }

  private static func otherData(_ record: RunRecord) -> String {
    object([
      ("program", quoted("pooltop")), ("name", quoted(record.header.title)),
      ("began", quoted(WallClock.text(record.header.pool.createdAt))),
    ])
  }

  /// The names of the process and of its workers, and their order.
  private static func names(_ record: RunRecord, _ process: String) -> [String] {
    func name(_ event: String, _ thread: Int, _ arguments: [(String, String?)]) -> String {
      object([
        ("ph", quoted("M")), ("name", quoted(event)), ("pid", process), ("tid", "\(thread)"),
        ("args", object(arguments)),
      ])
    }
    let title = record.header.title.isEmpty ? record.header.pool.name : record.header.title
    return [name("process_name", 0, [("name", quoted(title))])]
      + record.snapshot.workers.flatMap { worker in
        [
          name("thread_name", thread(worker.index), [("name", quoted(worker.name))]),
          name("thread_sort_index", thread(worker.index), [("sort_index", "\(worker.index)")]),
        ]
      }
  }

  /// A worker's thread; 0 is the process itself.
  private static func thread(_ worker: Int) -> Int { worker + 1 }

  /// The last attempt of a future.
  private static func complete(
    _ row: FutureSnapshot, _ wait: Duration, _ span: Span, _ end: PoolInstant?, _ process: String
  ) -> String {
    complete(
      span, until: end, row.name, row.outcome?.word ?? "running",
      [
        ("attempt", "\(row.attempt)"), ("outcome", row.outcome.map { quoted($0.word) }),
        ("wait_s", wait.secondsText),
        ("tags", row.tags.isEmpty ? nil : quoted(row.tags.joined(separator: " "))),
        ("text", row.text.isEmpty ? nil : quoted(row.text)),
      ], process)
  }

  /// An attempt that was followed by another.
  private static func complete(
    tried span: Span, _ end: PoolInstant?, _ process: String
  ) -> String {
    let outcome = span.outcome?.word ?? "running"
    return complete(
      span, until: end, "", outcome, [("outcome", quoted(outcome)), ("retried", "true")], process)
  }

  /// A job that went on after its time limit.
  private static func complete(late span: Span, _ process: String) -> String {
    complete(span, until: nil, "#\(span.future) after its time limit", "late", [], process)
  }

  private static func complete(
    _ span: Span, until cut: PoolInstant?, _ name: String, _ category: String,
    _ more: [(String, String?)], _ process: String
  ) -> String {
    let end = cut ?? span.end
    // How long it ran, when it is drawn shorter.
    let duration = cut.map { _ in span.start.duration(to: span.end).secondsText }
    return object([
      ("ph", quoted("X")), ("name", quoted(name.isEmpty ? "#\(span.future)" : name)),
      ("cat", quoted(category)), ("pid", process), ("tid", "\(thread(span.worker))"),
      ("ts", microseconds(span.start.nanoseconds)),
      ("dur", microseconds(end.nanoseconds - min(span.start, end).nanoseconds)),
      ("args", object([("future", "\(span.future)")] + more + [("run_s", duration)])),
    ])
  }

  private static func moment(_ name: String, _ time: PoolInstant, _ process: String) -> String {
    object([
      ("ph", quoted("i")), ("s", quoted("p")), ("name", quoted(name)), ("cat", quoted("pool")),
      ("pid", process), ("tid", "0"), ("ts", microseconds(time.nanoseconds)),
    ])
  }

  private static func counter(_ level: Figures.Level, _ process: String) -> String {
    object([
      ("ph", quoted("C")), ("name", quoted("futures")), ("pid", process), ("tid", "0"),
      ("ts", microseconds(level.time.nanoseconds)),
      ("args", object([("pending", "\(level.pending)"), ("running", "\(level.running)")])),
    ])
  }

  private static func microseconds(_ nanoseconds: UInt64) -> String {
    "\(nanoseconds / 1_000).\(String(1_000 + nanoseconds % 1_000).dropFirst())"
  }
}
