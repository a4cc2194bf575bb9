/// What a report is written as; the end of the file's name says which.
package enum ReportFormat: String, Sendable, CaseIterable {
  case html
  case json
  case csv
  /// The trace format of Chrome, which Perfetto opens.
  case trace = "trace.json"

  /// Finds the format by the end of a file's name; `nil` when it is none of them.
  package init?(path: String) {
    let path = path.lowercased()
    // The longest end first: a trace ends in .json, too.
    let formats = ReportFormat.allCases.sorted { $0.rawValue.count > $1.rawValue.count }
    guard let format = formats.first(where: { path.hasSuffix(".\($0.rawValue)") }) else {
      return nil
    }
    self = format
  }
}

extension RunRecord {
  /// Writes a report, in pieces.
  ///
  /// - Throws: What the writing throws, and what reading the recording once more throws.
  package func write(_ format: ReportFormat, to write: (String) throws -> Void) throws {
    switch format {
    case .html: try write(HTMLReport(self).text)
    case .json: try JSONReport.write(self, to: write)
    case .csv: try CSVReport.write(self, to: write)
    case .trace: try TraceReport.write(self, to: write)
    }
  }
}
