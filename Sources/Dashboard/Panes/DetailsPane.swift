internal import PoolObservation
internal import TextCanvas

/// The selected future, beside the table, where there is room.
struct DetailsPane {
  private let scene: Scene

  init(_ scene: Scene) {
    self.scene = scene
  }

  /// The rows of the histogram, with its heading, at most.
  private static let histogramRows = 11
  /// The rows that the details keep for themselves.
  private static let ownRows = 10

  func draw(on canvas: inout Canvas) {
    var rect = scene.layout.details
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
    let rows = histogramRows
    if rows > 0 {
      Histogram(scene).draw(on: &canvas, in: inside(rect.takeBottom(rows)))
    }
    drawFuture(on: &canvas, in: inside(rect))
  }

  /// How many rows the histogram takes; none where the details need them.
  private var histogramRows: Int {
    let wanted = min(Self.histogramRows, Histogram(scene).rowCount)
    return scene.layout.details.rows >= Self.ownRows + wanted ? wanted : 0
  }

  /// How much of the lines there is room for.
  var room: Size {
    let rect = scene.layout.details
    return Size(columns: rect.columns - 3, rows: max(0, rect.rows - histogramRows - 1))
  }

  private func inside(_ rect: Rect) -> Rect {
    Rect(column: rect.column + 2, row: rect.row, columns: rect.columns - 3, rows: rect.rows)
  }

  private func drawFuture(on canvas: inout Canvas, in rect: Rect) {
    guard let id = scene.model.selectedFuture, let future = scene.snapshot.futures[id: id] else {
      return
    }
    canvas.write("FUTURE #\(id)", at: rect.origin, in: rect, scene.headerStyle(of: .details))
    let lines = FutureDetails(future, scene).lines(in: room, from: scene.model.firstDetailsRow)
    for (index, line) in lines.enumerated() {
      canvas.write(line, at: Position(column: rect.column, row: rect.row + 1 + index), in: rect)
    }
  }
}
