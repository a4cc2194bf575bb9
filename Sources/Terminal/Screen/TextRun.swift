package import TextCanvas

/// Neighbours on a row that look the same: one change of attributes, one write.
package struct TextRun: Sendable, Hashable {
  /// Where it starts, from 0.
  package var column: Int
  package var style: Style
  package var scalars: [Unicode.Scalar]
}

extension TextRun {
  /// Combining signs kept on a character, because curses' cells hold no more.
  private static let combiningLimit = 4

  /// Cuts a row into runs.
  ///
  /// The canvas and the terminal may hold different views of a character's width. The canvas wins:
  /// what the terminal draws wider than the canvas has room for becomes `?`, what it draws narrower
  /// is followed by blanks, and after everything that is not one plain column a new run starts at
  /// the canvas' column. So a disagreement never shifts what follows.
  ///
  /// - Parameters:
  ///   - cells: The row, from its first column.
  ///   - width: The terminal's view: columns of a character, -1 when it cannot be shown.
  /// - Returns: The runs, from left to right.
  package static func runs(
    of cells: ArraySlice<Cell>, width: (Unicode.Scalar) -> Int
  ) -> [TextRun] {
    var runs: [TextRun] = []
    var isOpen = false
    var index = cells.startIndex
    while index < cells.endIndex {
      let cell = cells[index]
      var end = index + 1
      while end < cells.endIndex, cells[end].text.isEmpty, !cell.text.isEmpty { end += 1 }
      let fitted = fit(cell.text, into: end - index, width: width)
      if isOpen, runs[runs.count - 1].style == cell.style {
        runs[runs.count - 1].scalars += fitted
      } else {
        runs.append(
          TextRun(column: index - cells.startIndex, style: cell.style, scalars: fitted))
      }
      isOpen = fitted.count == 1 && end - index == 1
      index = end
    }
    return runs
  }

  /// Makes a character take exactly so many columns.
  private static func fit(
    _ text: String, into columns: Int, width: (Unicode.Scalar) -> Int
  ) -> [Unicode.Scalar] {
    guard let base = text.unicodeScalars.first else {
      return Array(repeating: " ", count: columns)
    }
    if base.isASCII, columns == 1, text.utf8.count == 1 {
      return [base.properties.generalCategory == .control ? "?" : base]
    }
    let baseWidth = width(base)
    guard baseWidth > 0, baseWidth <= columns else {
      return ["?"] + Array(repeating: " ", count: columns - 1)
    }
    // A joiner or a variation selector makes some terminals draw wider than anybody reckons.
    let combining = text.unicodeScalars.dropFirst()
      .prefix { $0 != "\u{200D}" && $0 != "\u{FE0F}" && width($0) == 0 }
    return [base] + combining.prefix(combiningLimit)
      + Array(repeating: " ", count: columns - baseWidth)
  }
}
