// Invariant: a cell with a wide character is followed, in its row, by a cell with empty text, and
// a cell with empty text always follows one with a wide character. Every write keeps it: half a
// wide character is never left behind.

/// A grid of cells: what a screen shows, as a value.
package struct Canvas: Sendable, Hashable {
  package let size: Size
  /// Row after row.
  private var cells: [Cell]

  package init(size: Size) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    self.cells = Array(repeating: .blank, count: self.size.columns * self.size.rows)
  }

  /// One row, from left to right.
  package func row(_ row: Int) -> ArraySlice<Cell> {
    cells[row * size.columns..<(row + 1) * size.columns]
  }

  /// The cell at a place that lies on the canvas.
  package subscript(position: Position) -> Cell {
    cells[index(position.column, position.row)]
  }

  private func index(_ column: Int, _ row: Int) -> Int { row * size.columns + column }

  /// Puts a character of one or two columns on the canvas, where both fit.
  mutating func put(_ cell: Cell, columnCount: Int = 1, column: Int, row: Int) {
    let place = index(column, row)
    breakWide(column: column, row: row)
    if columnCount == 2 { breakWide(column: column + 1, row: row) }
    cells[place] = cell
    if columnCount == 2 { cells[place + 1] = Cell(text: "", style: cell.style) }
  }

  /// Turns the other half of a wide character, of which one half is to be overwritten, to a blank.
  private mutating func breakWide(column: Int, row: Int) {
    let place = index(column, row)
    if cells[place].isEmpty {
      cells[place - 1].text = " "
      cells[place].text = " "
    } else if column + 1 < size.columns, cells[place + 1].isEmpty {
      cells[place].text = " "
      cells[place + 1].text = " "
    }
  }

  /// Changes the style of every cell of a part, and leaves the text.
  package mutating func restyle(_ part: Rect, _ change: (inout Style) -> Void) {
    let part = part.intersection(size.bounds)
    for row in part.row..<part.endRow {
      for column in part.column..<part.endColumn {
        change(&cells[index(column, row)].style)
      }
    }
  }

  /// Signs that stand in words, and what ASCII has for them.
  private static let likenesses = ["×": "x", "–": "-", "…": "~"]

  /// Puts a sign in the place of every character that is not ASCII, column for column.
  package mutating func replaceNonASCII(with sign: String = "?") {
    for place in cells.indices where cells[place].asciiByte == nil && !cells[place].isEmpty {
      cells[place].text = Self.likenesses[cells[place].text] ?? sign
      if place + 1 < cells.count, cells[place + 1].isEmpty { cells[place + 1].text = sign }
    }
  }
}

extension Canvas {
  /// The rows, one a line, without blanks at their ends and without a last line break.
  package var text: String {
    (0..<size.rows).map { index in
      let cells = row(index)
      let end = cells.lastIndex { !$0.isBlank }.map { $0 + 1 } ?? cells.startIndex
      return cells[cells.startIndex..<end].map(\.text).joined()
    }.joined(separator: "\n")
  }
}
