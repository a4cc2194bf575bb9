import Foundation

/// How long the notes' seconds take here.
struct Pace: Sendable {
  var scale: Double

  /// Blocks the thread.
  func sleep(seconds: Int) {
    Thread.sleep(forTimeInterval: Double(seconds) * scale)
  }
}
