/// The key table: what the handler does, what the footer shows and what the help says.
package struct Keymap: Sendable, Hashable {
  /// Every key, in the order of the footer and the help.
  private(set) var bindings: [KeyBinding]
  /// Each key's action, by the context it means something in.
  private var actions: [KeyContext: [Key: Action]]

  /// The keys of somebody who changed none.
  package static let standard = Keymap(
    recording + panes + lanes + typing + dialogs + anywhere)

  init(_ bindings: [KeyBinding]) {
    self.bindings = bindings
    actions = [:]
    for binding in bindings {
      for key in binding.keys {
        actions[binding.context, default: [:]][key] = binding.action
      }
    }
  }

  /// Returns what a key does where one of several contexts holds.
  func action(of key: Key, in contexts: [KeyContext]) -> Action? {
    for context in contexts {
      if let action = actions[context]?[key] { return action }
    }
    return nil
  }

  /// Names the key that does something, as a sentence does.
  ///
  /// - Parameters:
  ///   - action: What it does.
  ///   - contexts: Where it is to do that, the nearest first; `nil` is anywhere.
  /// - Returns: The key; the action's own name where none does it.
  func label(of action: Action, in contexts: [KeyContext]? = nil) -> String {
    let bindings = bindings.filter { $0.action == action && !$0.keys.isEmpty }
    let binding =
      if let contexts {
        contexts.lazy.compactMap { context in bindings.first { $0.context == context } }.first
      } else {
        bindings.first
      }
    return binding?.keys.first?.label ?? "'\(action.name)'"
  }

  /// The rows of the help that stand for one place.
  func explained(in context: KeyContext) -> [KeyBinding] {
    bindings.filter { $0.context == context && $0.help != nil }
  }

  /// The rows of the help, of the README and of the settings: those that say what they are for.
  ///
  /// Those of a recording stand last, though they come first where there is one.
  var explained: [KeyBinding] {
    let explained = bindings.filter {
      ($0.context.isOfPanes || $0.context == .lanes) && $0.help != nil
    }
    return explained.filter { $0.context != .recording }
      + explained.filter { $0.context == .recording }
  }
}

extension Keymap {
  private static let anywhere: [KeyBinding] = [
    KeyBinding([.control("l")], .redraw, in: .anywhere, help: "draw the whole screen again"),
    KeyBinding(
      [.control("z")], .suspend, in: .anywhere, help: "suspend; fg brings it back"),
    KeyBinding(
      [.control("c")], .interrupt, in: .anywhere, danger: .asks, footer: "Leave now",
      help: "quit; twice: leave now"),
  ]
}
