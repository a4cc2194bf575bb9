internal import PoolObservation
internal import TextCanvas

/// The rows below the title: how busy the pool is, how far it is, and how long things take.
struct Meters {
  private let scene: Scene
  private var snapshot: PoolSnapshot { scene.snapshot }
  private var theme: Theme { scene.theme }

  init(_ scene: Scene) {
    self.scene = scene
  }

  func draw(on canvas: inout Canvas) {
    let rect = scene.layout.meters
    guard rect.rows >= 3 else { return drawOneRow(on: &canvas, in: rect) }
    let waits = times("wait", snapshot.waitTimes, oldest: oldestAge)
    let runs = times("run", snapshot.runTimes, oldest: nil)
    let timesColumns = max(waits.columnCount, runs.columnCount)
    let barColumns = rect.columns - timesColumns - 3
    drawBars(on: &canvas, in: rect, columns: barColumns)
    let column = rect.endColumn - timesColumns - 1
    canvas.write(waits, at: Position(column: column, row: rect.row), in: rect)
    canvas.write(runs, at: Position(column: column, row: rect.row + 1), in: rect)
    drawCounts(on: &canvas, in: rect, timesColumn: column)
  }

  private var oldestAge: Duration? {
    snapshot.oldestPendingSince.map { $0.duration(to: scene.now) }
  }

  private var busyCount: Int {
    snapshot.workers.count { $0.state == .running || $0.state == .late }
  }

  private var busyText: String {
    "\(busyCount.grouped)/\(snapshot.pool.maxWorkers.grouped) busy"
  }
}

// MARK: - Bars

extension Meters {
  /// The columns of a bar, at most.
  ///
  /// More says nothing more, and is three bytes for each; fewer makes small shares alike.
  private static let longestBar = 40

  private func drawBars(on canvas: inout Canvas, in rect: Rect, columns: Int) {
    let total = "\(snapshot.counts.total.grouped) total"
    let notes = max(8, busyText.columnCount, total.columnCount)
    let width = min(Self.longestBar, max(0, columns - "Workers [] ".columnCount - notes))
    let share = Double(busyCount) / Double(max(1, snapshot.pool.maxWorkers))
    let gauge = Gauge(share: share, theme: theme, style: Style(.running))
    let bar = StackedBar(snapshot.counts, theme)
    let rows = [
      ("Workers", gauge.text(columns: width), busyText),
      ("Futures", bar.text(columns: width), total),
    ]
    for (index, (label, bar, note)) in rows.enumerated() {
      let text =
        StyledText("\(label) [") + bar + StyledText("] \(note)")
      canvas.write(text, at: Position(column: rect.column, row: rect.row + index), in: rect)
    }
  }
}

// MARK: - Times

extension Meters {
  /// Half, nearly all, and the longest; on a narrow screen the oldest that waits, where there is
  /// one, stands in the place of the longest wait.
  private func times(_ label: String, _ times: Distribution, oldest: Duration?) -> StyledText {
    let isKnown = times.count > 0
    var text = StyledText(label.fitted(to: 5))
    append("p50", isKnown ? times.median : nil, to: &text)
    append(" p95", isKnown ? times.percentile95 : nil, to: &text)
    let hasRoom = scene.layout.isWide
    if let oldest, !hasRoom {
      append(" oldest", oldest, to: &text)
    } else {
      append(hasRoom ? "  max" : "    max", isKnown ? times.maximum : nil, to: &text)
    }
    if hasRoom, label == "wait" { append("  oldest", oldest, to: &text) }
    return text
  }

  private func append(_ label: String, _ duration: Duration?, to text: inout StyledText) {
    text.append("\(label) ")
    text.append((duration?.compact ?? "-").fitted(to: 5, .trailing))
  }
}

// MARK: - Counts

extension Meters {
  private func drawCounts(on canvas: inout Canvas, in rect: Rect, timesColumn: Int) {
    let row = rect.row + 2
    let throughput = Throughput(scene.model, snapshot)
    var right = StyledText(" \(throughput.rateText)".fitted(to: 7, .trailing))
    right.append(" eta ", Style(.dim))
    right.append(throughput.remainingText.fitted(to: 5, .trailing))
    let rightColumn = rect.endColumn - right.columnCount - 1
    let counts = CountsText(scene).text(columns: rightColumn - 12)
    let countColumns = canvas.write(
      StyledText(" ") + counts, at: Position(column: rect.column, row: row), in: rect)
    let countsEnd = rect.column + countColumns
    let sparkColumn = max(timesColumn, countsEnd + 2)
    let sparks = Sparkline(values: scene.model.completionsPerSecond, theme: theme)
    let sparkColumns = rightColumn - sparkColumn
    canvas.write(
      sparks.text(columns: sparkColumns),
      at: Position(column: sparkColumn, row: row), in: rect, Style(.accent))
    canvas.write(right, at: Position(column: rightColumn, row: row), in: rect)
    let legend = "throughput \(sparkColumns)s, 1 cell 1s"
    let legendColumn = sparkColumn - legend.count - 1
    guard legendColumn >= countsEnd + 2 else { return }
    canvas.write(legend, at: Position(column: legendColumn, row: row), in: rect)
  }

  private func drawOneRow(on canvas: inout Canvas, in rect: Rect) {
    let throughput = Throughput(scene.model, snapshot)
    let eta = "eta \(throughput.remainingText)".fitted(to: 9, .trailing)
    let etaColumn = rect.endColumn - eta.columnCount - 1
    let busy = StyledText(" \(busyText)  ", Style(.running))
    let counts = CountsText(scene).text(columns: etaColumn - busy.columnCount - 1)
    canvas.write(busy + counts, at: rect.origin, in: rect)
    canvas.write(eta, at: Position(column: etaColumn, row: rect.row), in: rect, Style(.dim))
  }
}
