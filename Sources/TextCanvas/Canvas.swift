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
}
