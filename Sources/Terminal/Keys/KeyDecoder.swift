private import CNcurses

/// Turns what curses reads into keys.
///
/// Takes everything that came at one time. This is how it tells Alt from Esc: the terminal sends
/// Alt-1 as Esc and 1 at once, a person does not. An escape sequence that nobody knows is taken as
/// a whole, because its letters would otherwise count as keys, and keys act. So one that is not
/// whole yet is kept, and what is pasted is text.
package struct KeyDecoder: Sendable {
  /// One thing that curses read.
  package enum Input: Sendable, Hashable {
    /// A key that curses knows, by its number.
    case code(Int)
    case scalar(Unicode.Scalar)
    case mouse(MouseReport)
  }

  /// The beginning of a sequence whose rest is still to come.
  private var begun: [Input] = []
  /// Whether what comes is pasted.
  private var isPasting = false

  package init() {}

  /// Whether the rest of a sequence is still to come.
  package var isWaiting: Bool { !begun.isEmpty }

  /// Decodes everything that came at one time, and what was left of the time before.
  package mutating func decode(_ inputs: [Input]) -> [TerminalKey] {
    var keys: [TerminalKey] = []
    var rest = (begun + inputs)[...]
    begun = []
    while !rest.isEmpty {
      if let key = isPasting ? pastedText(&rest) : nextKey(&rest) { keys.append(key) }
    }
    return keys
  }

  /// Takes what has begun for what it is by itself: its rest never came.
  package mutating func giveUp() -> [TerminalKey] {
    defer {
      begun = []
      isPasting = false
    }
    switch begun {
    case []: return []
    case ["\u{1B}"]: return [.escape]
    case ["\u{1B}", "["]: return [.alt("[")]
    case ["\u{1B}", "O"]: return [.alt("O")]
    default: return []
    }
  }

  private mutating func nextKey(_ rest: inout ArraySlice<Input>) -> TerminalKey? {
    switch rest.popFirst() {
    case .code(let code)?: Self.key(code: code)
    case .mouse(let report)?: .mouse(report)
    case "\u{1B}"?: keyAfterEscape(&rest)
    case .scalar(let scalar)?: Self.key(scalar: scalar)
    case nil: nil
    }
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
    // A new size comes by a signal, too; the mouse is read elsewhere.
    case KEY_RESIZE, KEY_MOUSE: nil
    default: .unknown
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

  private mutating func keyAfterEscape(_ rest: inout ArraySlice<Input>) -> TerminalKey? {
    guard case .scalar(let next)? = rest.first, next != "\u{1B}" else { return .escape }
    rest.removeFirst()
    let isSequence = rest.first != "\u{1B}"
    switch next {
    case "[" where isSequence:
      if rest.allSatisfy(EscapeSequence.isParameter) { return keep("[", &rest) }
      let sequence = EscapeSequence(controlSequence: &rest)
      isPasting = sequence?.beginsPaste ?? false
      return sequence?.key
    case "O" where isSequence:
      if rest.isEmpty { return keep("O", &rest) }
      return EscapeSequence(singleShift: &rest)?.key
    default:
      guard case .character(let character)? = Self.key(scalar: next) else { return .unknown }
      return .alt(character)
    }
  }

  /// Keeps a sequence that is not whole yet.
  private mutating func keep(_ first: Input, _ rest: inout ArraySlice<Input>) -> TerminalKey? {
    begun = ["\u{1B}", first] + rest
    rest = []
    return nil
  }

  // MARK: Pasting

  /// What follows Esc where a paste ends.
  private static let endOfPaste: [Input] = ["[", "2", "0", "1", "~"]

  /// Takes text up to the end of the paste, or of what has come of it.
  private mutating func pastedText(_ rest: inout ArraySlice<Input>) -> TerminalKey? {
    var text = ""
    while isPasting, begun.isEmpty, let input = rest.popFirst() {
      switch input {
      case "\u{1B}" where rest.starts(with: Self.endOfPaste):
        rest.removeFirst(Self.endOfPaste.count)
        isPasting = false
      case "\u{1B}" where Self.endOfPaste.starts(with: rest):
        begun = [input] + rest
        rest = []
      case "\u{1B}", .code, .mouse: break
      case .scalar(let scalar): text.unicodeScalars.append(scalar)
      }
    }
    return text.isEmpty ? nil : .pasted(text)
  }
}

extension KeyDecoder.Input: ExpressibleByUnicodeScalarLiteral {
  package init(unicodeScalarLiteral scalar: Unicode.Scalar) {
    self = .scalar(scalar)
  }
}
