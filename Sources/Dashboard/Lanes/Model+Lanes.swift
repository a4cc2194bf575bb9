internal import PoolObservation
internal import TextCanvas

extension Model {
  /// Does what a key does to the time that is shown.
  mutating func turn(_ action: TimeAction, repeated count: Int) -> [Effect] {
    let columns = LanesLayout(self).laneColumns
    switch action {
    case .freeze: return toggleFreeze()
    case .stepPicture(let step): stepPicture(by: step * count)
    case .lanes: overlay = overlay == .lanes ? nil : .lanes
    case .moveCursor(let step): lanes.moveCursor(by: step * count, now: now, count: columns)
    case .cursorToStart: lanes.moveCursorToStart(now: now, count: columns)
    case .cursorToNow: lanes.cursor = nil
    case .zoom(let step): lanes.zoom(by: step, now: now, count: columns)
    }
    return []
  }

  /// Scrolls through the workers of the lanes' screen.
  mutating func moveLanes(_ move: Move) {
    let visible = LanesLayout(self).rows.rows
    let count = snapshot?.workers.count ?? 0
    lanes.firstRow = move.target(
      from: lanes.firstRow, count: max(1, count - visible + 1), page: visible)
  }
}
