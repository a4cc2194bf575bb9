internal import PoolObservation
internal import TextCanvas

/// The lanes of all workers on the whole screen, and what ran at the time cursor.
struct LanesPane {
  private let scene: Scene
  private let screen: LanesScreen
  private let layout: LanesLayout
  private let window: Lane.Window
  private let cursor: Int
  private var theme: Theme { scene.theme }

  /// Columns from one mark of the scale to the next, at least.
  private static let markColumns = 12

  init(_ scene: Scene, on size: Size) {
    self.scene = scene
    screen = scene.model.lanes.seen(at: scene.now)
    layout = LanesLayout(size: size, workerCount: scene.snapshot.workers.count)
    window = screen.window(endingAt: scene.now, count: layout.laneColumns)
    cursor = screen.cursorCell(in: window)
  }

  func draw(on canvas: inout Canvas) {
    drawHeader(on: &canvas)
    drawRuler(on: &canvas)
    let workers = scene.snapshot.workers
    let first = min(screen.firstRow, max(0, workers.count - layout.rows.rows))
    for row in 0..<layout.rows.rows where workers.indices.contains(first + row) {
      draw(workers[first + row], on: &canvas, row: layout.rows.row + row)
    }
    drawPointer(on: &canvas)
  }

  // MARK: Around the lanes

  private func drawHeader(on canvas: inout Canvas) {
    let rect = layout.header
    let style = Style(.active)
    canvas.fill(rect, style)
    let count = scene.snapshot.workers.count
    let visible = layout.rows.rows
    let first = min(screen.firstRow, max(0, count - visible))
    let rows =
      count > visible
      ? "rows \(scene.range(from: first, visible: visible, of: count))"
      : count.counted("worker")
    let length = (window.step.duration * window.count).compact
    let step = window.step.duration.compact
    let left = [
      " LANES  \(rows)  \(length), 1 cell \(step), a number starts each future",
      " LANES  \(rows)  \(length), 1 cell \(step)", " LANES  \(rows)", " LANES",
    ]
    let right = " at \(moment) "
    let form = left.first { $0.columnCount + right.columnCount <= rect.columns } ?? ""
    canvas.write(form, at: rect.origin, in: rect, style)
    canvas.write(
      right, at: Position(column: rect.endColumn - right.columnCount, row: rect.row), in: rect,
      style)
  }

  /// The moment one looks at, and how long ago it was.
  private var moment: String {
    guard let cursor = screen.cursor else {
      return scene.model.endedAt == nil ? "now" : "the end"
    }
    return "\(cursor.offset), \(cursor.duration(to: scene.now).compact) ago"
  }

  /// Marks with the time since the pool was made, at round moments.
  private func drawRuler(on canvas: inout Canvas) {
    let step = window.step
    let spacing =
      [1, 5, 10, 30, 60, 300, 600, 1_800, 3_600].map { $0 * 4 / step.quantumCount }
      .first { $0 >= Self.markColumns } ?? 14_400
    for cell in 0..<window.count where (window.start + cell) >= 0 {
      guard (window.start + cell).isMultiple(of: spacing) else { continue }
      let time = step.time(of: window.start + cell).lowerBound.clock(showsTenths: false)
      let text = "\(theme.axisTick)\(time)"
      guard cell + text.columnCount <= window.count else { continue }
      canvas.write(
        text, at: Position(column: layout.laneColumn + cell, row: layout.ruler.row),
        in: layout.ruler, Style(.dim))
    }
    guard layout.momentColumns > 0 else { return }
    canvas.write(
      screen.cursor == nil ? "RUNS NOW" : "RAN AT THE CURSOR",
      at: Position(column: layout.laneColumn + window.count + 1, row: layout.ruler.row),
      in: layout.ruler, Style(isBold: true))
  }

  private func drawPointer(on canvas: inout Canvas) {
    let rect = layout.pointer
    guard rect.rows > 0 else { return }
    let text = screen.cursor.map { $0.offset } ?? (scene.model.endedAt == nil ? "now" : "end")
    let column = layout.laneColumn + cursor
    let isLeft = cursor + 2 + text.columnCount > window.count
    let whole = isLeft ? "\(text) \(theme.pointer)" : "\(theme.pointer) \(text)"
    let start = isLeft ? column - text.columnCount - 1 : column
    canvas.write(
      whole, at: Position(column: start, row: rect.row), in: rect, Style(.accent, isBold: true))
  }

  // MARK: Lanes

  private func draw(_ worker: WorkerSnapshot, on canvas: inout Canvas, row: Int) {
    let line = Rect(column: 0, row: row, columns: layout.rows.columns, rows: 1)
    let label =
      String(worker.index).fitted(to: layout.labelColumns - 6, .trailing) + " "
      + worker.state.word.fitted(to: 5)
    canvas.write(label, at: line.origin, in: line, worker.state.style)
    canvas.write(
      theme.verticalRule, at: Position(column: layout.labelColumns, row: row), in: line,
      Style(.dim))
    let lane = Rect(column: layout.laneColumn, row: row, columns: window.count, rows: 1)
    canvas.write(scene.lane(of: worker, window).text(theme), at: lane.origin, in: lane)
    if screen.cursor != nil {
      let cell = Rect(column: lane.column + cursor, row: row, columns: 1, rows: 1)
      canvas.restyle(cell) { $0 = Style(.accent, isBold: true, isReversed: true) }
    }
    guard layout.momentColumns > 0 else { return }
    let time = screen.cursor == nil ? scene.now.justBefore..<scene.now : window.time(of: cursor)
    let moment = LaneMoment(worker, in: time, now: scene.now, scene.snapshot.futures)
    canvas.write(
      sanitized(moment.text).fitted(to: layout.momentColumns),
      at: Position(column: lane.endColumn + 1, row: row), in: line,
      moment.hasFailure ? Style(.failed) : .normal)
  }
}

extension PoolInstant {
  /// The moment right before.
  fileprivate var justBefore: PoolInstant {
    PoolInstant(nanoseconds: nanoseconds == 0 ? 0 : nanoseconds - 1)
  }
}
