internal import PoolObservation
internal import TextCanvas

/// The selected future, over the panes.
struct DetailsBox {
  private let scene: Scene

  init(_ scene: Scene) {
    self.scene = scene
  }

  /// How much of the lines a screen has room for.
  static func room(on size: Size) -> Size {
    Size(columns: min(size.columns - 4, 100) - 4, rows: max(1, size.rows - 4))
  }

  func draw(on canvas: inout Canvas) {
    guard let id = scene.model.selectedFuture, let future = scene.snapshot.futures[id: id] else {
      return
    }
    let room = Self.room(on: canvas.size)
    let lines = FutureDetails(future, scene).lines(in: room, from: scene.model.firstDetailsRow)
    let columns = room.columns + 4
    let rows = lines.count + 2
    let rect = Rect(
      column: (canvas.size.columns - columns) / 2, row: max(1, (canvas.size.rows - rows) / 2),
      columns: columns, rows: rows)
    canvas.fill(Rect(column: rect.column - 1, row: rect.row, columns: columns + 2, rows: rows))
    canvas.box(
      rect, title: StyledText("future #\(id)", Style(.accent, isBold: true)), scene.theme.lines)
    for (index, line) in lines.enumerated() {
      let place = Position(column: rect.column + 2, row: rect.row + 1 + index)
      let row = Rect(column: place.column, row: place.row, columns: columns - 4, rows: 1)
      canvas.write(line, at: place, in: row)
    }
  }
}
