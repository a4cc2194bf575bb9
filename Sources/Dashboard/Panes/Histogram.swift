internal import PoolObservation
internal import TextCanvas

/// How often jobs ran how long, a bar for each step, and the percentiles.
struct Histogram {
  private let scene: Scene
  private let runTimes: Distribution

  /// One step.
  private struct Bar {
    var label: String
    var count: Int
  }

  init(_ scene: Scene) {
    self.scene = scene
    runTimes = scene.snapshot.runTimes
  }

  /// The rows it wants: a heading, its bars, and the percentiles.
  var rowCount: Int { 2 + max(1, bars.count) }

  /// The steps from the first that anything fell into to the last.
  private var bars: [Bar] {
    let counts = runTimes.histogram.counts
    guard let first = counts.firstIndex(where: { $0 > 0 }),
      let last = counts.lastIndex(where: { $0 > 0 })
    else { return [] }
    let bounds = DurationHistogram.bounds
    return (first...last).map { index in
      let low = index == 0 ? "0s" : bounds[index - 1].compact
      let label =
        index < bounds.count
        ? "\(low)-\(bounds[index].compact)" : "\(scene.theme.isASCII ? ">=" : "≥")\(low)"
      return Bar(label: label, count: counts[index])
    }
  }

  func draw(on canvas: inout Canvas, in rect: Rect) {
    var rest = rect
    let title = "run times of \(runTimes.count.grouped)"
    canvas.write(title, at: rest.takeTop(1).origin, in: rect, Style(isBold: true))
    drawPercentiles(on: &canvas, in: rest.takeBottom(1))
    let shown = merged(bars, to: rest.rows)
    let labelColumns = shown.map(\.label.columnCount).max() ?? 0
    let countColumns = shown.map(\.count.grouped.columnCount).max() ?? 0
    let most = shown.map(\.count).max() ?? 0
    let width = max(0, rest.columns - labelColumns - countColumns - 2)
    for (index, bar) in shown.enumerated() {
      let share = Double(bar.count) / Double(max(1, most))
      let gauge = Gauge(share: share, theme: scene.theme, style: Style(.accent))
      let line =
        StyledText(bar.label.fitted(to: labelColumns, .trailing) + " ", Style(.dim))
        + gauge.text(columns: width)
        + StyledText(" " + bar.count.grouped.fitted(to: countColumns, .trailing))
      canvas.write(line, at: Position(column: rest.column, row: rest.row + index), in: rest)
    }
  }

  private func drawPercentiles(on canvas: inout Canvas, in rect: Rect) {
    var text = StyledText()
    let figures = [
      ("p50", runTimes.median), ("p95", runTimes.percentile95), ("p99", runTimes.percentile99),
      ("max", runTimes.maximum),
    ]
    for (label, duration) in figures {
      text.append(label == "p50" ? label : "  \(label)")
      text.append(" " + (runTimes.count > 0 ? duration.compact : "-"))
    }
    canvas.write(text, at: rect.origin, in: rect)
  }

  /// The last bars stand as they are; what does not fit before them is one.
  private func merged(_ bars: [Bar], to rows: Int) -> [Bar] {
    guard bars.count > rows, rows > 0 else { return bars }
    let first = bars.prefix(bars.count - rows + 1)
    let bound = first.last?.label.split(separator: "-").last.map(String.init) ?? ""
    let sum = first.reduce(0) { $0 + $1.count }
    return [Bar(label: "<\(bound)", count: sum)] + bars.suffix(rows - 1)
  }
}
