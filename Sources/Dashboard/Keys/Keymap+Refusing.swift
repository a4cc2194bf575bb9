// Keys that would be dead where the settings put them.

extension Keymap {
  /// Says why a key can never do something, and what to write instead; `nil` where it can.
  ///
  /// - Parameters:
  ///   - key: A key that it is to have.
  ///   - name: What the key is to do, as the settings say it.
  ///   - context: Where it is to do that, as the settings say it.
  /// - Returns: A sentence.
  package static func refusal(of key: Key, for name: String, in context: String) -> String? {
    let isUsual = standard.bindings.contains {
      $0.context.rawValue == context && $0.action.name == name && $0.keys.contains(key)
    }
    if isUsual { return nil }
    if name == Action.repeatCount.name {
      return "'\(key.label)' is no digit, and '\(name)' is of digits: 0 to 9, or fewer"
    }
    if case .character = key, KeyContext(rawValue: context)?.isTyped ?? false {
      return "'\(key.label)' is typed there; '\(name)' is done by F5, Ctrl-k, Alt-1, Enter, PgUp "
        + "and such"
    }
    return key.refusal
  }
}

extension KeyContext {
  /// Whether letters are typed there rather than pressed.
  fileprivate var isTyped: Bool { self == .typing || self == .list }
}

extension Key {
  /// Why no terminal hands it over; `nil` for keys that come.
  fileprivate var refusal: String? {
    guard case .control(let character) = self else { return nil }
    let other = "another, such as Ctrl-k"
    if let use = Self.terminalUse(of: character) {
      return "'\(label)' never comes here: the terminal \(use) with it; take \(other)"
    }
    if let twin = Self.twin(of: character)?.label {
      return "'\(label)' comes as \(twin); write \(twin), or \(other)"
    }
    // Ctrl takes two bits off a sign of these.
    return ("a"..."z").contains(character) || "@]^_".contains(character)
      ? nil : "no terminal sends '\(label)'; take \(other)"
  }

  /// What the terminal does with Ctrl and a sign, as it is set up while the dashboard is open.
  private static func terminalUse(of character: Character) -> String? {
    switch character {
    case "c": "interrupts"
    case "q": "goes on with its output"
    case "s": "stops its output"
    case "z": "suspends"
    case "\\": "ends the program"
    default: nil
    }
  }

  /// The key that sends the same as Ctrl and a sign.
  private static func twin(of character: Character) -> Key? {
    switch character {
    case "h", "?": .backspace
    case "i": .tab
    case "j", "m": .enter
    case "[": .escape
    default: nil
    }
  }
}
