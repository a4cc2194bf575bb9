extension FutureFilter {
  static let fields = ["state", "tag", "worker"]
  static let figures = ["wait", "run", "try", "id"]

  /// Reads a filter.
  ///
  /// What is not finished, such as `fetch |` or a `!` alone, says nothing yet, and is left out.
  ///
  /// - Parameter text: The filter as a person wrote it.
  /// - Throws: ``FutureFilterError``, for the first thing that no filter can mean.
  package init(_ text: String) throws(FutureFilterError) {
    self.text = text
    var scanner = FilterScanner(text)
    var alternatives: [[Condition]] = [[]]
    while let token = try scanner.next() {
      switch token {
      case .or: alternatives.append([])
      case .word(let word, let isNegated, let isQuoted):
        let term = isQuoted ? Term.word(word.foldedBytes) : try Self.term(word)
        alternatives[alternatives.count - 1].append(Condition(isNegated: isNegated, term: term))
      }
    }
    self.alternatives = alternatives.filter { !$0.isEmpty }
  }

  private static func term(_ word: String) throws(FutureFilterError) -> Term {
    if word.first == "#", let id = Int(word.dropFirst()), id >= 0 { return .id(.equal, id) }
    guard let sign = word.firstIndex(where: { ":<>=".contains($0) }) else {
      return .word(word.foldedBytes)
    }
    let name = String(word[..<sign])
    guard word[sign] != ":" else {
      return try field(name, String(word[word.index(after: sign)...]))
    }
    let rest = word[sign...]
    guard let comparison = Comparison.allCases.first(where: { rest.hasPrefix($0.rawValue) }) else {
      return .word(word.foldedBytes)
    }
    return try figure(name, comparison, String(rest.dropFirst(comparison.rawValue.count)))
  }

  private static func field(_ name: String, _ value: String) throws(FutureFilterError) -> Term {
    guard fields.contains(name) else { throw .unknownField(name) }
    guard !value.isEmpty else { throw .missingValue("\(name):") }
    switch name {
    case "tag": return .tag(value)
    case "worker": return .worker(value)
    default:
      guard let state = FilterState(rawValue: value) else { throw .unknownState(value) }
      return .state(state)
    }
  }

  private static func figure(
    _ name: String, _ comparison: Comparison, _ value: String
  ) throws(FutureFilterError) -> Term {
    guard figures.contains(name) else { throw .unknownFigure(name) }
    guard !value.isEmpty else { throw .missingValue(name + comparison.rawValue) }
    switch name {
    case "wait": return .wait(comparison, try duration(value, name))
    case "run": return .run(comparison, try duration(value, name))
    case "try": return .attempt(comparison, try number(value, name))
    default: return .id(comparison, try number(value, name))
    }
  }

  private static func duration(
    _ text: String, _ field: String
  ) throws(FutureFilterError) -> Duration {
    do throws(DurationError) {
      return try Duration(asWritten: text)
    } catch {
      throw .noDuration(text, field: field)
    }
  }

  private static func number(_ text: String, _ field: String) throws(FutureFilterError) -> Int {
    guard let number = Int(text), number >= 0 else { throw .noNumber(text, field: field) }
    return number
  }
}

/// Takes a filter apart.
private struct FilterScanner {
  enum Token {
    case or
    case word(String, isNegated: Bool, isQuoted: Bool)
  }

  private var rest: Substring

  init(_ text: String) {
    rest = text[...]
  }

  mutating func next() throws(FutureFilterError) -> Token? {
    var isNegated = false
    while let character = rest.first {
      switch character {
      case _ where character.isWhitespace: rest.removeFirst()
      case "|":
        rest.removeFirst()
        return .or
      case "!":
        rest.removeFirst()
        isNegated.toggle()
      case "\"":
        rest.removeFirst()
        guard let end = rest.firstIndex(of: "\"") else { throw .openQuote }
        let word = String(rest[..<end])
        rest = rest[end...].dropFirst()
        guard !word.isEmpty else { continue }
        return .word(word, isNegated: isNegated, isQuoted: true)
      default:
        let word = rest.prefix { !$0.isWhitespace && $0 != "|" }
        rest = rest[word.endIndex...]
        return .word(String(word), isNegated: isNegated, isQuoted: false)
      }
    }
    return nil
  }
}
