internal import PoolObservation

/// A line that somebody types in the footer: a filter, or what is searched for.
struct Prompt: Sendable, Hashable {
  /// What it is typed for.
  enum Kind: Sendable, Hashable {
    case filter
    case search
    case logSearch

    /// What stands before the line.
    var label: String {
      switch self {
      case .filter: "filter"
      case .search: "search"
      case .logSearch: "search the log"
      }
    }
  }

  /// What is brought back when it is left with Esc.
  struct Former: Sendable, Hashable {
    var filter: FutureFilter?
    var search: FutureFilter?
    var logSearch: String?
    var selection: FutureID?
    var selectedRow: Int
    var logEnd: Int?
  }

  let kind: Kind
  var line: TextLine
  let former: Former
  /// What is wrong with the line.
  var problem: String?
}

/// A text while it is typed.
struct TextLine: Sendable, Hashable {
  private(set) var text: String

  /// The longest text, in characters.
  ///
  /// More would fit on no screen; fewer cuts a path short.
  private static let limit = 400

  init(_ text: String = "") {
    self.text = text
  }

  mutating func type(_ character: Character) {
    if text.count < Self.limit { text.append(character) }
  }

  /// Takes the last character away.
  mutating func erase() {
    _ = text.popLast()
  }

  /// Takes the last word away, and the spaces behind it.
  mutating func eraseWord() {
    while text.last == " " { text.removeLast() }
    while let last = text.last, last != " " { text.removeLast() }
  }

  mutating func clear() {
    text = ""
  }
}
