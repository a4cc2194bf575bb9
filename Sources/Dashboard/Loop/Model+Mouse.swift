internal import PoolObservation
internal import TextCanvas

extension Model {
  /// How many rows one turn of the wheel goes.
  private static let wheelRows = 3

  /// Gives a pane the keys, and selects the future that was clicked on.
  mutating func click(_ position: Position) {
    guard overlay == nil, prompt == nil else { return }
    let layout = Layout(model: self, size: size)
    guard let pane = layout.pane(at: position) else { return }
    chosenPane = pane
    guard pane == .futures, position.row > layout.futures.row else { return }
    let row = firstFutureRow + position.row - layout.futures.row - 1
    guard row < rows.count else { return }
    selectedRow = row
    selection = rows[row]
    firstDetailsRow = 0
  }

  /// Scrolls what lies under the pointer.
  mutating func scroll(at position: Position, by step: Int) {
    let move = step < 0 ? Move.up : .down
    guard overlay == nil else {
      for _ in 0..<Self.wheelRows { self.move(move) }
      return
    }
    guard prompt == nil, let pane = Layout(model: self, size: size).pane(at: position) else {
      return
    }
    let former = chosenPane
    chosenPane = pane
    for _ in 0..<Self.wheelRows { self.move(move) }
    chosenPane = former
  }
}
