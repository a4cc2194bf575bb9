/// How many columns and rows something has.
package struct Size: Sendable, Hashable {
  package var columns: Int
  package var rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// A place on a canvas: columns to the right and rows down, both from 0.
package struct Position: Sendable, Hashable {
  package var column: Int
  package var row: Int

  package init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}

/// A part of a canvas.
package struct Rect: Sendable, Hashable {
  package var column: Int
  package var row: Int
  package var columns: Int
  package var rows: Int

  package init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }
}

extension Rect {
  /// The column after the last.
  package var endColumn: Int { column + columns }
  /// The row after the last.
  package var endRow: Int { row + rows }
  /// The upper left corner.
  package var origin: Position { Position(column: column, row: row) }

  /// Says whether a place lies in it.
  package func contains(_ position: Position) -> Bool {
    (column..<endColumn).contains(position.column) && (row..<endRow).contains(position.row)
  }

  /// Returns the part that two rectangles share; empty when they share none.
  package func intersection(_ other: Rect) -> Rect {
    let column = max(column, other.column)
    let row = max(row, other.row)
    return Rect(
      column: column, row: row, columns: min(endColumn, other.endColumn) - column,
      rows: min(endRow, other.endRow) - row)
  }

  /// Cuts rows off the top and returns them; fewer when there are not so many.
  package mutating func takeTop(_ rows: Int) -> Rect {
    let taken = Rect(column: column, row: row, columns: columns, rows: min(rows, self.rows))
    row += taken.rows
    self.rows -= taken.rows
    return taken
  }

  /// Cuts rows off the bottom and returns them; fewer when there are not so many.
  package mutating func takeBottom(_ rows: Int) -> Rect {
    let count = max(0, min(rows, self.rows))
    self.rows -= count
    return Rect(column: column, row: endRow, columns: columns, rows: count)
  }

  /// Cuts columns off the right and returns them; fewer when there are not so many.
  package mutating func takeRight(_ columns: Int) -> Rect {
    let count = max(0, min(columns, self.columns))
    self.columns -= count
    return Rect(column: endColumn, row: row, columns: count, rows: rows)
  }
}

extension Size {
  /// All of it, from the upper left corner.
  package var bounds: Rect { Rect(column: 0, row: 0, columns: columns, rows: rows) }
}
