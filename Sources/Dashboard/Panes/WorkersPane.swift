internal import PoolObservation
internal import TextCanvas

/// The workers, a row each, and what each of them ran.
struct WorkersPane {
  private let scene: Scene
  private let columns: Columns
  private var layout: Layout { scene.layout }
  private var theme: Theme { scene.theme }

  init(_ scene: Scene) {
    self.scene = scene
    self.columns = Columns(scene)
  }

  func draw(on canvas: inout Canvas) {
    var rest = layout.workers
    guard rest.rows > 0 else { return }
    let header = rest.takeTop(1)
    drawHeader(on: &canvas, in: header)
    let axis = layout.hasTimeAxis ? rest.takeBottom(1) : nil
    let first = scene.model.firstWorkerRow
    let workers = scene.snapshot.workers
    for row in 0..<rest.rows {
      let line = Rect(column: rest.column, row: rest.row + row, columns: rest.columns, rows: 1)
      if workers.indices.contains(first + row) {
        draw(workers[first + row], on: &canvas, in: line)
      } else if first + row < scene.snapshot.pool.maxWorkers {
        drawUnstarted(first + row, on: &canvas, in: line)
      }
    }
    if let axis { drawAxis(on: &canvas, in: axis) }
  }

  private func laneRect(in line: Rect) -> Rect {
    var line = line
    return line.takeRight(max(0, line.columns - columns.width - 1))
  }
}

// MARK: - Columns

extension WorkersPane {
  /// How wide the columns are: as wide as what stands in them, so that nothing moves every frame.
  struct Columns {
    let index: Int
    let systemID: Int
    let future: Int
    let name: Int

    init(_ scene: Scene) {
      let workers = scene.snapshot.workers
      let most = max(workers.last?.index ?? 0, scene.snapshot.pool.maxWorkers)
      let id = workers.map(\.systemID).max() ?? 0
      let future = scene.snapshot.futures.last?.id.rawValue ?? 0
      index = max(3, String(most).count)
      systemID = max(5, String(id).count)
      self.future = max(4, String(future).count + 1)
      let room = 10 + (scene.layout.workers.columns - Layout.wideColumns) / 8
      let longest = workers.map { sanitized($0.name).columnCount }.max() ?? 0
      name = scene.layout.isWide ? min(room, max(4, longest)) : 0
    }

    /// All columns and the gaps between them.
    var width: Int {
      let named = name == 0 ? 0 : name + 1 + 5
      return index + 1 + systemID + 1 + named + 5 + 1 + future + 1 + 5 + 1 + 4 + 1 + 4 + 1
    }
  }

  private func line(
    index: String, systemID: String, name: String, state: String, future: String, run: String,
    done: String, failed: String, busy: String
  ) -> String {
    var line = index.fitted(to: columns.index, .trailing) + " "
    line += systemID.fitted(to: columns.systemID) + " "
    if columns.name > 0 { line += scene.fittedEnd(of: name, to: columns.name) + " " }
    line += state.fitted(to: 5) + " " + future.fitted(to: columns.future) + " "
    line += run.fitted(to: 5, .trailing) + " " + done.fitted(to: 4, .trailing) + " "
    if columns.name > 0 { line += failed.fitted(to: 4, .trailing) + " " }
    return line + busy.fitted(to: 4, .trailing) + " "
  }
}

// MARK: - Rows

