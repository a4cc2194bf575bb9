/// A command that a job runs.
package struct CommandPlan: Sendable, Equatable {
  /// The program and its arguments, as bytes; a command that is one text is given to the shell.
  package var arguments: [[UInt8]]
  /// Variables beside those of the program.
  package var environment: [String: Template] = [:]
  /// Where it runs; `nil` is where the program was started.
  package var folder: String?
  /// The exit codes that are no failure.
  package var successExitCodes: [Int] = [0]

  /// The program and its arguments in one line.
  package var text: String { lineOfWords(arguments) }
}

/// Words in one line, for people; what is no text is shown by replacement characters.
func lineOfWords(_ words: [[UInt8]]) -> String {
  words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
}

/// Which attempts make their worker process die.
package struct CrashPlan: Sendable, Equatable {
  /// The signal that ends it.
  package enum Signal: String, Sendable, CaseIterable {
    case segmentationFault = "SEGV"
    case abort = "ABRT"
    case busError = "BUS"
    case floatingPoint = "FPE"
    case illegalInstruction = "ILL"
    case kill = "KILL"
    case terminate = "TERM"
  }

  /// The keys whose worker dies; `nil` is every one.
  package var keys: [Int]?
  /// The signal that ends it.
  package var signal: Signal = .segmentationFault

  /// Whether the worker dies that runs a submission with a key.
  package func ends(key: Int) -> Bool {
    keys?.contains(key) ?? true
  }
}
