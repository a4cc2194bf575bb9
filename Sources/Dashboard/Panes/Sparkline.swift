internal import TextCanvas

/// A row of small bars, the newest at the right edge.
struct Sparkline {
  let values: [Int]
  let theme: Theme

  func text(columns: Int) -> String {
    guard columns > 0 else { return "" }
    let shown = values.suffix(columns)
    let most = shown.max() ?? 0
    let sparks = theme.sparks
    let bars = shown.map { value in
      // Nothing has the lowest bar for itself.
      value <= 0 ? sparks[0] : sparks[1 + (sparks.count - 2) * value / max(1, most)]
    }
    return bars.joined().fitted(to: columns, .trailing)
  }
}
