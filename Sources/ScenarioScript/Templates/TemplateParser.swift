// template   = { text | "{{" | place }
// place      = "{" ( "worker" | sum ) "}"
// sum        = product { ( "+" | "-" ) product }
// product    = factor { ( "*" | "/" | "%" ) factor }
// factor     = integer | name | "-" factor | "(" sum ")"

/// Why a text is no template, and where.
struct TemplateError: Error, Equatable {
  /// How many characters precede the mistake.
  var offset: Int
  var sentence: String
}

extension Template {
  /// Reads a template.
  init(_ text: String) throws(TemplateError) {
    var parser = TemplateParser(text)
    pieces = try parser.pieces()
  }
}

/// Reads a template, from left to right.
private struct TemplateParser {
  /// Numbers, names, signs and parentheses of a place.
  ///
  /// More would let one place nest deeper than a
  /// worker's stack; fewer would soon forbid what somebody could mean.
  private static let largestPlace = 64

  private let characters: [Unicode.Scalar]
  private var position = 0
  private var factorCount = 0

  init(_ text: String) {
    characters = Array(text.unicodeScalars)
  }

  mutating func pieces() throws(TemplateError) -> [Template.Piece] {
    var pieces: [Template.Piece] = []
    var text = String.UnicodeScalarView()
    while let character = peek() {
      position += 1
      guard character == "{", peek() != "{" else {
        if character == "{" { position += 1 }
        text.append(character)
        continue
      }
      if !text.isEmpty { pieces.append(.text(String(text))) }
      text = String.UnicodeScalarView()
      pieces.append(try place())
    }
    if !text.isEmpty || pieces.isEmpty { pieces.append(.text(String(text))) }
    return pieces
  }

  /// Reads a place whose opening brace has been read.
  private mutating func place() throws(TemplateError) -> Template.Piece {
    let start = position
    factorCount = 0
    skipSpaces()
    if word() == "worker" {
      skipSpaces()
      guard take("}") else {
        throw error("'{worker}' is a text and stands alone between its braces")
      }
      return .worker
    }
    position = start
    let sum = try sum()
    skipSpaces()
    guard take("}") else {
      guard let found = peek() else {
        position = start - 1
        throw error("this '{' is never closed; write '{{' for a brace")
      }
      throw error("expected an operator or '}', found \(quoted(String(found)))")
    }
    return .arithmetic(sum)
  }

  private mutating func sum() throws(TemplateError) -> Arithmetic {
    try chain(["+", "-"]) { parser throws(TemplateError) in try parser.product() }
  }

  private mutating func product() throws(TemplateError) -> Arithmetic {
    try chain(["*", "/", "%"]) { parser throws(TemplateError) in try parser.factor() }
  }

  /// Reads operands of one rank, from left to right.
  private mutating func chain(
    _ signs: [Unicode.Scalar],
    _ operand: (inout TemplateParser) throws(TemplateError) -> Arithmetic
  ) throws(TemplateError) -> Arithmetic {
    var left = try operand(&self)
    skipSpaces()
    while let sign = peek(), signs.contains(sign),
      let operation = Arithmetic.Operation(rawValue: Character(sign))
    {
      position += 1
      left = .operation(operation, left, try operand(&self))
      skipSpaces()
    }
    return left
  }

  private mutating func factor() throws(TemplateError) -> Arithmetic {
    factorCount += 1
    guard factorCount <= Self.largestPlace else {
      throw error("one place holds at most \(Self.largestPlace) numbers, names and parentheses")
    }
    skipSpaces()
    let start = position
    if take("-") { return .negated(try factor()) }
    if take("(") {
      let inner = try sum()
      guard take(")") else {
        position = start
        throw error("this '(' is never closed")
      }
      return inner
    }
    let word = word()
    guard !word.isEmpty else {
      guard let found = peek() else {
        throw error("the template ends where a number or a name should follow")
      }
      throw error("expected a number or a name, found \(quoted(String(found)))")
    }
    if let name = Arithmetic.Name(rawValue: word) { return .name(name) }
    if let integer = integer(asWritten: word) { return .integer(integer) }
    position = start
    guard !word.allSatisfy(\.isWholeNumber) else {
      throw error("\(quoted(word)) is no number; too large, or it begins with 0")
    }
    if word == "worker" { throw error("'worker' is a text; nothing can be computed with it") }
    let known = Arithmetic.Name.allCases.map(\.rawValue) + ["worker"]
    throw error("a template knows no \(quoted(word))\(hint(word, among: known))")
  }

  // MARK: Characters

  private func peek() -> Unicode.Scalar? {
    position < characters.count ? characters[position] : nil
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard peek() == character else { return false }
    position += 1
    return true
  }

  private mutating func skipSpaces() {
    while take(" ") {}
  }

  /// Reads letters, digits and underscores; nothing when none are there.
  private mutating func word() -> String {
    var word = String.UnicodeScalarView()
    while let character = peek(),
      character.properties.isAlphabetic || character == "_" || ("0"..."9").contains(character)
    {
      word.append(character)
      position += 1
    }
    return String(word)
  }

  private func error(_ sentence: String) -> TemplateError {
    TemplateError(offset: position, sentence: sentence)
  }
}
