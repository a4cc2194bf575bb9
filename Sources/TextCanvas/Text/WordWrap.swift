extension StringProtocol {
  /// Returns the text in lines of at most so many columns, broken between words.
  ///
  /// A word that is longer than a line is broken where the line ends. A text without words is one
  /// empty line.
  package func wordWrapped(to columns: Int) -> [String] {
    guard columns > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in String(self).split(separator: " ") {
      let width = word.columnCount
      let gap = line.isEmpty ? 0 : 1
      if used + gap + width <= columns {
        line += gap == 0 ? word : " \(word)"
        used += gap + width
        continue
      }
      if !line.isEmpty { lines.append(line) }
      var parts = word.wrapped(to: columns, limit: .max)
      line = parts.popLast() ?? ""
      used = line.columnCount
      lines += parts
    }
    return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
  }
}
