/// What the mouse did, and where: columns and rows from 0.
package struct MouseReport: Sendable, Hashable {
  /// What was pressed or turned.
  package enum Button: Sendable, Hashable {
    case left
    case wheelUp
    case wheelDown
  }

  package var button: Button
  package var column: Int
  package var row: Int

  package init(_ button: Button, column: Int, row: Int) {
    self.button = button
    self.column = column
    self.row = row
  }
}
