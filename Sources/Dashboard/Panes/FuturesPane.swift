internal import PoolObservation
internal import TextCanvas

/// The futures, a row each.
struct FuturesPane {
  private let scene: Scene
  /// How wide the ids are; as wide as the greatest, so that no column moves while one scrolls.
  private let idColumns: Int
  private let workerColumns: Int
  private var theme: Theme { scene.theme }

  /// The columns in which one sees at least what kind of choice there is.
  private static let choiceColumns = 10

  /// The columns of a progress bar: room for a name remains beside it.
  private static func progressColumns(in columns: Int) -> Int { columns < 42 ? 8 : 12 }

  init(_ scene: Scene) {
    self.scene = scene
    idColumns = max(3, String(scene.snapshot.futures.last?.id.rawValue ?? 0).count)
    workerColumns = max(6, String(scene.snapshot.workers.last?.index ?? 0).count + 1)
  }

  func draw(on canvas: inout Canvas) {
    var rest = scene.layout.futures
    guard rest.rows > 0 else { return }
    let header = rest.takeTop(1)
    let count = scene.model.rows.count
    // The screen may be smaller than the one the model knows.
    let first = Model.scrolled(
      scene.model.firstFutureRow, toShow: scene.model.selectedRow, of: count, visible: rest.rows)
    let visible = max(0, min(rest.rows, count - first))
    drawHeader(on: &canvas, in: header, first: first, visible: visible)
    if count == 0 { drawEmpty(on: &canvas, in: rest) }
    for row in 0..<visible {
      let id = scene.model.rows[first + row]
      let line = Rect(column: rest.column, row: rest.row + row, columns: rest.columns, rows: 1)
      let isSelected = first + row == scene.model.selectedRow
      if let future = scene.snapshot.futures[id: id] {
        draw(future, isSelected: isSelected, on: &canvas, in: line)
      } else {
        drawGone(id, isSelected: isSelected, on: &canvas, in: line)
      }
    }
  }

  private func drawHeader(on canvas: inout Canvas, in rect: Rect, first: Int, visible: Int) {
    let style = scene.headerStyle(of: .futures)
    canvas.fill(rect, style)
    var names = " " + "ID".fitted(to: idColumns, .trailing) + gap(.id) + "STATE" + gap(.state)
    names += "    " + "WORKER".fitted(to: workerColumns) + gap(.worker)
    names += " WAIT" + gap(.wait) + "  RUN" + gap(.run)
    if scene.layout.isWide { names += "TRY" + gap(.attempt) }
    let room = rect.columns - names.columnCount
    let choice = chosen
    let forms = rowsForms(first: first, visible: visible)
    var rows: String
    let pairs = forms.prefix(2).flatMap { form in
      [" RESULT / ERROR", " RESULT", ""].map { ($0, choice + form) }
    }
    if let (title, form) = pairs.first(where: { $0.0.columnCount + $0.1.columnCount <= room }) {
      names += title
      rows = form
    } else {
      // What the rows were chosen by is worth more than how many are not kept.
      let sign = min(choice.columnCount, Self.choiceColumns)
      let form = forms.first { $0.columnCount + sign <= room } ?? forms[forms.count - 1]
      let left = room - form.columnCount
      rows = (left < 8 ? "" : choice.fitted(to: min(left, choice.columnCount))) + form
    }
    canvas.write(names, at: rect.origin, in: rect, style)
    canvas.write(
      rows, at: Position(column: rect.endColumn - rows.columnCount, row: rect.row), in: rect, style)
  }

  /// Says why there are no rows, and what brings some.
  private func drawEmpty(on canvas: inout Canvas, in rect: Rect) {
    let model = scene.model
    let all = model.rows.totalCount
    let sentence: String
    if model.rows.isPicking || model.rows.isBehind {
      sentence = "looking through \(all.grouped)"
    } else if all > 0 {
      let way = model.keymap.label(of: .back, in: [.panes])
      sentence = "none of \(all.counted("future")) matches; \(way) shows all"
    } else if model.heldBackCount > 0 {
      sentence = "no futures yet: \(model.heldBackCount.grouped) wait for other jobs"
    } else {
      let way = model.keymap.label(of: .submit)
      sentence = "no futures yet" + (model.takesWork ? "; \(way) submits a job" : "")
    }
    let room = max(0, rect.columns - 2)
    canvas.write(
      sentence.fitted(to: min(room, sentence.columnCount)),
      at: Position(column: rect.column + 2, row: rect.row), in: rect, Style(.dim))
  }

  /// What stands behind the name of a column: a sign where the rows are sorted by it.
  private func gap(_ column: SortColumn) -> String {
    let query = scene.model.rows.query
    guard query.sort == column, column != .state || query.isInverted else { return " " }
    return query.isInverted ? theme.descending : theme.ascending
  }

  /// What the rows were chosen by.
  private var chosen: String {
    let query = scene.model.rows.query
    var words: [String] = []
    if !scene.shift.isEmpty { words.append(scene.shift) }
    if !scene.model.marks.isEmpty { words.append("\(scene.model.marks.count.grouped) marked") }
    if query.showsFailuresOnly { words.append("failures") }
    if query.hidesFinished { words.append("finished hidden") }
    if let filter = query.filter { words.append("/\(sanitized(filter.text))") }
    let rows = scene.model.rows
    if scene.model.surveys.awaits(.match) || rows.isPicking || rows.isBehind {
      words.insert("looking", at: 0)
    }
    return words.isEmpty ? "" : " [\(words.joined(separator: " "))]"
  }

