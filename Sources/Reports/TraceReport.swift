internal import PoolObservation

// The trace event format of Chrome, which Perfetto and chrome://tracing open. Times are microseconds.
//
//   M  names of the process and its threads; a worker is a thread
//   X  an attempt, from start to end; those of one worker in order, nested or one after the other
//   i  a moment: held, resumed
//   C  how many wait and run

/// A run in the trace event format of Chrome.
package enum TraceReport {
  /// Writes the object, in pieces.
  package static func write(_ record: RunRecord, to write: (String) throws -> Void) rethrows {
    let figures = Figures(record)
    let process = "\(record.header.processID ?? 1)"
    try write("{\"displayTimeUnit\":\"ms\",\"otherData\":\(otherData(record)),\"traceEvents\":[")
    var piece = "\n" + names(record, process).joined(separator: ",\n")
    for event in attempts(record).lazy.map({ complete($0, process, record) }) {
      piece += ",\n" + event
      if piece.utf8.count > 1 << 16 {
        try write(piece)
        piece = ""
      }
    }
    let rest =
      record.holds.flatMap {
        [moment("held", $0.start, process), moment("resumed", $0.end, process)]
      } + figures.levels.map { counter($0, process) }
    for event in rest { piece += ",\n" + event }
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

  /// One attempt, as it is drawn.
  private struct Span {
    var worker: Int
    var start: PoolInstant
    var end: PoolInstant
    var future: FutureID
    /// What came of it, when another one followed.
    var retried: FutureOutcome?
    /// How long it ran, when it is drawn shorter.
    var duration: Duration?
  }

  /// Every attempt, by worker and start.
  ///
  /// A worker runs one within another while that waits for it. When a limit ends the outer one first,
  /// the inner one is drawn no longer than that: the format knows no others.
  private static func attempts(_ record: RunRecord) -> [Span] {
    var spans = record.ledger.pages.flatMap(\.lives).compactMap { life -> Span? in
      guard let start = life.startedAt, let worker = life.worker else { return nil }
      return Span(
        worker: worker, start: start, end: life.finishedAt ?? record.end, future: life.id)
    }
    spans += record.ledger.earlierAttempts.map {
      Span(worker: $0.worker, start: $0.start, end: $0.end, future: $0.future, retried: $0.outcome)
    }
    spans.sort { ($0.worker, $0.start, $1.end) < ($1.worker, $1.start, $0.end) }
    var open: [Span] = []
    for place in spans.indices {
      let span = spans[place]
      while let last = open.last, last.worker != span.worker || last.end <= span.start {
        open.removeLast()
      }
      if let outer = open.last, outer.end < span.end {
        spans[place].end = outer.end
        spans[place].duration = span.start.duration(to: span.end)
      }
      open.append(spans[place])
    }
    return spans
  }

  private static func complete(_ span: Span, _ process: String, _ record: RunRecord) -> String {
    let row = record.snapshot.futures[id: span.future]
    let name = row?.name ?? ""
    var arguments: [(String, String?)] = [("future", "\(span.future)")]
    if let outcome = span.retried {
      arguments += [("outcome", quoted(outcome.word)), ("retried", "true")]
    } else if let row {
      arguments += [
        ("attempt", "\(row.attempt)"), ("outcome", row.outcome.map { quoted($0.word) }),
        ("wait_s", row.submittedAt.duration(to: span.start).secondsText),
        ("tags", row.tags.isEmpty ? nil : quoted(row.tags.joined(separator: " "))),
        ("text", row.text.isEmpty ? nil : quoted(row.text)),
      ]
    }
    arguments.append(("run_s", span.duration?.secondsText))
    let category = (span.retried ?? row?.outcome)?.word ?? "running"
    return object([
      ("ph", quoted("X")), ("name", quoted(name.isEmpty ? "#\(span.future)" : name)),
      ("cat", quoted(category)), ("pid", process), ("tid", "\(thread(span.worker))"),
      ("ts", microseconds(span.start.nanoseconds)),
      ("dur", microseconds(span.end.nanoseconds - min(span.start, span.end).nanoseconds)),
      ("args", object(arguments)),
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
    let rest = String(nanoseconds % 1_000)
    return "\(nanoseconds / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }
}
