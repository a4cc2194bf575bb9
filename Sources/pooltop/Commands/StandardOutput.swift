internal import Glibc
internal import Platform

/// Where the program answers.
enum StandardOutput {
  /// Writes a text and the end of its line.
  ///
  /// - Throws: ``UserError``, when it cannot be written.
  static func write(_ text: String) throws {
    guard writeAll(text + "\n", to: STDOUT_FILENO) else {
      let error = SystemError(call: "standard output could not be written", code: errno)
      throw UserError(description: "\(error)")
    }
  }
}
