package import TextCanvas

/// Neighbours on a row that look the same: one change of attributes, one write.
package struct TextRun: Sendable, Hashable {
  /// Where it starts, from 0.
  package var column: Int
  package var style: Style
  package var scalars: [Unicode.Scalar]
}

extension TextRun {
  /// Cuts a row into runs.
  ///
  /// The canvas and the terminal may hold different views of a character's width. The canvas wins:
  /// what the terminal draws wider than the canvas has room for becomes `?`, what it draws narrower
  /// is followed by blanks, and after everything that is not one plain column a new run starts at
  /// the canvas' column. So a disagreement never shifts what follows.
  ///
  /// - Parameters:
  ///   - cells: The row, from its first column.
  ///   - isPaper: Whether a blank of a style is nothing but the terminal's own background.
  ///   - width: The terminal's view: columns of a character, -1 when it cannot be shown.
  /// - Returns: The runs, from left to right.
  package static func runs(
    of cells: ArraySlice<Cell>, isPaper: (Style) -> Bool = { _ in false },
    width: (Unicode.Scalar) -> Int
  ) -> [TextRun] {
    let styles = styles(of: cells, isPaper)
    var runs: [TextRun] = []
    var isOpen = false
    var index = cells.startIndex
    while index < cells.endIndex {
      let cell = cells[index]
      var end = index + 1
      while end < cells.endIndex, cells[end].isEmpty, !cell.isEmpty { end += 1 }
      let fitted = fit(cell, into: end - index, width: width)
      let style = styles[index - cells.startIndex]
      if isOpen, runs[runs.count - 1].style == style {
        runs[runs.count - 1].scalars += fitted
      } else {
        runs.append(TextRun(column: index - cells.startIndex, style: style, scalars: fitted))
      }
      isOpen = fitted.count == 1 && end - index == 1
      index = end
    }
    return runs
  }

  /// Blanks between two words that are sent in the style of the first.
  ///
  /// More are sent as blanks that the terminal can clear in one go.
  private static let gapLimit = 4
  /// The same between two words of one style, which would be set twice.
  private static let innerGapLimit = 8

  /// The style that each cell is sent in: on the terminal's own background the style of a blank
  /// cannot be seen, and a change of style costs as much as ten letters.
  private static func styles(
    of cells: ArraySlice<Cell>, _ isPaper: (Style) -> Bool
  ) -> [Style] {
    var styles = cells.map(\.style)
    var start = 0
    func isBlank(_ place: Int) -> Bool {
      cells[cells.startIndex + place].isBlank && isPaper(styles[place])
    }
    while start < styles.count {
      guard isBlank(start) else {
        start += 1
        continue
      }
      let end = (start..<styles.count).first { !isBlank($0) } ?? styles.count
      let isInside = start > 0 && end < styles.count && styles[end] == styles[start - 1]
      let limit = isInside ? innerGapLimit : gapLimit
      let isGap = start > 0 && end - start <= limit && isPaper(styles[start - 1])
      let style = isGap ? styles[start - 1] : .normal
      for place in start..<end { styles[place] = style }
      start = end
    }
    return styles
  }

  /// The stretches of a row in which it differs from what it was, as wide as whole characters.
  package static func changes(
    from old: ArraySlice<Cell>, to new: ArraySlice<Cell>
  ) -> [Range<Int>] {
    guard old.count == new.count else { return [0..<new.count] }
    func isInside(_ place: Int) -> Bool {
      old[old.startIndex + place].isEmpty || new[new.startIndex + place].isEmpty
    }
    var changes: [Range<Int>] = []
    for place in 0..<new.count
    where old[old.startIndex + place] != new[new.startIndex + place] {
      var (start, end) = (place, place + 1)
      while start > 0, isInside(start) { start -= 1 }
      while end < new.count, isInside(end) { end += 1 }
      if let last = changes.last, start <= last.upperBound + gapLimit {
        changes[changes.count - 1] = last.lowerBound..<max(last.upperBound, end)
      } else {
        changes.append(start..<end)
      }
    }
    return changes
  }

  /// Makes a character take exactly so many columns.
  private static func fit(
    _ cell: Cell, into columns: Int, width: (Unicode.Scalar) -> Int
  ) -> [Unicode.Scalar] {
    if let byte = cell.asciiByte, columns == 1 {
      return [byte < 0x20 || byte == 0x7F ? "?" : Unicode.Scalar(byte)]
    }
    let scalars = cell.unicodeScalars
    guard let base = scalars.first else { return Array(repeating: " ", count: columns) }
    let baseWidth = width(base)
    guard baseWidth > 0, baseWidth <= columns else {
      return ["?"] + Array(repeating: " ", count: columns - 1)
    }
    // A joiner or a variation selector makes some terminals draw wider than anybody reckons.
    let combining = scalars.dropFirst()
      .prefix { $0 != "\u{200D}" && $0 != "\u{FE0F}" && width($0) == 0 }
    return [base] + combining + Array(repeating: " ", count: columns - baseWidth)
  }
}
