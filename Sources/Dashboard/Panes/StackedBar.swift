internal import PoolObservation
internal import TextCanvas

/// One bar for all futures: each state takes its share.
struct StackedBar {
  /// One state's share.
  struct Part {
    var count: Int
    var sign: String
    var style: Style
  }

  let parts: [Part]

  init(_ counts: FutureCounts, _ theme: Theme) {
    parts = [
      Part(count: counts.succeeded, sign: theme.succeededBar, style: Style(.succeeded)),
      Part(count: counts.unsuccessful, sign: theme.failedBar, style: Style(.failed)),
      Part(count: counts.cancelled, sign: theme.cancelledBar, style: Style(.cancelled)),
      Part(count: counts.running, sign: theme.runningBar, style: Style(.running)),
      Part(count: counts.pending, sign: theme.pendingBar, style: Style(.pending)),
    ]
  }

  /// Returns how many columns each part gets: whoever is there gets one, and the rest goes by size.
  static func columns(for counts: [Int], of width: Int) -> [Int] {
    let total = counts.reduce(0, +)
    guard total > 0, width > 0 else { return counts.map { _ in 0 } }
    var columns = counts.map { $0 == 0 ? 0 : max(1, width * $0 / total) }
    // Whoever is furthest from its share gives or takes a column, until all fit.
    while columns.reduce(0, +) != width {
      let isShort = columns.reduce(0, +) < width
      let distances = counts.indices.map { index -> Double in
        guard counts[index] > 0, isShort || columns[index] > 1 else { return -.infinity }
        let share = Double(width) * Double(counts[index]) / Double(total)
        return isShort ? share - Double(columns[index]) : Double(columns[index]) - share
      }
      guard let most = distances.max(), most > -.infinity,
        let place = distances.firstIndex(of: most)
      else { break }
      columns[place] += isShort ? 1 : -1
    }
    return columns
  }

  func text(columns: Int) -> StyledText {
    var text = StyledText()
    let widths = Self.columns(for: parts.map(\.count), of: columns)
    for (part, width) in zip(parts, widths) {
      text.append(String(repeating: part.sign, count: width), part.style)
    }
    let rest = columns - widths.reduce(0, +)
    text.append(String(repeating: " ", count: max(0, rest)))
    return text
  }
}
