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
      piece += line(row, row.attempt > 0 && !retries.isEmpty ? retries[row.id]?.firstStart : nil)
      if piece.utf8.count > 1 << 16 {
        try write(piece)
        piece = ""
      }
    }
    try write(piece)
  }

  private static func line(_ row: FutureSnapshot, _ firstStart: PoolInstant?) -> String {
    let start = row.state == .pending ? nil : row.startedAt
    let end = row.finishedAt
    var cells = ["\(row.id)", text(row.name), text(row.tags.joined(separator: " "))]
    cells += ["\(row.priority)", row.state.rawValue, row.outcome?.word ?? ""]
    cells += [row.worker.map { "\($0)" } ?? "", row.attempt == 0 ? "" : "\(row.attempt)"]
    cells += [
      seconds(row.submittedAt), start.map { seconds($0) } ?? "", end.map { seconds($0) } ?? "",
    ]
    let wait = (firstStart ?? start).map { row.submittedAt.duration(to: $0).secondsText }
    let run = end.flatMap { row.runTime(at: $0)?.secondsText }
    cells += [wait ?? "", run ?? "", text(row.text)]
    return cells.joined(separator: ",") + "\r\n"
  }

  private static func seconds(_ time: PoolInstant) -> String {
    PoolInstant.zero.duration(to: time).secondsText
  }

  /// A text as a cell that neither a terminal nor a spreadsheet takes for an order.
  ///
  /// Spreadsheets compute what begins with one of `=+-@`, unless it is a number, and what is behind a
  /// tab. They know no characters of several scalars: an accent takes no sign its meaning.
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
