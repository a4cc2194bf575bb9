internal import Dashboard
internal import PoolObservation
internal import Yams

// Scalars are taken as they are written: `on` is a word here, and `10` is, too.

extension KeptSettings {
  /// Reads a settings file; what is wrong in it is told, and otherwise ignored.
  package static func read(_ text: String) -> (settings: KeptSettings, problems: [SettingsProblem])
  {
    var reader = SettingsReader()
    do {
      if let root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot() {
        reader.read(root)
      }
    } catch let error as YamlError {
      reader.note(error)
    } catch {
      reader.noteUnreadable(nil, "the file cannot be read as YAML")
    }
    return (reader.kept, reader.problems)
  }
}

private struct SettingsReader {
  var kept = KeptSettings()
  var problems: [SettingsProblem] = []
  /// The keys that the file gives, and where it does.
  private var places: [String: Mark] = [:]

  mutating func note(_ mark: Mark?, _ sentence: String) {
    problems.append(
      SettingsProblem(line: mark?.line ?? 1, column: mark?.column ?? 1, sentence: sentence))
  }

  mutating func noteUnreadable(_ mark: Mark?, _ sentence: String) {
    note(mark, sentence)
    problems[problems.count - 1].endsReading = true
  }

  mutating func note(_ error: YamlError) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      noteUnreadable(mark, "no YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      noteUnreadable(context.mark, "'\(duplicates.joined(separator: "', '"))' stands here twice")
    default:
      noteUnreadable(nil, "the file cannot be read as YAML")
    }
  }

  mutating func read(_ root: Node) {
    if isNothing(root) { return }
    guard let mapping = root.mapping else {
      return noteUnreadable(root.mark, "expected settings, such as 'theme: calm'")
    }
    let names = SettingRow.allCases.map(\.rawValue)
    for (key, value) in mapping {
      let name = key.string ?? ""
      if name == "keys" {
        readKeys(value)
      } else if let row = SettingRow(rawValue: name) {
        read(row, value)
      } else {
        note(key.mark, "there is no setting '\(name)'" + hint(name, names + ["keys"]))
      }
    }
    dropConflicts()
  }

  private func isNothing(_ node: Node) -> Bool {
    node.scalar.map { ["", "~", "null"].contains($0.string) && $0.style == .plain } ?? false
  }

  private func hint(_ name: String, _ known: [String]) -> String {
    nearest(name, among: known).map { "; did you mean '\($0)'?" } ?? ""
  }

  private mutating func read(_ row: SettingRow, _ value: Node) {
    let word = value.scalar?.string
    guard let word, row.choices.contains(word) else {
      let found = word.map { "'\($0)'" } ?? "something else"
      return note(
        value.mark,
        "\(row.rawValue) is one of \(row.choices.joined(separator: ", ")), found \(found)")
    }
    kept.settings[row] = word
  }

  // MARK: Keys

  private mutating func readKeys(_ node: Node) {
    if isNothing(node) { return }
    guard let contexts = node.mapping else {
      return note(node.mark, "expected keys by where they mean something: panes, futures, ...")
    }
    let entries = Keymap.standard.entries
    let known = Set(entries.map(\.context))
    for (key, value) in contexts {
      let context = key.string ?? ""
      guard known.contains(context) else {
        note(key.mark, "keys mean nothing in '\(context)'" + hint(context, known.sorted()))
        continue
      }
      if isNothing(value) { continue }
      guard let names = value.mapping else {
        note(value.mark, "expected what keys do, such as 'help: [F1]'")
        continue
      }
      for (name, keys) in names {
        readKeys(keys, of: name, in: context, entries.filter { $0.context == context })
      }
    }
  }

  private mutating func readKeys(
    _ node: Node, of name: Node, in context: String, _ entries: [Keymap.Entry]
  ) {
    let word = name.string ?? ""
    let labels =
      node.sequence.map { $0.map { $0.scalar?.string ?? "" } } ?? node.scalar.map { [$0.string] }
    guard entries.contains(where: { $0.name == word }) else {
      return note(
        name.mark, "nothing in '\(context)' is called '\(word)'" + hint(word, entries.map(\.name)))
    }
    guard let labels else { return note(node.mark, "expected keys, such as [F1, \"?\"]") }
    var keys: [Key] = []
    for label in labels {
      guard let key = Key(label: label) else {
        return note(
          node.mark, "'\(label)' is no key; keys are a, Space, F5, Ctrl-l, Alt-1, Enter, PgUp")
      }
      if let refusal = Keymap.refusal(of: key, for: word, in: context) {
        return note(node.mark, refusal)
      }
      keys.append(key)
    }
    kept.keymap.setKeys(keys, of: word, in: context)
    places["\(context).\(word)"] = node.mark
  }

  /// Where a key would do two things, what the file says is left out.
  private mutating func dropConflicts() {
    while let conflict = kept.keymap.conflicts.first {
      var (context, name) = (conflict.context, conflict.name)
      var other = conflict.otherName
      if places["\(context).\(name)"] == nil {
        (context, name, other) = (conflict.otherContext, conflict.otherName, conflict.name)
      }
      // Of the usual keys alone, no two are the same.
      guard let place = places.removeValue(forKey: "\(context).\(name)") else { return }
      note(
        place, "'\(conflict.key)' would be '\(name)' and '\(other)'; '\(name)' keeps its usual keys"
      )
      let usual = Keymap.standard.entries.first { $0.context == context && $0.name == name }
      let keys = usual?.keys.compactMap { Key(label: $0) } ?? []
      kept.keymap.setKeys(keys, of: name, in: context)
    }
  }
}
