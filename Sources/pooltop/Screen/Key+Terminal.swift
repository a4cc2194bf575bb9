internal import Dashboard
internal import Terminal
internal import TextCanvas

extension Event {
  /// What a terminal's key, or its mouse, tells the dashboard; `nil` for what it has no name for.
  init?(_ key: TerminalKey) {
    if case .mouse(let report) = key {
      let position = Position(column: report.column, row: report.row)
      switch report.button {
      case .left: self = .clicked(position)
      case .wheelUp: self = .scrolled(position, by: -1)
      case .wheelDown: self = .scrolled(position, by: 1)
      }
      return
    }
    if case .pasted(let text) = key {
      self = .pasted(text)
      return
    }
    guard let key = Key(key) else { return nil }
    self = .key(key)
  }
}

extension Key {
  /// The dashboard's name of a terminal's key; `nil` for one that it has no name for.
  fileprivate init?(_ key: TerminalKey) {
    switch key {
    case .character(let character): self = .character(character)
    case .enter: self = .enter
    case .escape: self = .escape
    case .tab: self = .tab
    case .backTab: self = .backTab
    case .up: self = .up
    case .down: self = .down
    case .left: self = .left
    case .right: self = .right
    case .pageUp: self = .pageUp
    case .pageDown: self = .pageDown
    case .home: self = .home
    case .end: self = .end
    case .insert: self = .insert
    case .delete: self = .delete
    case .backspace: self = .backspace
    case .function(let number): self = .function(number)
    case .control(let character): self = .control(character)
    case .alt(let character): self = .alt(character)
    case .unknown: self = .unknown
    case .mouse, .pasted: return nil
    }
  }
}