  /// Which rows are on the screen, of how many there are, and how many there were; from the longest
  /// form to the shortest.
  private func rowsForms(first: Int, visible: Int) -> [String] {
    let count = scene.model.rows.count
    let all = scene.model.rows.totalCount
    let forgotten = scene.snapshot.forgottenFutureCount
    let range =
      visible == 0
      ? "no rows"
      : "\((first + 1).grouped)–\((first + visible).grouped)"
    let total = visible == 0 && count == 0 ? "" : " of \(count.grouped)"
    let rest = count == all ? "" : " in \(all.grouped)"
    let gone = forgotten > 0 ? ", \(forgotten.grouped) done not kept" : ""
    let word = visible == 0 ? "" : "rows "
    return [
      " \(word)\(range)\(total)\(rest)\(gone) ", " \(word)\(range)\(total)\(gone) ",
      " \(range)\(total)\(gone) ", " \(range)\(total) ",
    ]
  }
}

// MARK: - Rows

extension FuturesPane {
  private var hasKeys: Bool { scene.model.focus == .futures }

  /// Says of a row from an earlier look that its future is gone since.
  private func drawGone(
    _ id: FutureID, isSelected: Bool, on canvas: inout Canvas, in rect: Rect
  ) {
    var line = start(of: id, isSelected: isSelected, Style(.dim))
    line.append("done, no longer kept", Style(.dim))
    canvas.write(line, at: rect.origin, in: rect)
    if isSelected, hasKeys { canvas.restyle(rect) { $0.isReversed = true } }
  }

  /// The cursor, the id and the mark, which every row begins with.
  private func start(
    of id: FutureID, isSelected: Bool, _ style: Style = .normal
  ) -> StyledText {
    let cursor = isSelected ? (hasKeys ? theme.cursor : theme.restingCursor) : " "
    var line = StyledText(cursor, isSelected ? Style(.accent, isBold: true) : .normal)
    line.append(String(id.rawValue).fitted(to: idColumns, .trailing), style)
    let isMarked = !scene.model.marks.isEmpty && scene.model.marks.contains(id)
    line.append(isMarked ? theme.mark : " ", isMarked ? Style(.accent, isBold: true) : .normal)
    return line
  }

  /// What waits is there to be found, and what runs to be seen.
  private func rowStyle(of future: FutureSnapshot) -> Style {
    switch future.state {
    case .pending: Style(.dim)
    case .running: Style(.running)
    case .finished, .cancelled: .normal
    }
  }

  private func draw(
    _ future: FutureSnapshot, isSelected: Bool, on canvas: inout Canvas, in rect: Rect
  ) {
    // Reversed, a colour would end where the text does.
    let style = isSelected && hasKeys ? .normal : rowStyle(of: future)
    var line = start(of: future.id, isSelected: isSelected, style)
    line.append(
      future.state.rawValue.uppercased().fitted(to: 10),
      style == .normal ? theme.style(of: future) : style)
    let worker = future.worker.map { "w\($0)" } ?? "-"
    let run = future.runTime(at: scene.now)?.compact ?? "-"
    line.append(worker.fitted(to: workerColumns) + " ", style)
    line.append(future.waitTime(at: scene.now).compact.fitted(to: 5, .trailing) + " ", style)
    line.append(run.fitted(to: 5, .trailing) + " ", style)
    if scene.layout.isWide {
      line.append(
        (future.attempt == 0 ? "-" : String(future.attempt)).fitted(to: 3, .trailing) + " ", style)
    }
    line.append(" ", style)
    let bar = progressBar(of: future, columns: rect.columns - line.columnCount)
    let barColumn = rect.column + line.columnCount
    line += bar
    line += outcome(of: future, style, columns: rect.columns - line.columnCount)
    canvas.write(line, at: rect.origin, in: rect)
    guard isSelected, hasKeys else { return }
    canvas.restyle(rect) { $0.isReversed = true }
    // Reversed, it would show what is left.
    let barRect = Rect(column: barColumn, row: rect.row, columns: bar.columnCount, rows: 1)
    canvas.restyle(barRect) { $0.isReversed = false }
  }

  /// How far a job is, where that is known.
  private func progressBar(of future: FutureSnapshot, columns: Int) -> StyledText {
    let barColumns = Self.progressColumns(in: columns)
    guard future.state == .running, let progress = future.progress, columns >= barColumns + 2 else {
      return StyledText()
    }
    let gauge = Gauge(share: progress, theme: theme, style: theme.style(of: future))
    return StyledText("[", gauge.style) + gauge.text(columns: barColumns)
      + StyledText("] ", gauge.style)
  }

  private func outcome(
    of future: FutureSnapshot, _ rowStyle: Style, columns: Int
  ) -> StyledText {
    let style = theme.style(of: future)
    let name = scene.shown(future.name)
    var text: StyledText
    switch (future.state, future.outcome) {
    case (.pending, _), (.running, _):
      text = StyledText(name, rowStyle)
    case (_, .cancelled?), (.cancelled, _):
      let start = future.attempt == 0 ? "it started" : "attempt \(future.attempt + 1)"
      text = StyledText("– cancelled before \(start): \(name)", style)
    case (_, .failed?): text = sentence(theme.failure, "raised", future, style)
    case (_, .crashed?): text = sentence(theme.failure, "crashed:", future, style)
    case (_, .timedOut?): text = sentence(theme.failure, "timed out:", future, style)
    case (.finished, .succeeded?), (.finished, nil):
      text = sentence(theme.success, "returned", future, style)
    }
    return scene.cut(text, to: columns)
  }

  private func sentence(
    _ sign: String, _ verb: String, _ future: FutureSnapshot, _ style: Style
  ) -> StyledText {
    StyledText("\(sign) ", style) + StyledText("\(verb) \(scene.shown(future.text))")
  }
}
