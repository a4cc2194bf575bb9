internal import PoolObservation
internal import TextCanvas

extension Lane {
  /// The lane as it is drawn.
  func text(_ theme: Theme) -> StyledText {
    var text = StyledText()
    for cell in cells {
      switch cell {
      case .absent: text.append(" ")
      case .started: text.append(theme.laneStarted, Style(.accent))
      case .idle: text.append(theme.laneIdle, Style(.dim))
      case .forgotten: text.append(theme.laneForgotten, Style(.dim))
      case .busy(let isOdd, let label):
        let tone = isOdd ? Tone.laneOdd : .laneEven
        if let label {
          text.append(String(label), Style(tone))
        } else {
          text.append(isOdd ? theme.laneOdd : theme.laneEven, Style(tone))
        }
      case .several: text.append(theme.laneSeveral, Style(.accent))
      case .failed: text.append(theme.failure, Style(.failed, isBold: true))
      case .died: text.append(theme.laneDied, Style(.danger, isBold: true))
      }
    }
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
