/// The characters that lines and frames are made of, each one column wide.
package struct LineStyle: Sendable, Hashable {
  package var horizontal: String
  package var vertical: String
  package var topLeft: String
  package var topRight: String
  package var bottomLeft: String
  package var bottomRight: String

  /// Lines of the box-drawing block.
  package static let light = LineStyle(
    horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘")
  /// Lines that every terminal has.
  package static let ascii = LineStyle(
    horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+")
}

extension Canvas {
  /// Fills a part with one character of one column.
  package mutating func fill(_ part: Rect, with text: String = " ", _ style: Style = .normal) {
    let part = part.intersection(size.bounds)
    let cell = Cell(text: text, style: style)
    for row in part.row..<part.endRow {
      for column in part.column..<part.endColumn {
        put(cell, column: column, row: row)
      }
    }
  }

  /// Draws a frame along the edge of a part, with a title in its upper side, and empties its
  /// inside.
  package mutating func box(
    _ part: Rect, title: StyledText = StyledText(), _ lines: LineStyle, _ style: Style = .normal
  ) {
    guard part.columns >= 2, part.rows >= 2 else { return fill(part, style) }
    fill(part, style)
    let last = part.endRow - 1
    let middle = String(repeating: lines.horizontal, count: part.columns - 2)
    write(lines.topLeft + middle + lines.topRight, at: part.origin, in: part, style)
    write(
      lines.bottomLeft + middle + lines.bottomRight,
      at: Position(column: part.column, row: last), in: part, style)
    for row in part.row + 1..<last {
      write(lines.vertical, at: Position(column: part.column, row: row), in: part, style)
      write(lines.vertical, at: Position(column: part.endColumn - 1, row: row), in: part, style)
    }
    guard !title.runs.isEmpty else { return }
    let inside = Rect(
      column: part.column + 1, row: part.row, columns: part.columns - 2, rows: 1)
    write(
      StyledText(" ", style) + title + StyledText(" ", style),
      at: Position(column: part.column + 2, row: part.row), in: inside)
  }
}
