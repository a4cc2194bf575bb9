// Keys as the settings name them: by where they mean something and by what they do.

extension Keymap {
  /// What a key does somewhere, and which keys do it.
  package struct Entry: Sendable, Hashable {
    /// Where it means something, as the settings say it.
    package var context: String
    /// What it does, as the settings say it.
    package var name: String
    package var keys: [String]
    /// What it is for.
    package var help: String?
  }

  /// Everything that a key does.
  package var entries: [Entry] {
    bindings.map {
      Entry(
        context: $0.context.rawValue, name: $0.action.name, keys: $0.keys.map(\.label),
        help: $0.help)
    }
  }

  /// Two things that one key would do in one place.
  package struct Conflict: Sendable, Hashable {
    package var context: String
    package var name: String
    package var otherContext: String
    package var otherName: String
    package var key: String
  }

  /// Gives something other keys; false where nothing has that name.
  @discardableResult
  package mutating func setKeys(
    _ keys: [Key], of name: String, in context: String
  ) -> Bool {
    var changed = bindings
    guard
      let place = changed.firstIndex(where: {
        $0.context.rawValue == context && $0.action.name == name
      })
    else { return false }
    changed[place].keys = keys
    relabel(&changed, around: place)
    self = Keymap(changed)
    return true
  }

  /// The row that speaks for several lists all of their keys, where they are not the usual ones.
  private func relabel(_ bindings: inout [KeyBinding], around place: Int) {
    var head = place
    while head > 0, bindings[head].help == nil { head -= 1 }
    guard bindings[head].keysLabel != nil else { return }
    var keys = bindings[head].keys
    for binding in bindings[(head + 1)...].prefix(while: { $0.help == nil }) {
      keys += binding.keys
    }
    bindings[head].keysLabel = keys.map(\.label).joined(separator: " ")
  }

  /// Keys that would do two things in one place.
  package var conflicts: [Conflict] {
    var conflicts: [Conflict] = []
    for (place, binding) in bindings.enumerated() {
      for other in bindings[..<place]
      where other.context == binding.context || other.context == .anywhere
        || binding.context == .anywhere
      {
        for key in binding.keys where other.keys.contains(key) {
          conflicts.append(
            Conflict(
              context: binding.context.rawValue, name: binding.action.name,
              otherContext: other.context.rawValue, otherName: other.action.name, key: key.label))
        }
      }
    }
    return conflicts
  }
}
