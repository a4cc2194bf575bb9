internal import PoolObservation
internal import TextCanvas

/// A question, and the keys that answer it.
struct DialogBox {
  private struct Choice {
    var key: String
    var text: String
    var danger: Danger
  }

  private let title: String
  private let statement: String
  private let choices: [Choice]

  private init(
    title: String, context: KeyContext, statement: String, texts: [Action: String]
  ) {
    self.title = title
    self.statement = statement
    let answers = Keymap.bindings.filter { binding in
      binding.context == context || (binding.context == .anywhere && texts[binding.action] != nil)
    }
    choices = answers.map { binding in
      Choice(
        key: binding.label, text: texts[binding.action] ?? binding.help ?? "",
        danger: binding.danger)
    }
  }

  /// Asks whether the selected job shall be stopped.
  static func stop(_ scene: Scene) -> DialogBox {
    let future = scene.model.selection.flatMap { scene.snapshot.futures[id: $0] }
    let name = future.map { "#\($0.id) \(sanitized($0.name))" } ?? "a job"
    let way =
      switch scene.snapshot.pool.kind {
      case .thread: "1 running job is asked to stop; a thread cannot be made to."
      case .process: "1 running job ends, with the worker that runs it."
      }
    return DialogBox(
      title: "Stop \(name)?", context: .stopDialog, statement: way,
      texts: [.stop: "yes, stop it", .back: "back: change nothing"])
  }

  private static func statement(_ counts: FutureCounts) -> String {
    "\(counts.running.grouped) running, \(counts.pending.grouped) pending."
  }

  /// Asks how the pool shall be shut down.
  static func shutdown(_ scene: Scene) -> DialogBox {
    let counts = scene.snapshot.counts
    let pending = counts.pending.grouped
    let running = counts.running.grouped
    return DialogBox(
      title: "Shut the pool down?", context: .shutdownDialog, statement: statement(counts),
      texts: [
        .shutDown(.wait): "wait: all \(counts.unfinished.grouped) run to their end",
        .shutDown(.cancelPending): "cancel the \(pending) pending, wait for the \(running) running",
        .shutDown(.now): "now: cancel the \(pending) pending, wait for nothing",
        .back: "back: change nothing",
      ])
  }

  /// Asks how to leave while there is work.
  static func quit(_ scene: Scene) -> DialogBox {
    let counts = scene.snapshot.counts
    return DialogBox(
      title: "Quit?", context: .quitDialog, statement: statement(counts),
      texts: [
        .quit(.wait): "wait until all \(counts.unfinished.grouped) are done, then quit",
        .quit(.cancelPending): "cancel the \(counts.pending.grouped) pending, "
          + "wait for the \(counts.running.grouped) running, quit",
        .interrupt: "leave now: all \(counts.unfinished.grouped) are lost",
        .back: "back: change nothing",
      ])
  }

  func draw(on canvas: inout Canvas, _ scene: Scene) {
    let keyColumns = choices.map(\.key.columnCount).max() ?? 0
    let widest = choices.map { keyColumns + 3 + $0.text.columnCount }.max() ?? 0
    let columns = min(canvas.size.columns, max(widest, statement.columnCount) + 6)
    let hasRoom = canvas.size.rows >= choices.count + 6
    let rows = min(canvas.size.rows, choices.count + (hasRoom ? 5 : 3))
    let rect = Rect(
      column: (canvas.size.columns - columns) / 2, row: (canvas.size.rows - rows) / 2,
      columns: columns, rows: rows)
    canvas.fill(Rect(column: rect.column - 1, row: rect.row, columns: columns + 2, rows: rows))
    canvas.box(
      rect, title: StyledText(title, Style(.warning, isBold: true)), scene.theme.lines,
      Style(.warning))
    let inside = Rect(
      column: rect.column + 3, row: rect.row + 1, columns: rect.columns - 5, rows: rect.rows - 2)
    canvas.write(statement, at: inside.origin, in: inside)
    for (index, choice) in choices.enumerated() {
      let style = Style(choice.danger == .none ? .key : .danger, isBold: true)
      let text =
        StyledText(choice.key.fitted(to: keyColumns), style) + StyledText("   \(choice.text)")
      let row = inside.row + (hasRoom ? 2 : 1) + index
      canvas.write(text, at: Position(column: inside.column, row: row), in: inside)
    }
  }
}
