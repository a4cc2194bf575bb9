internal import PoolObservation
internal import TextCanvas

/// The futures, a row each.
struct FuturesPane {
  private let scene: Scene
  /// How wide the ids are; as wide as the greatest, so that no column moves while one scrolls.
  private let idColumns: Int
  private let workerColumns: Int
  private var theme: Theme { scene.theme }

  /// The columns of a progress bar.
  private static let progressColumns = 20

  init(_ scene: Scene) {
    self.scene = scene
    idColumns = max(3, String(scene.snapshot.futures.last?.id.rawValue ?? 0).count)
    workerColumns = max(6, String(scene.snapshot.workers.last?.index ?? 0).count + 1)
  }

  func draw(on canvas: inout Canvas) {
    var rest = scene.layout.futures
    guard rest.rows > 0 else { return }
    let header = rest.takeTop(1)
    let count = scene.model.order.count
    // The screen may be smaller than the one the model knows.
    let first = Model.scrolled(
      scene.model.firstFutureRow, toShow: scene.model.selectedRow, of: count, visible: rest.rows)
    let visible = max(0, min(rest.rows, count - first))
    drawHeader(on: &canvas, in: header, first: first, visible: visible)
    for row in 0..<visible {
      guard let future = scene.snapshot.futures[id: scene.model.order[first + row]] else {
        continue
      }
      let line = Rect(column: rest.column, row: rest.row + row, columns: rest.columns, rows: 1)
      draw(future, isSelected: first + row == scene.model.selectedRow, on: &canvas, in: line)
    }
  }

  private func drawHeader(on canvas: inout Canvas, in rect: Rect, first: Int, visible: Int) {
    let style = scene.headerStyle(of: .futures)
    canvas.fill(rect, style)
    var names = " " + "ID".fitted(to: idColumns, .trailing) + " STATE     "
    names += "WORKER".fitted(to: workerColumns) + "  WAIT   RUN "
    if scene.layout.isWide { names += "TRY " }
    var rows = rowsText(first: first, visible: visible)
    let room = rect.columns - names.columnCount
    if room >= " RESULT / ERROR".columnCount + rows.columnCount { names += " RESULT / ERROR" }
    if room < rows.columnCount { rows = rows.replacing("rows ", with: "") }
    canvas.write(names, at: rect.origin, in: rect, style)
    canvas.write(
      rows, at: Position(column: rect.endColumn - rows.columnCount, row: rect.row), in: rect, style)
  }

  /// Which rows are on the screen, of how many there are, and how many there were.
  private func rowsText(first: Int, visible: Int) -> String {
    let count = scene.model.order.count
    let forgotten = scene.snapshot.forgottenFutureCount
    let range =
      visible == 0
      ? "no rows"
      : "rows \((first + 1).grouped(besides: count))\(theme.dash)"
        + (first + visible).grouped(besides: count)
    let total = visible == 0 && count == 0 ? "" : " of \(count.grouped)"
    let gone = forgotten > 0 ? ", \(forgotten.grouped) done not kept" : ""
    return " \(range)\(total)\(gone) "
  }
}

// MARK: - Rows

extension FuturesPane {
  private func draw(
    _ future: FutureSnapshot, isSelected: Bool, on canvas: inout Canvas, in rect: Rect
  ) {
    let hasKeys = scene.model.focus == .futures
    let tone = theme.style(of: future)
    let cursor = isSelected ? (hasKeys ? theme.cursor : theme.restingCursor) : " "
    var line = StyledText(cursor, Style(.accent, isBold: true))
    line.append(String(future.id.rawValue).fitted(to: idColumns, .trailing) + " ")
    line.append(future.state.rawValue.uppercased().fitted(to: 10), tone)
    let worker = future.worker.map { "w\($0)" } ?? "-"
    let run = future.runTime(at: scene.now)?.compact ?? "-"
    line.append(worker.fitted(to: workerColumns) + " ")
    line.append(future.waitTime(at: scene.now).compact.fitted(to: 5, .trailing) + " ")
    line.append(run.fitted(to: 5, .trailing) + " ")
    if scene.layout.isWide {
      line.append(
        (future.attempt == 0 ? "-" : String(future.attempt)).fitted(to: 3, .trailing) + " ")
    }
    line.append(" ")
    line += outcome(of: future, columns: rect.columns - line.columnCount)
    canvas.write(line, at: rect.origin, in: rect)
    if isSelected, hasKeys { canvas.restyle(rect) { $0.isReversed = true } }
  }

  private func outcome(of future: FutureSnapshot, columns: Int) -> StyledText {
    let style = theme.style(of: future)
    let name = scene.shown(future.name)
    var text: StyledText
    switch (future.state, future.outcome) {
    case (.pending, _):
      text = StyledText(name, Style(.dim))
    case (.running, _):
      text = StyledText()
      if let progress = future.progress, columns >= Self.progressColumns + 2 {
        text.append("[", Style(.dim))
        text += Gauge(share: progress, theme: theme, style: style)
          .text(columns: Self.progressColumns)
        text.append("] ", Style(.dim))
      }
      text.append(name)
    case (_, .cancelled?), (.cancelled, _):
      text = StyledText("\(theme.dash) cancelled before it started: \(name)", style)
    case (_, .failed?): text = sentence(theme.failure, "raised", future, style)
    case (_, .crashed?): text = sentence(theme.failure, "crashed:", future, style)
    case (_, .timedOut?): text = sentence(theme.failure, "timed out:", future, style)
    case (.finished, .succeeded?), (.finished, nil):
      text = sentence(theme.success, "returned", future, style)
    }
    return cut(text, to: columns)
  }

  private func sentence(
    _ sign: String, _ verb: String, _ future: FutureSnapshot, _ style: Style
  ) -> StyledText {
    StyledText("\(sign) ", style) + StyledText("\(verb) \(scene.shown(future.text))")
  }

  /// Cuts the last stretch that does not fit, and shows that it did.
  private func cut(_ text: StyledText, to columns: Int) -> StyledText {
    var result = StyledText()
    var room = columns
    for run in text.runs where room > 0 {
      let width = run.text.columnCount
      result.append(width <= room ? run.text : scene.fitted(run.text, to: room), run.style)
      room -= width
    }
    return result
  }
}
