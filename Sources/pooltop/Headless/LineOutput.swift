internal import Platform

/// Standard output, a line at a time, for several threads.
final class LineOutput: Sendable {
  private let isOpen = Monitor(true)

  /// Whether everything could be written.
  var isWhole: Bool { isOpen.withLock { $0 } }

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
      isOpen = writeAll(lines, to: 1)
    }
  }
}
