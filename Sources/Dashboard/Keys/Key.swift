/// A key that somebody pressed, as the dashboard sees it.
package enum Key: Sendable, Hashable {
  case character(Character)
  case enter
  case escape
  case tab
  case backTab
  case up
  case down
  case left
  case right
  case pageUp
  case pageDown
  case home
  case end
  case insert
  case delete
  case backspace
  case function(Int)
  /// A lower-case letter with the control key.
  case control(Character)
  case alt(Character)
  /// One that has no name, and does nothing.
  case unknown
}

extension Key {
  /// The name people know it by.
  package var label: String {
    switch self {
    case .character(" "): "Space"
    case .character(let character): String(character)
    case .enter: "Enter"
    case .escape: "Esc"
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .up: "Up"
    case .down: "Down"
    case .left: "Left"
    case .right: "Right"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .home: "Home"
    case .end: "End"
    case .insert: "Ins"
    case .delete: "Del"
    case .backspace: "Backsp"
    case .function(let number): "F\(number)"
    case .control(let character): "Ctrl-\(character)"
    case .alt(let character): "Alt-\(character)"
    case .unknown: "this key"
    }
  }
}

extension Key: ExpressibleByExtendedGraphemeClusterLiteral {
  /// Makes the key that types a character.
  package init(extendedGraphemeClusterLiteral character: Character) {
    self = .character(character)
  }
}
