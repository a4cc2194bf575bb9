internal import Glibc
internal import Platform

/// Where the program answers.
enum StandardOutput {
  /// Writes a text and the end of its line.
  ///
  /// - Throws: ``UserError``, when it cannot be written.
  static func write(_ text: String) throws {
    guard writeAll(text + "\n", to: STDOUT_FILENO) else {
      throw UserError(description: "\(SystemError.standardOutput(errno))")
    }
  }
}

extension SystemError {
  /// What is said where standard output takes nothing more.
  static func standardOutput(_ code: Int32) -> SystemError {
    SystemError(call: "standard output could not be written", code: code)
  }
}
