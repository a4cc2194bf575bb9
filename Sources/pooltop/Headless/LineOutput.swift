internal import Platform

/// Standard output, a line at a time, for several threads.
final class LineOutput: Sendable {
  private let output: PatientOutput
  private let isOpen = Monitor(true)

  /// - Parameter descriptor: Where the lines go.
  /// - Throws: What the system throws, when there are too many descriptors.
  init(to descriptor: Int32 = 1) throws {
    output = try PatientOutput(descriptor)
  }

  /// Whether everything could be written.
  var isWhole: Bool { isOpen.withLock { $0 } }

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
    isOpen.withLock { isOpen in
      guard isOpen else { return }
      isOpen = output.write(lines)
    }
  }
}
