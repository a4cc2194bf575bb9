internal import Foundation

/// Where progress goes, so that standard output is the tables alone.
enum StandardError {
  static func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
