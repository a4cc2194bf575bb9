package import Dashboard

extension KeptSettings {
  /// The text of a settings file that says what these settings are, with all there is explained.
  package static func text(_ settings: Settings) -> String {
    var lines = ["# How pooltop looks. F2 in the dashboard changes this, and so may you.", ""]
    for row in SettingRow.allCases {
      lines.append("# \(row.explanation.prefix(1).uppercased() + row.explanation.dropFirst()):")
      lines.append("# \(row.choices.joined(separator: ", ")).")
      lines += [line(row, settings), ""]
    }
    return (lines + keyLines).joined(separator: "\n") + "\n"
  }

  /// Returns the text of a settings file with other settings in it, and all else as it was.
  ///
  /// Only lines that begin with a setting's name are changed.
  ///
  /// - Returns: The text; `nil` where the file is written in a way that this would not change it
  ///   in.
  package static func text(_ settings: Settings, in former: String) -> String? {
    guard former.contains(where: { !$0.isWhitespace }) else { return text(settings) }
    let lineEnd = former.contains("\r\n") ? "\r\n" : "\n"
    var lines = former.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      .map(String.init)
    let top = lines.first == "---" ? 1 : 0
    for row in SettingRow.allCases {
      let new = line(row, settings)
      if let place = lines.firstIndex(where: { $0.hasPrefix("\(row.rawValue):") }) {
        lines[place] = new + comment(of: lines[place])
      } else if settings[row] != Settings()[row] {
        lines.insert(new, at: top)
      }
    }
    let text = lines.joined(separator: lineEnd)
    let (before, complaints) = read(former)
    let (after, newComplaints) = read(text)
    let isAsWished = after.settings == settings && after.keymap == before.keymap
    return isAsWished && newComplaints.count <= complaints.count ? text : nil
  }

  private static func line(_ row: SettingRow, _ settings: Settings) -> String {
    "\(row.rawValue): \(settings[row])"
  }

  /// What stands behind a value.
  private static func comment(of line: String) -> String {
    line.firstRange(of: " #").map { String(line[$0.lowerBound...]) } ?? ""
  }

  private static var keyLines: [String] {
    var lines = [
      "# Keys, by where they mean something. What stands here, take the # away and change it.",
      "keys:",
    ]
    let entries = Keymap.standard.entries
    var contexts: [String] = []
    for entry in entries where !contexts.contains(entry.context) { contexts.append(entry.context) }
    for context in contexts {
      lines.append("#  \(context):")
      lines += entries.filter { $0.context == context }.flatMap(Self.lines)
    }
    return lines
  }

  private static func lines(of entry: Keymap.Entry) -> [String] {
    let keys = entry.keys.map(quoted).joined(separator: ", ")
    return (entry.help.map { ["#    # \($0)"] } ?? []) + ["#    \(entry.name): [\(keys)]"]
  }

  private static func quoted(_ label: String) -> String {
    "\"" + label.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
