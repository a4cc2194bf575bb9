internal import PoolObservation

/// A run as a table: a line for each future, as RFC 4180 wants it.
package enum CSVReport {
  static let columns = [
    "future", "name", "tags", "priority", "state", "outcome", "worker", "attempt", "submitted_s",
    "started_s", "finished_s", "wait_s", "run_s", "text",
  ]

  /// Writes the table, in pieces.
  package static func write(_ record: RunRecord, to write: (String) throws -> Void) throws {
    try write(columns.joined(separator: ",") + "\r\n")
    let retries = record.retries
    var piece = ""
    try record.forEachFuture { row in
      add(row, row.attempt > 0 && !retries.isEmpty ? retries[row.id]?.firstStart : nil, to: &piece)
      if piece.utf8.count > 1 << 16 {
        try write(piece)
        piece = ""
      }
    }
    try write(piece)
  }

  /// Adds a line; cell by cell, since a list of them takes twice as long.
  private static func add(
    _ row: FutureSnapshot, _ firstStart: PoolInstant?, to lines: inout String
  ) {
    let start = row.state == .pending ? nil : row.startedAt
    let end = row.finishedAt
    func add(_ cell: String?) {
      lines += ","
      if let cell { lines += cell }
    }
    lines += String(row.id.rawValue)
    add(text(row.name))
    add(row.tags.isEmpty ? nil : text(row.tags.joined(separator: " ")))
    add(String(row.priority))
    add(row.state.rawValue)
    add(row.outcome?.word)
    add(row.worker.map { String($0) })
    add(row.attempt == 0 ? nil : String(row.attempt))
    add(seconds(row.submittedAt))
    add(start.map { seconds($0) })
    add(end.map { seconds($0) })
    add((firstStart ?? start).map { row.submittedAt.duration(to: $0).secondsText })
    add(end.flatMap { row.runTime(at: $0)?.secondsText })
    add(text(row.text))
    lines += "\r\n"
  }

  private static func seconds(_ time: PoolInstant) -> String {
    PoolInstant.zero.duration(to: time).secondsText
  }

  /// A text as a cell that neither a terminal nor a spreadsheet takes for an order.
  ///
  /// Spreadsheets compute what begins with one of `=+-@`, unless it is a number, and what is behind
  /// a tab. They know no characters of several scalars: an accent takes no sign its meaning.
  static func text(_ text: String) -> String {
    var safe = visible(text)
    if let first = safe.utf8.first, "=+-@\t".utf8.contains(first), Double(safe) == nil {
      safe = "'" + safe
    }
    guard safe.utf8.contains(where: isSeparator) else { return safe }
    let parts = safe.utf8.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
    return "\"" + parts.map { String(Substring($0)) }.joined(separator: "\"\"") + "\""
  }

  /// Whether a cell with this byte stands in quotation marks.
  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
    default: false
    }
  }
}
