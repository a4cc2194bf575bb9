internal import TextCanvas

/// All keys, and what the signs on the screen mean.
struct HelpBox {
  private let scene: Scene

  /// One row of the help.
  private struct Row {
    var key: String
    var text: String
  }

  /// How many rows it has, without its frame.
  static func rowCount(_ keymap: Keymap) -> Int { keymap.explained.count + 1 + legendRowCount }
  private static let legendRowCount = 5

  /// How many of so many rows a screen shows.
  static func visibleRowCount(_ rowCount: Int, on size: Size) -> Int {
    max(1, min(rowCount, size.rows - 4))
  }

  init(_ scene: Scene) {
    self.scene = scene
  }

  private var rows: [Row] {
    let theme = scene.theme
    let states =
      "\(theme.succeededBar) ok \(theme.failedBar) failed \(theme.cancelledBar) cancelled "
      + "\(theme.runningBar) running \(theme.pendingBar) pending"
    return scene.model.keymap.explained.map { Row(key: $0.label, text: $0.help ?? "") } + [
      Row(key: "", text: ""),
      Row(key: "Futures [..]", text: states),
      Row(
        key: "timeline",
        text: "\(theme.laneEven)\(theme.laneOdd) a future each, its id first   "
          + "\(theme.failure) it failed"),
      Row(
        key: "",
        text: "\(theme.laneSeveral) too short, or too old, to tell apart  "
          + "\(theme.laneIdle) idle"),
      Row(
        key: "",
        text: "\(theme.laneStarted) the worker came later  \(theme.laneDied) it died"),
      Row(
        key: "",
        text: "\(theme.laneForgotten) no longer kept; blank: there was no worker"),
    ]
  }

  func draw(on canvas: inout Canvas) {
    let rows = rows
    let keyColumns = rows.map(\.key.columnCount).max() ?? 0
    let textColumns = rows.map(\.text.columnCount).max() ?? 0
    let visible = Self.visibleRowCount(rows.count, on: canvas.size)
    let columns = min(canvas.size.columns - 2, keyColumns + textColumns + 8)
    let rect = Rect(
      column: (canvas.size.columns - columns) / 2, row: (canvas.size.rows - visible - 2) / 2,
      columns: columns, rows: visible + 2)
    canvas.fill(
      Rect(column: rect.column - 1, row: rect.row, columns: columns + 2, rows: rect.rows))
    canvas.box(rect, title: StyledText("keys", Style(.header, isBold: true)), scene.theme.lines)
    let first = min(scene.model.firstHelpRow, max(0, rows.count - visible))
    let inside = Rect(
      column: rect.column + 2, row: rect.row + 1, columns: rect.columns - 4, rows: visible)
    for (line, row) in rows.dropFirst(first).prefix(visible).enumerated() {
      let text =
        StyledText(row.key.fitted(to: keyColumns), Style(.key, isBold: true))
        + StyledText("   \(row.text)")
      canvas.write(text, at: Position(column: inside.column, row: inside.row + line), in: inside)
    }
    guard visible < rows.count else { return }
    let more = " \(first + 1)\(scene.theme.dash)\(first + visible) of \(rows.count) "
    let place = Position(column: rect.endColumn - 2 - more.columnCount, row: rect.endRow - 1)
    canvas.write(more, at: place, in: rect, Style(.dim))
  }
}
