/// The text of a file, and where its lines begin.
struct SourceText {
  let text: String
  private let lineStarts: [String.Index]

  init(_ text: String) {
    self.text = text
    var starts = [text.startIndex]
    var index = text.utf8.startIndex
    while let newline = text.utf8[index...].firstIndex(of: UInt8(ascii: "\n")) {
      index = text.utf8.index(after: newline)
      starts.append(index)
    }
    lineStarts = starts
  }

  /// Returns where a part of a scalar stands.
  ///
  /// Exact when the scalar's text is written as it is, in one line; else the scalar's own place.
  func place(of offset: Int, in content: String, at place: SourcePlace, isPlain: Bool)
    -> SourcePlace
  {
    let opening = isPlain ? 0 : 1
    guard lineStarts.indices.contains(place.line - 1) else { return place }
    let scalars = text.unicodeScalars
    let start = scalars.index(
      lineStarts[place.line - 1], offsetBy: place.column - 1 + opening,
      limitedBy: scalars.endIndex)
    guard let start, scalars[start...].starts(with: content.unicodeScalars) else { return place }
    return SourcePlace(line: place.line, column: place.column + opening + offset)
  }

  /// Says whether a line begins with spaces and a tab, in which YAML cannot be indented.
  func isIndentedByTab(line: Int) -> Bool {
    guard lineStarts.indices.contains(line - 1) else { return false }
    return text[lineStarts[line - 1]...].drop { $0 == " " }.first == "\t"
  }

  /// Says whether a line holds a brace that begins a value, as an unquoted template does.
  func hasUnquotedTemplate(line: Int) -> Bool {
    guard lineStarts.indices.contains(line - 1) else { return false }
    let rest = text[lineStarts[line - 1]...]
    let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
    let written = rest[..<end]
    return ["{n", "{key", "{worker", "{attempt"].contains { name in
      written.contains(": " + name) || written.contains("- " + name)
    }
  }
}
