internal import Glibc
internal import Platform

/// Standard output, a line at a time, for several threads.
final class LineOutput: Sendable {
  private let output: PatientOutput
  /// Why nothing more can be written.
  private let problem = Monitor<Int32?>(nil)

  /// - Parameter descriptor: Where the lines go.
  /// - Throws: What the system throws, when there are too many descriptors.
  init(to descriptor: Int32 = 1) throws {
    output = try PatientOutput(descriptor)
  }

  /// Whether whoever read it has left.
  var isReaderGone: Bool { problem.withLock { $0 == EPIPE } }

  /// Whether every line was written; where some are lost, says so.
  func tellWhole() -> Bool {
    guard let problem = problem.withLock({ $0 }) else { return true }
    StandardError.write("pooltop: \(SystemError.standardOutput(problem)); lines are lost")
    return false
  }

  /// Waits no longer for a reader that does not come: the program ends.
  func beginHurry() { output.beginHurry() }

  /// Writes lines; when nobody reads any more, does nothing from then on.
  func write(_ lines: [String]) {
    guard !lines.isEmpty else { return }
    write(whole: lines.joined(separator: "\n") + "\n")
  }

  /// Writes lines that have their ends already.
  func write(whole lines: String) {
    guard !lines.isEmpty else { return }
    problem.withLock { problem in
      if problem == nil { problem = output.write(lines) }
    }
  }
}
