import Foundation

/// How long the notes' seconds take here.
struct Pace: Sendable {
  var scale: Double

  /// Blocks the thread.
  func sleep(seconds: Int) {
    Thread.sleep(forTimeInterval: Double(seconds) * scale)
  }

  /// Lets worker processes keep the same pace.
  func bequeath() {
    setenv(Self.variable, "\(scale)", 1)
  }

  /// The pace of the process that started this one.
  static var inherited: Pace {
    Pace(scale: ProcessInfo.processInfo.environment[variable].flatMap(Double.init) ?? 1)
  }

  private static let variable = "NOTES_PROGRAMS_PACE"
}
