// Commands, and what goes with them.

/// What a file says about a command beside the command itself.
struct CommandDraft {
  var environment: [String: Template]?
  var folder: String?
  var successExitCodes: [Int]?
}

extension ScenarioReader {
  /// The keys that go with a command.
  static let commandKeys = ["env", "cwd", "success_exit_codes"]

  /// Reads a command: a text for the shell, or a list of a program and its arguments.
  mutating func command(_ value: DocumentValue) -> [String]? {
    guard case .sequence(let elements) = value.content else {
      return commandText(value).map { ["/bin/sh", "-c", $0] }
    }
    guard !elements.isEmpty else {
      problems.add(value.place, "expected a program and its arguments, found an empty list")
      return nil
    }
    let words = elements.enumerated().compactMap { commandText($1, mayBeEmpty: $0 > 0) }
    return words.count == elements.count ? words : nil
  }

  /// Reads what goes with a command.
  mutating func commandDraft(_ fields: [String: DocumentValue]) -> CommandDraft {
    CommandDraft(
      environment: fields["env"].flatMap { environment($0) },
      folder: fields["cwd"].flatMap { commandText($0) },
      successExitCodes: fields["success_exit_codes"].flatMap { list($0, of: "exit codes") }?
        .compactMap { integer($0, in: 0...255) })
  }

  private mutating func environment(_ value: DocumentValue) -> [String: Template]? {
    guard case .mapping(let pairs) = value.content else {
      return expected("a mapping of names to texts", value)
    }
    var environment: [String: Template] = [:]
    for pair in pairs {
      guard !pair.key.isEmpty,
        !pair.key.unicodeScalars.contains(where: { "=\0".unicodeScalars.contains($0) })
      else {
        problems.add(pair.keyPlace, "a variable cannot be named \(quoted(pair.key))")
        continue
      }
      guard commandText(pair.value, mayBeEmpty: true) != nil else { continue }
      environment[pair.key] = template(pair.value)
    }
    return environment
  }

  /// Reads a text that the system takes: without a zero byte.
  private mutating func commandText(_ value: DocumentValue, mayBeEmpty: Bool = false) -> String? {
    guard let text = text(value) else { return nil }
    guard !text.unicodeScalars.contains("\0") else {
      problems.add(value.place, "no command, variable or folder can hold a zero byte")
      return nil
    }
    guard mayBeEmpty || !text.isEmpty else {
      problems.add(value.place, "expected a text that says something")
      return nil
    }
    return text
  }

  /// Refuses keys that go with commands in a job that is none, and a result in one that is.
  mutating func checkCommand(_ pairs: [DocumentPair], isCommand: Bool, in owner: String) {
    for pair in pairs {
      if !isCommand, Self.commandKeys.contains(pair.key) {
        problems.add(pair.keyPlace, "'\(pair.key)' goes with 'command', which \(owner) has none of")
      }
      if isCommand, pair.key == "result" {
        problems.add(pair.keyPlace, "the result of a command is its exit code")
      }
    }
  }

  /// Reads which attempts make their worker die; a thread cannot without all others.
  mutating func crash(_ value: DocumentValue) -> CrashPlan? {
    guard let fields = fields(of: value, .crash, in: "crash") else { return nil }
    let keys = fields["keys"].flatMap { self.keys($0) }
    let signal = fields["signal"].flatMap { choice($0, of: CrashPlan.Signal.self) }
    if pool.kind == .thread {
      problems.add(
        value.place, "'crash' needs worker processes; in a thread it would end the whole program")
    }
    return CrashPlan(keys: keys, signal: signal ?? .segmentationFault)
  }
}
