/// Follows the quotes of a text for the shell, byte by byte.
///
/// It knows no grammar, so what it says of a here-document or a `case` within `$(…)` may be wrong.
struct ShellQuotes {
  private enum Context {
    /// Outside of quotes: the text itself, or what stands in `( )`.
    case bare
    case backquotes
    case singleQuotes
    case doubleQuotes
    case comment
  }

  private var contexts: [Context] = [.bare]
  private var isEscaped = false
  private var last = UInt8(ascii: "\n")

  private var context: Context { contexts[contexts.count - 1] }

  /// The mark that begins and ends the quotes; none outside of quotes.
  var mark: String {
    switch context {
    case .bare, .backquotes, .comment: ""
    case .singleQuotes: "'"
    case .doubleQuotes: "\""
    }
  }

  /// Goes on by one byte.
  mutating func pass(_ byte: UInt8) {
    defer { last = byte }
    guard !isEscaped else { return isEscaped = false }
    switch (context, Unicode.Scalar(byte)) {
    case (.singleQuotes, "'"), (.doubleQuotes, "\""), (.backquotes, "`"), (.comment, "\n"):
      contexts.removeLast()
    case (.singleQuotes, _), (.comment, _):
      break
    case (_, "\\"):
      isEscaped = true
    case (_, "`"):
      contexts.append(.backquotes)
    case (.doubleQuotes, "("):
      if last == UInt8(ascii: "$") { contexts.append(.bare) }
    case (.doubleQuotes, _):
      break
    case (_, "'"):
      contexts.append(.singleQuotes)
    case (_, "\""):
      contexts.append(.doubleQuotes)
    case (_, "("):
      contexts.append(.bare)
    case (.bare, ")"):
      if contexts.count > 1 { contexts.removeLast() }
    case (_, "#"):
      if " \t\n;&|(".utf8.contains(last) { contexts.append(.comment) }
    default:
      break
    }
  }
}
