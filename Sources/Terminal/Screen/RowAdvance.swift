package import TextCanvas

// Lanes move one cell to the left four times a second. Drawn anew, each start of a segment costs
// some twenty bytes and eight full lanes two thousand; to take out one cell costs eleven for each
// lane, whatever is in it.

/// How a row becomes another by losing one cell, where all that follows moves to the left.
package enum RowAdvance {
  /// How many cells must get right by it.
  ///
  /// Fewer would cost more to move than to draw.
  private static let worth = 6
  /// How many cells at the end of the row may be new.
  private static let newest = 4

  /// Returns the column of the cell to take out; `nil` where that is not worth it.
  ///
  /// - Parameters:
  ///   - old: The row as the terminal has it.
  ///   - new: The row as it is to be.
  /// - Returns: A column from 0.
  package static func column(from old: ArraySlice<Cell>, to new: ArraySlice<Cell>) -> Int? {
    guard old.count == new.count, old.count > worth else { return nil }
    let (first, start) = (old.startIndex, new.startIndex)
    func isMoved(_ place: Int) -> Bool {
      let cell = new[start + place]
      return cell == old[first + place + 1] && !cell.isEmpty && !old[first + place].isEmpty
    }
    let last = old.count - 2
    guard let end = (max(0, last - newest)...last).last(where: isMoved) else { return nil }
    var column = end
    while column > 0, isMoved(column - 1) { column -= 1 }
    let gain = (column...end).count { old[first + $0] != new[start + $0] }
    return gain >= worth ? column : nil
  }

  /// Returns a row without one of its cells, with a blank at its end.
  package static func advanced(_ row: ArraySlice<Cell>, at column: Int) -> ArraySlice<Cell> {
    var row = row
    row.remove(at: row.startIndex + column)
    row.append(.blank)
    return row
  }
}
