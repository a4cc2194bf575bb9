internal import Platform
internal import TextCanvas

/// Where the program says what is wrong.
enum StandardError {
  /// Writes a message, made harmless for a terminal.
  static func write(_ message: String) {
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
    _ = writeAll(lines.map { sanitized(String($0)) + "\n" }.joined(), to: 2)
  }
}
