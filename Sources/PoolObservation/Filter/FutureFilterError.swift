/// Why a text is no filter.
package enum FutureFilterError: Error, Hashable {
  /// No future can be in a state of this name.
  case unknownState(String)
  /// There is nothing of this name before a colon.
  case unknownField(String)
  /// There is no figure of this name before a comparison.
  case unknownFigure(String)
  /// A colon or a comparison with nothing behind it.
  case missingValue(String)
  /// What is compared with is no duration.
  case noDuration(String, field: String)
  /// What is compared with is no whole number.
  case noNumber(String, field: String)
  /// A quotation mark that has no other.
  case openQuote
}

extension FutureFilterError: CustomStringConvertible {
  /// What was found, and what would do.
  package var description: String {
    switch self {
    case .unknownState(let word):
      let states = FilterState.allCases.map(\.rawValue)
      return "no future is in state '\(word)'"
        + Self.hint(word, among: states, otherwise: "it can be " + states.joined(separator: ", "))
    case .unknownField(let word):
      let fields = FutureFilter.fields
      return "a filter knows no '\(word):'"
        + Self.hint(
          word, among: fields,
          otherwise: "it knows " + fields.map { "\($0):" }.joined(separator: ", ") + " and words")
    case .unknownFigure(let word):
      let figures = FutureFilter.figures
      return "a filter compares no '\(word)'"
        + Self.hint(
          word, among: figures, otherwise: "it compares " + figures.joined(separator: ", "))
    case .missingValue(let word): return "something is missing behind '\(word)'"
    case .noDuration(let text, let field):
      return "'\(text)' is no duration; write it as in \(field)>5s"
    case .noNumber(let text, let field):
      return "'\(text)' is no whole number; write it as in \(field)>2"
    case .openQuote: return "a quotation mark is not closed"
    }
  }

  private static func hint(
    _ word: String, among known: [String], otherwise sentence: String
  ) -> String {
    "; " + (nearest(word, among: known).map { "did you mean '\($0)'?" } ?? sentence)
  }
}
