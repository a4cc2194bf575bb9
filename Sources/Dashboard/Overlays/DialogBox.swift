internal import PoolObservation
internal import TextCanvas

/// A question, and the keys that answer it.
struct DialogBox {
  private struct Choice {
    /// All keys that choose it.
    var key: String
    var firstKey: String
    var text: String
    /// A word or two, where there is no room for the text.
    var shortText: String
    var danger: Danger
  }

  private let title: String
  private let statement: String
  private let choices: [Choice]

  private init(
    _ scene: Scene, title: String, context: KeyContext, statement: String, texts: [Action: String]
  ) {
    self.title = title
    self.statement = statement
    let answers = scene.model.keymap.bindings.filter { binding in
      binding.context == context || (binding.context == .anywhere && texts[binding.action] != nil)
    }
    let isReadOnly = scene.model.options.isReadOnly
    choices = answers.filter { !(isReadOnly && $0.action.actsOnPool) }.map { binding in
      Choice(
        key: binding.label, firstKey: binding.keys.first?.label ?? "",
        text: texts[binding.action] ?? binding.help ?? "",
        shortText: binding.footer ?? "", danger: binding.danger)
    }
  }

  /// Asks before something is done.
  static func question(_ question: Question, _ scene: Scene) -> DialogBox {
    let words = QuestionWords(question, scene)
    return DialogBox(
      scene, title: words.title, context: .question, statement: words.statement,
      texts: [.confirm: words.yes, .back: "no: change nothing"])
  }

  private static func statement(_ scene: Scene) -> String {
    let counts = scene.live.counts
    let more = scene.model.losesMoreToCome ? "; what is to come is not submitted" : ""
    return "\(counts.running.grouped) running, \(counts.pending.grouped) pending\(more)."
  }

  /// Asks how the pool shall be shut down.
  static func shutdown(_ scene: Scene) -> DialogBox {
    let counts = scene.live.counts
    let pending = counts.pending.grouped
    let running = counts.running.grouped
    let stop =
      switch scene.snapshot.pool.kind {
      case .thread: "ask \(running) to stop, end commands"
      case .process: "kill the \(running) running"
      }
    return DialogBox(
      scene, title: "How shall the pool shut down?", context: .shutdownDialog,
      statement: statement(scene),
      texts: [
        .shutDown(.wait): counts.unfinished == 1
          ? "wait: it runs to its end"
          : "wait: all \(counts.unfinished.grouped) run to their end",
        .shutDown(.cancelPending): "cancel the \(pending) pending, wait for the \(running) running",
        .shutDown(.now): "now: cancel the \(pending) pending, \(stop)",
        .back: "back: change nothing",
      ])
  }

  /// Asks how to leave while there is work.
  static func quit(_ scene: Scene) -> DialogBox {
    let counts = scene.live.counts
    return DialogBox(
      scene, title: "Quit?", context: .quitDialog, statement: statement(scene),
      texts: [
        .quit(.wait): counts.unfinished == 1
          ? "wait until it is done, then quit"
          : "wait until all \(counts.unfinished.grouped) are done, then quit",
        .quit(.cancelPending): "cancel the \(counts.pending.grouped) pending, "
          + "wait for the \(counts.running.grouped) running, quit",
        .interrupt: counts.unfinished == 1
          ? "leave now: it is lost" : "leave now: all \(counts.unfinished.grouped) are lost",
        .back: "back: change nothing",
      ])
  }
}

// MARK: - Drawing

extension DialogBox {
  func draw(on canvas: inout Canvas, _ scene: Scene) {
    let keyColumns = choices.map(\.key.columnCount).max() ?? 0
    let widest = choices.map { keyColumns + 3 + $0.text.columnCount }.max() ?? 0
    let wanted = max(widest, statement.columnCount, title.columnCount) + 6
    let columns = min(canvas.size.columns, wanted)
    let isNarrow = columns < wanted
    let margin = isNarrow ? 2 : 3
    let room = columns - 2 * margin
    let lines = lines(columns: room, rows: canvas.size.rows - 2, keyColumns, isNarrow: isNarrow)
    let rows = min(canvas.size.rows, lines.count + 2)
    let rect = Rect(
      column: (canvas.size.columns - columns) / 2, row: (canvas.size.rows - rows) / 2,
      columns: columns, rows: rows)
    canvas.fill(Rect(column: rect.column - 1, row: rect.row, columns: columns + 2, rows: rows))
    let shownTitle =
      title.columnCount > columns - 6 ? title.fitted(to: max(0, columns - 6)) : title
    canvas.box(
      rect, title: StyledText(shownTitle, Style(.warning, isBold: true)), scene.theme.lines,
      Style(.warning))
    let inside = Rect(
      column: rect.column + margin, row: rect.row + 1, columns: room, rows: rect.rows - 2)
    for (index, line) in lines.enumerated() {
      canvas.write(line, at: Position(column: inside.column, row: inside.row + index), in: inside)
    }
  }

  /// The longest form that fits: with a blank line between, without, or in a word or two.
  private func lines(
    columns: Int, rows: Int, _ keyColumns: Int, isNarrow: Bool
  ) -> [StyledText] {
    let gap = isNarrow ? 2 : 3
    func answers(_ text: (Choice) -> String) -> [StyledText] {
      choices.flatMap { choice -> [StyledText] in
        let style = Style(choice.danger == .none ? .key : .danger, isBold: true)
        let indent = keyColumns + gap
        return text(choice).wordWrapped(to: max(1, columns - indent)).enumerated().map {
          index, line in
          StyledText((index == 0 ? choice.key : "").fitted(to: keyColumns), style)
            + StyledText(String(repeating: " ", count: gap) + line)
        }
      }
    }
    let said = statement.wordWrapped(to: max(1, columns)).map { StyledText($0) }
    let full = said + [StyledText()] + answers(\.text)
    // Not over the footer, where less will do.
    if full.count < rows { return full }
    let dense = said + answers(\.text)
    return dense.count <= rows ? dense : said + answers(\.shortText)
  }
}

extension DialogBox {
  /// The question and its answers in as many words as a few short lines have room for.
  func lines(in room: Size) -> [String] {
    let answers = choices.map { "\($0.firstKey) \($0.shortText)" }.joined(separator: "; ")
    let forms = ["\(title) \(statement) \(answers)", "\(title) \(answers)", answers]
      .map { $0.wordWrapped(to: max(1, room.columns)) }
    return forms.first { $0.count <= room.rows } ?? forms[forms.count - 1]
  }
}
