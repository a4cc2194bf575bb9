internal import PoolObservation
internal import TextCanvas

/// The selected future, beside the table, where there is room.
struct DetailsPane {
  private let scene: Scene

  init(_ scene: Scene) {
    self.scene = scene
  }

  func draw(on canvas: inout Canvas) {
    let rect = scene.layout.details
    guard rect.columns > 4, rect.rows > 0 else { return }
    for row in rect.row..<rect.endRow {
      canvas.write(
        scene.theme.verticalRule, at: Position(column: rect.column, row: row), in: rect,
        Style(.dim))
    }
    let header = Rect(column: rect.column, row: rect.row, columns: rect.columns, rows: 1)
    canvas.fill(header, scene.headerStyle(of: .details))
    canvas.write(
      scene.theme.verticalRule, at: header.origin, in: header, scene.headerStyle(of: .details))
    let inside = Rect(
      column: rect.column + 2, row: rect.row, columns: rect.columns - 3, rows: rect.rows)
    guard let id = scene.model.selectedFuture, let future = scene.snapshot.futures[id: id] else {
      return
    }
    canvas.write(
      "FUTURE #\(id)", at: inside.origin, in: inside, scene.headerStyle(of: .details))
    let lines = FutureDetails(future, scene).lines(
      columns: inside.columns, rows: inside.rows - 1, from: scene.model.firstDetailsRow)
    for (index, line) in lines.enumerated() {
      canvas.write(
        line, at: Position(column: inside.column, row: inside.row + 1 + index), in: inside)
    }
  }
}
