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
    if let question {
      let row = canvas.size.rows > 1 ? 1 : 0
      let rect = Rect(column: 0, row: row, columns: canvas.size.columns, rows: 1)
      canvas.fill(rect)
      canvas.write(
        scene.fitted(question, to: rect.columns), at: rect.origin, in: rect, Style(.warning))
    }
  }

  private var question: String? {
    if let prompt = scene.model.prompt {
      return "\(prompt.kind.label): \(prompt.line.text)"
    }
    switch scene.model.overlay {
    case .question: return "sure? y yes  Esc no"
    case .shutdown: return "shut down? w wait  c cancel pending  n now  Esc back"
    case .quit: return "quit? w wait  c cancel pending  Esc back"
    case .help, .details, .picker, .settings, .lanes: return "Esc back; this needs a larger screen"
    case nil: return scene.model.notice?.text
    }
  }
}
