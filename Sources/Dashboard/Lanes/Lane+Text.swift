internal import PoolObservation
internal import TextCanvas

extension Lane {
  /// The lane as it is drawn.
  func text(_ theme: Theme) -> StyledText {
    var text = StyledText()
    var stretch = ""
    var style = Style.normal
    for cell in cells {
      let (sign, own) = cell.drawn(theme)
      if own != style {
        text.append(stretch, style)
        (stretch, style) = ("", own)
      }
      stretch += sign
    }
    text.append(stretch, style)
    return text
  }

  /// How many cells at the left, from the first forgotten one, are no longer known.
  var forgottenCells: Range<Int>? {
    guard let first = cells.firstIndex(of: .forgotten),
      let last = cells.lastIndex(of: .forgotten)
    else { return nil }
    return first..<last + 1
  }
}

extension LaneCell {
  fileprivate func drawn(_ theme: Theme) -> (sign: String, style: Style) {
    switch self {
    case .absent: (" ", .normal)
    case .started: (theme.laneStarted, Style(.accent))
    case .idle: (theme.laneIdle, Style(.dim))
    case .forgotten: (theme.laneForgotten, Style(.dim))
    case .busy(let isOdd, let label?): (String(label), Style(isOdd ? .laneOdd : .laneEven))
    case .busy(isOdd: true, nil): (theme.laneOdd, Style(.laneOdd))
    case .busy(isOdd: false, nil): (theme.laneEven, Style(.laneEven))
    case .several: (theme.laneSeveral, Style(.accent))
    case .failed: (theme.failure, Style(.failed, isBold: true))
    case .died: (theme.laneDied, Style(.danger, isBold: true))
    }
  }
}

extension Scene {
  /// Lays out what a worker did.
  func lane(of worker: WorkerSnapshot, _ window: Lane.Window) -> Lane {
    Lane(worker, window, now: now) { snapshot.futures[id: $0]?.finishedAt }
  }
}

extension WorkerSnapshot {
  /// How many jobs it ran of which nothing but the number is known.
  var unknownJobCount: Int {
    forgottenSpanCount - past.quanta.reduce(0) { $0 + Int($1.startedCount) }
  }
}
