internal import PoolObservation

// The trace event format of Chrome, which Perfetto and chrome://tracing open. Times are microseconds.
//
//   M  names of the process and its threads; a worker is a thread
//   X  an attempt, from start to end
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
    for row in record.snapshot.futures {
      guard let event = attempt(row, process, until: record.end) else { continue }
      piece += ",\n" + event
      if piece.utf8.count > 1 << 16 {
        try write(piece)
        piece = ""
      }
    }
    let rest =
      record.earlierAttempts.map { attempt($0, process, record) }
      + record.holds.flatMap {
        [moment("held", $0.start, process), moment("resumed", $0.end, process)]
      }
      + figures.levels.map { counter($0, process) }
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

  private static func attempt(
    _ row: FutureSnapshot, _ process: String, until now: PoolInstant
  ) -> String? {
    guard row.state != .pending, let start = row.startedAt, let worker = row.worker else {
      return nil
    }
    let end = row.finishedAt ?? now
    return complete(
      row.name.isEmpty ? "#\(row.id)" : row.name, row.outcome?.word ?? "running", process, worker,
      start, end,
      [
        ("future", "\(row.id)"), ("attempt", "\(row.attempt)"),
        ("outcome", row.outcome.map { quoted($0.word) }),
        ("wait_s", row.submittedAt.duration(to: start).secondsText),
        ("tags", row.tags.isEmpty ? nil : quoted(row.tags.joined(separator: " "))),
        ("text", row.text.isEmpty ? nil : quoted(row.text)),
      ])
  }

  private static func attempt(
    _ attempt: RunRecord.Attempt, _ process: String, _ record: RunRecord
  ) -> String {
    let name = record.snapshot.futures[id: attempt.future]?.name ?? ""
    return complete(
      name.isEmpty ? "#\(attempt.future)" : name, attempt.outcome.word, process, attempt.worker,
      attempt.start, attempt.end,
      [
        ("future", "\(attempt.future)"), ("outcome", quoted(attempt.outcome.word)),
        ("retried", "true"),
      ])
  }

  private static func complete(
    _ name: String, _ category: String, _ process: String, _ worker: Int, _ start: PoolInstant,
    _ end: PoolInstant, _ arguments: [(String, String?)]
  ) -> String {
    object([
      ("ph", quoted("X")), ("name", quoted(name)), ("cat", quoted(category)), ("pid", process),
      ("tid", "\(thread(worker))"), ("ts", microseconds(start.nanoseconds)),
      ("dur", microseconds(end.nanoseconds - min(start.nanoseconds, end.nanoseconds))),
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
