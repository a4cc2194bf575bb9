extension StringProtocol {
  /// Returns the text in lines of at most so many columns, broken between words.
  ///
  /// A word that is longer than a line is broken where the line ends. A text without words is one
  /// empty line.
  package func wordWrapped(to columns: Int) -> [String] {
    guard columns > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ") {
      let joined = line.isEmpty ? String(word) : "\(line) \(word)"
      if joined.columnCount <= columns {
        line = joined
        continue
      }
      if !line.isEmpty { lines.append(line) }
      var parts = word.wrapped(to: columns, limit: .max)
      line = parts.popLast() ?? ""
      lines += parts
    }
    return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
  }
}
