internal import PoolObservation
internal import TextCanvas

/// What remains where nothing fits: one line of counts, or the question that waits for an answer.
struct TinyScreen {
  private let scene: Scene

  init(_ scene: Scene) {
    self.scene = scene
  }

  func draw(on canvas: inout Canvas) {
    guard canvas.size.rows > 0 else { return }
    let counts = CountsText(scene).text(columns: canvas.size.columns)
    canvas.write(counts, at: Position(column: 0, row: 0))
    let row = canvas.size.rows > 1 ? 1 : 0
    let room = Size(columns: canvas.size.columns, rows: canvas.size.rows - row)
    for (index, line) in lines(in: room).prefix(room.rows).enumerated() {
      let rect = Rect(column: 0, row: row + index, columns: room.columns, rows: 1)
      canvas.fill(rect)
      canvas.write(
        line.fitted(to: rect.columns), at: rect.origin, in: rect, Style(.warning))
    }
  }

  private func lines(in room: Size) -> [String] {
    if let prompt = scene.model.prompt {
      return ["\(prompt.kind.label): \(prompt.line.text)"]
    }
    switch scene.model.overlay {
    case .question(let question): return DialogBox.question(question, scene).lines(in: room)
    case .shutdown: return DialogBox.shutdown(scene).lines(in: room)
    case .quit: return DialogBox.quit(scene).lines(in: room)
    case .help, .details, .picker, .settings, .lanes:
      let way = scene.model.keymap.label(of: .back, in: scene.model.contexts)
      return ["\(way) back; this needs a larger screen"]
    case nil: return scene.model.notice.map { [$0.text] } ?? []
    }
  }
}
