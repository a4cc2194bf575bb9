internal import Foundation

/// Where the tables go: each at once, so that a run that is cut short leaves those it had.
enum StandardOutput {
  static func write(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }
}
