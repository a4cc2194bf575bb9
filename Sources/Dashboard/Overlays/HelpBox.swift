internal import TextCanvas

/// All keys, and what the signs on the screen mean.
struct HelpBox {
  private let scene: Scene

  /// One row of the help.
  private struct Row {
    var key: String
    var text: String
  }

  /// The fewest columns that a text beside its keys is given.
  ///
  /// More would set keys above their texts on usual screens; fewer would break every sentence.
  private static let textColumns = 24

  /// How many lines it has on a screen, without its frame.
  static func lineCount(_ model: Model, on size: Size) -> Int {
    lines(model, Theme(isASCII: model.isASCII), columns: size.columns - 6).count
  }

  /// How many of so many lines a screen shows.
  static func visibleRowCount(_ lineCount: Int, on size: Size) -> Int {
    max(1, min(lineCount, size.rows - 4))
  }

  init(_ scene: Scene) {
    self.scene = scene
  }

  private static func rows(_ model: Model, _ theme: Theme) -> [Row] {
    let states =
      "\(theme.succeededBar) ok \(theme.failedBar) failed \(theme.cancelledBar) cancelled "
      + "\(theme.runningBar) running \(theme.pendingBar) pending"
    let explained = model.keymap.explained
    // Whoever asks on the lanes asks for theirs.
    let first = model.underHelp == .lanes ? explained.filter { $0.context == .lanes } : []
    let ordered = first + explained.filter { first.isEmpty || $0.context != .lanes }
    return ordered.map { Row(key: $0.label, text: $0.help ?? "") } + [
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

  /// The lines, each of at most so many columns; long texts go on in the next line.
  private static func lines(_ model: Model, _ theme: Theme, columns: Int) -> [StyledText] {
    let rows = rows(model, theme)
    let keyColumns = rows.map(\.key.columnCount).max() ?? 0
    let isStacked = columns - keyColumns - 3 < textColumns
    let indent = isStacked ? 2 : keyColumns + 3
    let space = StyledText(String(repeating: " ", count: indent))
    return rows.flatMap { row -> [StyledText] in
      let key = StyledText(row.key.fitted(to: keyColumns), Style(.key, isBold: true))
      let text = row.text.wordWrapped(to: max(1, columns - indent))
      guard !isStacked else {
        return (row.key.isEmpty ? [] : [StyledText(row.key, Style(.key, isBold: true))])
          + text.map { space + StyledText($0) }
      }
      return text.enumerated().map { index, line in
        index == 0 ? key + StyledText("   \(line)") : space + StyledText(line)
      }
    }
  }

  func draw(on canvas: inout Canvas) {
    let lines = Self.lines(scene.model, scene.theme, columns: canvas.size.columns - 6)
    let visible = Self.visibleRowCount(lines.count, on: canvas.size)
    let columns = min(canvas.size.columns - 2, (lines.map(\.columnCount).max() ?? 0) + 5)
    let rect = Rect(
      column: (canvas.size.columns - columns) / 2, row: (canvas.size.rows - visible - 2) / 2,
      columns: columns, rows: visible + 2)
    canvas.fill(
      Rect(column: rect.column - 1, row: rect.row, columns: columns + 2, rows: rect.rows))
    canvas.box(rect, title: StyledText("keys", Style(.accent, isBold: true)), scene.theme.lines)
    let first = min(scene.model.firstHelpRow, max(0, lines.count - visible))
    let inside = Rect(
      column: rect.column + 2, row: rect.row + 1, columns: rect.columns - 4, rows: visible)
    for (index, line) in lines.dropFirst(first).prefix(visible).enumerated() {
      canvas.write(line, at: Position(column: inside.column, row: inside.row + index), in: inside)
    }
    guard visible < lines.count else { return }
    let more = " \(scene.range(from: first, visible: visible, of: lines.count)) "
    let place = Position(column: rect.endColumn - 2 - more.columnCount, row: rect.endRow - 1)
    canvas.write(more, at: place, in: rect, Style(.dim))
  }
}
