extension Key {
  private static let named: [Key] = [
    .enter, .escape, .tab, .backTab, .up, .down, .left, .right, .pageUp, .pageDown, .home, .end,
    .insert, .delete, .backspace, .character(" "),
  ]

  /// Makes a key of the name people know it by: `a`, `Space`, `F5`, `Ctrl-l`, `Alt-1`, `PgUp`.
  package init?(label: String) {
    if let key = Self.named.first(where: { $0.label.lowercased() == label.lowercased() }) {
      self = key
    } else if label.count == 1, let character = label.first, character != " " {
      self = .character(character)
    } else if let key = Self.function(label) ?? Self.modified(label) {
      self = key
    } else {
      return nil
    }
  }

  private static func function(_ label: String) -> Key? {
    guard label.first == "F" || label.first == "f", let number = Int(label.dropFirst()) else {
      return nil
    }
    return (1...63).contains(number) ? .function(number) : nil
  }

  private static func modified(_ label: String) -> Key? {
    let parts = label.split(separator: "-", maxSplits: 1)
    guard parts.count == 2, parts[1].count == 1, let character = parts[1].first else { return nil }
    switch parts[0].lowercased() {
    case "ctrl": return character.lowercased().first.map { .control($0) }
    case "alt": return .alt(character)
    default: return nil
    }
  }
}
