internal import TextCanvas

/// A bar that is filled as far as a share goes.
struct Gauge {
  /// From 0 to 1.
  let share: Double
  let theme: Theme
  let style: Style

  func text(columns: Int) -> StyledText {
    guard columns > 0 else { return StyledText() }
    let clamped = share.isFinite ? min(1, max(0, share)) : 0
    let steps = theme.partialBars.count + 1
    let filled = Int((clamped * Double(columns * steps)).rounded(.down))
    var bar = String(repeating: theme.busyBar, count: filled / steps)
    if filled % steps > 0 { bar += theme.partialBars[filled % steps - 1] }
    return StyledText(bar.fitted(to: columns), style)
  }
}
