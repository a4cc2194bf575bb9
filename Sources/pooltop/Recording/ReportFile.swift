internal import Dashboard
internal import Glibc
internal import Platform
internal import PoolObservation
internal import Reports

/// A report on the disk.
enum ReportFile {
  /// Writes a report, in the place of a file that is there.
  ///
  /// - Throws: ``UserError``, when the system refuses it.
  static func write(_ record: RunRecord, as format: ReportFormat, to path: String) throws {
    let descriptor = open(path, overwrites: true)
    guard descriptor >= 0 else { throw failure(path, errno) }
    var code: Int32 = 0
    do {
      try record.write(format) { piece in
        guard writeAll(piece, to: descriptor) else { throw failure(path, errno) }
      }
    } catch {
      close(descriptor)
      throw error
    }
    if close(descriptor) != 0 { code = errno }
    guard code == 0 else { throw failure(path, code) }
  }

  /// Writes a page beside which the program was started, and says what came of it.
  ///
  /// - Parameters:
  ///   - record: The run.
  ///   - overwrites: Whether a file that is there goes; otherwise the answer is that there is one.
  /// - Returns: What the dashboard is to be told.
  static func answer(to record: RunRecord, overwrites: Bool) -> Event {
    let path = "pooltop-\(slug(record.header.title)).html"
    let descriptor = open(path, overwrites: overwrites)
    if descriptor < 0, errno == EEXIST { return .reportExists(path: path) }
    guard descriptor >= 0 else {
      return .answered(Notice("\(failure(path, errno))", .refused))
    }
    close(descriptor)
    do {
      try write(record, as: .html, to: path)
      return .answered(Notice("wrote \(path)"))
    } catch {
      return .answered(Notice("\(error)", .refused))
    }
  }

  private static func open(_ path: String, overwrites: Bool) -> Int32 {
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK | (overwrites ? O_TRUNC : O_EXCL)
    return unsafe Glibc.open(path, flags, 0o644)
  }

  /// A title as a part of a file's name: letters, digits and dashes.
  static func slug(_ title: String) -> String {
    let words = title.lowercased().split { !($0.isLetter || $0.isNumber) }
    let slug = words.joined(separator: "-").prefix(60)
    return slug.isEmpty ? "run" : String(slug)
  }

  private static func failure(_ path: String, _ code: Int32) -> UserError {
    UserError(description: "\(SystemError(call: "cannot write the report '\(path)'", code: code))")
  }
}
