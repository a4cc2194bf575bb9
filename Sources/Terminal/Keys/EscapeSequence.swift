/// An escape sequence that curses did not know: keys with modifiers, mostly.
///
/// Terminals agree on more of them than their descriptions tell.
struct EscapeSequence {
  /// The first number in it.
  private let number: Int?
  /// Whether its parameters are marked as no key's are: `Esc [ ?`, `Esc [ <`.
  private let isMarked: Bool
  private let isSingleShift: Bool
  private let final: Unicode.Scalar

  /// Takes `1;5A` from what follows `Esc [`.
  init?(controlSequence rest: inout ArraySlice<KeyDecoder.Input>) {
    var parameters = ""
    while let input = rest.first, case .scalar(let scalar) = input, scalar != "\u{1B}" {
      rest.removeFirst()
      switch scalar.value {
      case _ where Self.isParameter(input):
        parameters.unicodeScalars.append(scalar)
      case 0x40...0x7E:
        isMarked = parameters.first.map("<=>?".contains) ?? false
        number = parameters.split(separator: ";").first.flatMap { Int($0) }
        isSingleShift = false
        final = scalar
        return
      default:
        return nil
      }
    }
    return nil
  }

  /// Takes `P` from what follows `Esc O`.
  init?(singleShift rest: inout ArraySlice<KeyDecoder.Input>) {
    guard case .scalar(let scalar)? = rest.popFirst() else { return nil }
    number = nil
    isMarked = false
    isSingleShift = true
    final = scalar
  }

  /// Whether something stands between `Esc [` and the letter that ends the sequence.
  static func isParameter(_ input: KeyDecoder.Input) -> Bool {
    guard case .scalar(let scalar) = input else { return false }
    return (0x20...0x3F).contains(scalar.value)
  }

  /// Whether what follows is pasted.
  ///
  /// Source: xterm's control sequences, bracketed paste mode.
  var beginsPaste: Bool { final == "~" && number == 200 }

  /// Whether it is no key, but tells of the terminal, its mouse or what is pasted.
  ///
  /// Source: xterm's control sequences.
  private var isReport: Bool {
    guard !isSingleShift, !isMarked else { return isMarked }
    switch final {
    // The focus, the mouse, the cursor's position; what the terminal is and how it is set up.
    case "I", "O", "M", "R", "c", "n", "t", "x", "y": return true
    case "~": return number == 200 || number == 201
    default: return false
    }
  }

  /// The key, without its modifiers; `nil` where it is none.
  var key: TerminalKey? { knownKey ?? (isReport ? nil : .unknown) }

  private var knownKey: TerminalKey? {
    switch final {
    case "A": .up
    case "B": .down
    case "C": .right
    case "D": .left
    case "H": .home
    case "F": .end
    case "Z": .backTab
    // The keypad's. After `Esc [` the same letter reports the mouse.
    case "M" where isSingleShift: .enter
    // After `Esc [` and two positions, `R` reports the cursor.
    case "P" where number ?? 1 == 1: .function(1)
    case "Q" where number ?? 1 == 1: .function(2)
    case "R" where number ?? 1 == 1: .function(3)
    case "S" where number ?? 1 == 1: .function(4)
    case "~": number.flatMap(Self.numberedKey)
    default: nil
    }
  }

  private static func numberedKey(_ number: Int) -> TerminalKey? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    // The numbers skip where old keyboards had gaps.
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23, 24: .function(number - 12)
    default: nil
    }
  }
}
