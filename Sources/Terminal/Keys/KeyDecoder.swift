private import CNcurses

/// Turns what curses reads into keys.
///
/// Takes everything that came at one time. This is how it tells Alt from Esc: the terminal sends
/// Alt-1 as Esc and 1 at once, a person does not. An escape sequence that nobody knows is dropped as
/// a whole, because its letters would otherwise count as keys, and keys act.
package enum KeyDecoder {
  /// One thing that curses read.
  package enum Input: Sendable, Hashable {
    /// A key that curses knows, by its number.
    case code(Int)
    case scalar(Unicode.Scalar)
    case mouse(MouseReport)
  }

  /// Decodes everything that came at one time.
  package static func decode(_ inputs: [Input]) -> [TerminalKey] {
    var keys: [TerminalKey] = []
    var rest = inputs[...]
    while let input = rest.popFirst() {
      switch input {
      case .code(let code):
        if let key = key(code: code) { keys.append(key) }
      case .mouse(let report):
        keys.append(.mouse(report))
      case .scalar("\u{1B}"):
        if let key = keyAfterEscape(&rest) { keys.append(key) }
      case .scalar(let scalar):
        if let key = key(scalar: scalar) { keys.append(key) }
      }
    }
    return keys
  }

  private static func key(code: Int) -> TerminalKey? {
    switch Int32(truncatingIfNeeded: code) {
    case KEY_UP, KEY_SR: .up
    case KEY_DOWN, KEY_SF: .down
    case KEY_LEFT, KEY_SLEFT: .left
    case KEY_RIGHT, KEY_SRIGHT: .right
    case KEY_PPAGE, KEY_A3: .pageUp
    case KEY_NPAGE, KEY_C3: .pageDown
    case KEY_HOME, KEY_A1, KEY_SHOME: .home
    case KEY_END, KEY_C1, KEY_SEND, KEY_LL: .end
    case KEY_IC: .insert
    case KEY_DC, KEY_SDC: .delete
    case KEY_BACKSPACE: .backspace
    case KEY_ENTER: .enter
    case KEY_BTAB: .backTab
    case let code where (KEY_F0 + 1...KEY_F0 + 63).contains(code): .function(Int(code - KEY_F0))
    // A new size, the mouse, and keys that no keyboard has any more.
    default: nil
    }
  }

  private static func key(scalar: Unicode.Scalar) -> TerminalKey? {
    switch scalar.value {
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x08, 0x7F: .backspace
    case 0x1B: .escape
    // Ctrl takes two bits off: 0 is Ctrl-@, 1 is Ctrl-A, 0x1F is Ctrl-_.
    case 0...0x1F: control(scalar.value + 0x40)
    case 0x80...0x9F: nil
    default: .character(Character(scalar))
    }
  }

  private static func control(_ value: UInt32) -> TerminalKey? {
    Unicode.Scalar(value).map { .control(Character($0.properties.lowercaseMapping)) }
  }

  private static func keyAfterEscape(_ rest: inout ArraySlice<Input>) -> TerminalKey? {
    guard case .scalar(let next)? = rest.first, next != "\u{1B}" else { return .escape }
    rest.removeFirst()
    let isSequence = !rest.isEmpty && rest.first != .scalar("\u{1B}")
    switch next {
    case "[" where isSequence:
      return EscapeSequence(controlSequence: &rest)?.key
    case "O" where isSequence:
      return EscapeSequence(singleShift: &rest)?.key
    default:
      guard case .character(let character)? = key(scalar: next) else { return nil }
      return .alt(character)
    }
  }
}
