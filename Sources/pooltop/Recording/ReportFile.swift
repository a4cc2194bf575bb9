internal import Glibc
internal import Platform
internal import Reports

/// A report on the disk.
enum ReportFile {
  /// Writes a report, in the place of a file that is there.
  ///
  /// - Throws: ``UserError``, when the system refuses it.
  static func write(_ record: RunRecord, as format: ReportFormat, to path: String) throws {
    let descriptor = unsafe open(
      path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NONBLOCK, 0o644)
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

  private static func failure(_ path: String, _ code: Int32) -> UserError {
    UserError(description: "\(SystemError(call: "cannot write the report '\(path)'", code: code))")
  }
}
