internal import TextCanvas

/// Rows in a frame over the panes, one of them selected.
struct ListBox {
  /// One row.
  struct Row {
    var text: String
    /// What stands at the right edge.
    var note: String
  }

  let title: String
  let rows: [Row]
  let selected: Int
  /// A line that is typed, above the rows.
  var line: String?
  /// What stands where there are no rows.
  var emptyText = ""

  func draw(on canvas: inout Canvas, _ scene: Scene) {
    let textColumns = rows.map(\.text.columnCount).max() ?? 0
    let noteColumns = rows.map(\.note.columnCount).max() ?? 0
    let widest = max(textColumns + noteColumns + 8, 44, title.columnCount + 8)
    let columns = min(canvas.size.columns - 2, widest)
    let lineRows = line == nil ? 0 : 1
    let visible = max(1, min(max(1, rows.count), canvas.size.rows - 4 - lineRows))
    let height = visible + 2 + lineRows
    let rect = Rect(
      column: (canvas.size.columns - columns) / 2, row: max(0, (canvas.size.rows - height) / 2),
      columns: columns, rows: height)
    canvas.fill(Rect(column: rect.column - 1, row: rect.row, columns: columns + 2, rows: height))
    canvas.box(rect, title: StyledText(title, Style(.accent, isBold: true)), scene.theme.lines)
    var inside = Rect(
      column: rect.column + 2, row: rect.row + 1, columns: columns - 4, rows: height - 2)
    if let line {
      let field = inside.takeTop(1)
      let shown = scene.end(of: line, columns: max(0, field.columns - 3))
      let typed = StyledText("> ", Style(.key)) + StyledText(shown, Style(.accent, isBold: true))
      let caret = StyledText(" ", Style(.normal, isReversed: true))
      canvas.write(typed + caret, at: field.origin, in: field)
    }
    guard !rows.isEmpty else {
      canvas.write(emptyText, at: inside.origin, in: inside, Style(.dim))
      return
    }
    let first = Model.scrolled(0, toShow: selected, of: rows.count, visible: visible)
    for (index, row) in rows.dropFirst(first).prefix(visible).enumerated() {
      let rect = Rect(
        column: inside.column, row: inside.row + index, columns: inside.columns, rows: 1)
      draw(row, isSelected: first + index == selected, on: &canvas, in: rect, scene)
    }
    guard visible < rows.count else { return }
    let more = " \(scene.range(from: first, visible: visible, of: rows.count)) "
    let place = Position(column: rect.endColumn - 2 - more.columnCount, row: rect.endRow - 1)
    canvas.write(more, at: place, in: rect, Style(.dim))
  }

  private func draw(
    _ row: Row, isSelected: Bool, on canvas: inout Canvas, in rect: Rect, _ scene: Scene
  ) {
    let noteColumns = min(row.note.columnCount, rect.columns / 2)
    let note = row.note.fitted(to: noteColumns)
    let text = row.text.fitted(to: max(0, rect.columns - noteColumns - 3))
    let cursor = isSelected ? scene.theme.cursor : " "
    canvas.write(
      StyledText("\(cursor) ", Style(.accent, isBold: true)) + StyledText(text),
      at: rect.origin, in: rect)
    canvas.write(
      note, at: Position(column: rect.endColumn - noteColumns, row: rect.row), in: rect, Style(.key)
    )
    if isSelected { canvas.restyle(rect) { $0.isReversed = true } }
  }
}

extension ListBox {
  /// A list that something is chosen from.
  init(_ picker: Picker) {
    self.init(
      title: picker.title,
      rows: picker.matches.map { Row(text: $0.title, note: $0.note) },
      selected: picker.selected, line: picker.line.text,
      emptyText: picker.isLooking ? "looking for scenarios" : "nothing here holds these words")
  }

  /// The settings, with what is selected explained.
  init(_ model: Model) {
    let nameColumns = SettingRow.allCases.map(\.rawValue.columnCount).max() ?? 0
    self.init(
      title: "settings",
      rows: SettingRow.allCases.map { row in
        Row(
          text: "\(row.rawValue.fitted(to: nameColumns))  \(row.explanation)",
          note: model.settings[row])
      },
      selected: model.settingsRow)
  }
}
