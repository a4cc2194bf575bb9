internal import Dashboard
internal import Glibc
internal import Platform
internal import PoolObservation
internal import Reports

/// A report on the disk.
enum ReportFile {
  /// Writes a report, in the place of a file that is there.
  ///
  /// That file stays whole until the report is, where the system allows that.
  ///
  /// - Throws: ``UserError``, when the system refuses it.
  static func write(_ record: RunRecord, as format: ReportFormat, to path: String) throws {
    do {
      try FileDraft.write(path) { try record.write(format, to: $0) }
    } catch let error as SystemError {
      let reason = SystemError(call: "cannot write the report '\(path)'", code: error.code)
      throw UserError(description: "\(reason)")
    }
  }

  /// Writes a page beside which the program was started, and says what came of it.
  ///
  /// - Parameters:
  ///   - title: What it is of.
  ///   - overwrites: Whether a file that is there goes; otherwise the answer is that there is one.
  ///   - record: Tells the run.
  /// - Returns: What the dashboard is to be told.
  static func answer(
    title: String, overwrites: Bool, _ record: () throws -> RunRecord
  ) -> Event {
    let path = "pooltop-\(slug(title)).html"
    if !overwrites, unsafe access(path, F_OK) == 0 { return .reportExists(path: path) }
    do {
      try write(record(), as: .html, to: path)
      return .answered(Notice("wrote \(path)"))
    } catch {
      return .answered(Notice("\(error)", .refused))
    }
  }

  /// Refuses to write a report in the place of the recording that it tells of.
  ///
  /// - Throws: ``UserError``, when both are one file.
  static func check(_ path: String, isNot recording: String) throws {
    var (one, other) = (stat(), stat())
    guard unsafe stat(path, &one) == 0, unsafe stat(recording, &other) == 0,
      one.st_dev == other.st_dev, one.st_ino == other.st_ino
    else { return }
    throw UserError(
      description: "'\(path)' is the recording itself, and would be lost; name another file")
  }

  /// A title as a part of a file's name: letters, digits and dashes.
  static func slug(_ title: String) -> String {
    let words = title.lowercased().split { !($0.isLetter || $0.isNumber) }
    let slug = words.joined(separator: "-").prefix(60)
    return slug.isEmpty ? "run" : String(slug)
  }
}