extension WorkersPane {
  private func drawHeader(on canvas: inout Canvas, in rect: Rect) {
    let style = scene.headerStyle(of: .workers)
    canvas.fill(rect, style)
    let id = scene.snapshot.pool.kind == .thread ? "TID" : "PID"
    let names = line(
      index: "WID", systemID: id, name: "NAME", state: "STATE", future: "FUT", run: "RUN",
      done: "DONE", failed: "FAIL", busy: "BUSY")
    canvas.write(names, at: rect.origin, in: rect, style)
    let count = scene.snapshot.workers.count
    let visible = layout.workerRowCount
    let first = scene.model.firstWorkerRow
    let rows =
      count > visible ? "rows \(scene.range(from: first, visible: visible, of: count)) " : ""
    guard layout.showsLanes else {
      let column = rect.endColumn - rows.columnCount
      canvas.write(rows, at: Position(column: column, row: rect.row), in: rect, style)
      return
    }
    let lane = laneRect(in: rect)
    canvas.write(
      theme.verticalRule, at: Position(column: lane.column - 1, row: rect.row), in: rect, style)
    let span = LaneStep.finest.duration * lane.columns
    let forms = [
      "\(rows)timeline \(span.compact), 1 cell 250ms, a number starts each future",
      "\(rows)timeline \(span.compact), 1 cell 250ms", "\(rows)timeline \(span.compact)", rows, "",
    ]
    let end = scene.model.endedAt == nil ? "now\(theme.nowMark)" : "end\(theme.nowMark)"
    let form = forms.first { $0.columnCount < lane.columns - end.columnCount } ?? ""
    canvas.write(form, at: lane.origin, in: lane, style)
    canvas.write(
      end, at: Position(column: lane.endColumn - end.columnCount, row: rect.row), in: lane, style)
  }

  private func draw(_ worker: WorkerSnapshot, on canvas: inout Canvas, in rect: Rect) {
    let now = scene.now
    let isRunning = worker.state == .running || worker.state == .late
    let text = line(
      index: String(worker.index), systemID: String(worker.systemID),
      name: sanitized(worker.name), state: worker.state.word,
      future: isRunning ? worker.current.map { "#\($0)" } ?? "-" : "-",
      run: isRunning ? worker.since.duration(to: now).compact : "-",
      done: worker.doneCount.short, failed: worker.failedCount.short,
      busy: "\(Int((worker.busyShare(at: now) * 100).rounded()))%")
    canvas.write(text, at: rect.origin, in: rect, worker.state.style)
    guard layout.showsLanes else { return }
    let lane = laneRect(in: rect)
    canvas.write(
      theme.verticalRule, at: Position(column: lane.column - 1, row: rect.row), in: rect)
    let cells = scene.lane(of: worker, Lane.Window(endingAt: now, count: lane.columns))
    canvas.write(cells.text(theme), at: lane.origin, in: lane)
    drawForgotten(worker, cells.forgottenCells, on: &canvas, in: lane)
  }

  /// Says in words that a part of the lane is not idle but unknown.
  private func drawForgotten(
    _ worker: WorkerSnapshot, _ cells: Range<Int>?, on canvas: inout Canvas, in lane: Rect
  ) {
    guard let cells else { return }
    let count = worker.unknownJobCount.grouped
    let forms = [" \(count) earlier jobs not kept ", " \(count) not kept "]
    guard let form = forms.first(where: { $0.columnCount + 2 <= cells.count }) else { return }
    let place = Position(
      column: lane.column + cells.lowerBound + (cells.count - form.columnCount) / 2, row: lane.row)
    canvas.write(form, at: place, in: lane, Style(.dim))
  }

  private func drawUnstarted(_ index: Int, on canvas: inout Canvas, in rect: Rect) {
    let number = String(index).fitted(to: columns.index, .trailing)
    canvas.write("\(number) not started", at: rect.origin, in: rect, Style(.dim))
    guard layout.showsLanes else { return }
    canvas.write(
      theme.verticalRule, at: Position(column: laneRect(in: rect).column - 1, row: rect.row),
      in: rect, Style(.dim))
  }

  /// A scale below the lanes, a mark every five seconds before now.
  private func drawAxis(on canvas: inout Canvas, in rect: Rect) {
    let lane = laneRect(in: rect)
    let cellsPerMark = 20
    var cells = cellsPerMark
    while cells < lane.columns {
      let seconds = cells / 4
      canvas.write(
        "\(theme.axisTick)-\(seconds)s",
        at: Position(column: lane.endColumn - cells, row: rect.row), in: lane, Style(.dim))
      cells += cellsPerMark
    }
  }
}

extension WorkerSnapshot.State {
  /// A short name, as it stands in tables.
  var word: String {
    switch self {
    case .starting: "start"
    case .idle: "idle"
    case .running: "run"
    case .late: "late"
    case .exited: "exit"
    case .lost: "lost"
    }
  }

  var style: Style {
    switch self {
    case .running: .normal
    case .starting, .idle, .exited: Style(.dim)
    case .late: Style(.warning)
    case .lost: Style(.failed)
    }
  }
}
