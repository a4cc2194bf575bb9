extension Canvas {
  /// Writes a text in one row, and returns the columns it took.
  ///
  /// What lies outside the clip, or the canvas, is cut off; of a wide character on the edge a blank
  /// remains. Control characters are left out, but see ``sanitized(_:limit:)``.
  @discardableResult
  package mutating func write(
    _ text: some StringProtocol, at position: Position, in clip: Rect? = nil,
    _ style: Style = .normal
  ) -> Int {
    let clip = (clip ?? size.bounds).intersection(size.bounds)
    guard position.row >= clip.row, position.row < clip.endRow else { return 0 }
    let text = String(text)
    if text.isPlain || text.isSimple { return writeSimple(text, at: position, in: clip, style) }
    var column = position.column
    forEachGlyph(in: text) { glyph in
      guard column < clip.endColumn else { return false }
      let end = column + glyph.columnCount
      if column >= clip.column, end <= clip.endColumn {
        let cell = Cell(text: glyph.text, style: style)
        put(cell, columnCount: glyph.columnCount, column: column, row: position.row)
      } else if end > clip.column {
        let visible = max(column, clip.column)
        put(Cell(" ", style), column: visible, row: position.row)
      }
      column = end
      return true
    }
    return max(0, min(column, clip.endColumn) - position.column)
  }

  /// Writes a text that has a column for each scalar.
  private mutating func writeSimple(
    _ text: String, at position: Position, in clip: Rect, _ style: Style
  ) -> Int {
    var column = position.column
    for scalar in text.unicodeScalars {
      guard column < clip.endColumn else { break }
      if column >= clip.column { put(Cell(scalar, style), column: column, row: position.row) }
      column += 1
    }
    return max(0, column - position.column)
  }

  /// Writes stretches of text one after the other in one row, and returns the columns they took.
  @discardableResult
  package mutating func write(
    _ text: StyledText, at position: Position, in clip: Rect? = nil
  ) -> Int {
    var place = position
    for run in text.runs {
      place.column += write(run.text, at: place, in: clip, run.style)
    }
    return place.column - position.column
  }
}
