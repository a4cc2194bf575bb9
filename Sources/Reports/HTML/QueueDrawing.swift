internal import PoolObservation

/// How many futures waited and ran over time, as SVG.
struct QueueDrawing {
  private static let width = 1_000
  private static let height = 160

  let levels: [Figures.Level]
  let end: UInt64

  init(_ figures: Figures, until end: PoolInstant) {
    levels = figures.levels
    self.end = max(1, end.nanoseconds)
  }

  var svg: String {
    let highest = max(1, levels.map { max($0.pending, $0.running) }.max() ?? 1)
    return """
      <svg class="queue" role="img" aria-label="how many futures waited and ran over time" \
      viewBox="0 0 \(Self.width) \(Self.height)" preserveAspectRatio="none">
      <path class="pending" d="\(path(highest, \.pending))"/>
      <path class="running" d="\(path(highest, \.running))"/>
      </svg>
      <p class="axis"><span>0 s</span><span>at most \(grouped(highest))</span>\
      <span>\(Duration.nanoseconds(Int64(clamping: end)).reading)</span></p>
      """
  }

  /// Steps: a number holds until the next one.
  private func path(_ highest: Int, _ number: (Figures.Level) -> Int) -> String {
    func y(_ count: Int) -> Double {
      let share = Double(count) / Double(highest)
      return (Double(Self.height) - share * Double(Self.height - 4)).rounded()
    }
    var text = "M0 \(Self.height)"
    for level in levels {
      let x = Double(level.time.nanoseconds) / Double(end) * Double(Self.width)
      text += "H\((x * 10).rounded() / 10)V\(y(number(level)))"
    }
    return text + "H\(Self.width)V\(Self.height)Z"
  }
}
