internal import PoolObservation
internal import TextCanvas

/// The characters the screen is drawn with, each one column wide; of those that stand in words, the
/// canvas knows what ASCII has for them.
struct Theme: Sendable, Hashable {
  let isASCII: Bool

  private func pick(_ unicode: String, _ ascii: String) -> String { isASCII ? ascii : unicode }

  var lines: LineStyle { isASCII ? .ascii : .light }
  var verticalRule: String { lines.vertical }
  var shiftSign: String { pick("«", "<") }

  // MARK: Tables

  var cursor: String { pick("▶", ">") }
  var restingCursor: String { pick("▷", ".") }
  var mark: String { pick("●", "*") }
  var ascending: String { pick("▲", "^") }
  var descending: String { pick("▼", "v") }
  var success: String { pick("✓", "+") }
  var failure: String { pick("✗", "X") }
  var nowMark: String { pick("▸", ">") }

  // MARK: Bars

  var busyBar: String { pick("█", "|") }
  /// Eighths of a full column, from one to seven.
  var partialBars: [String] { isASCII ? [] : ["▏", "▎", "▍", "▌", "▋", "▊", "▉"] }
  var succeededBar: String { pick("█", "#") }
  var failedBar: String { failure }
  var cancelledBar: String { pick("▒", "~") }
  var runningBar: String { pick("▶", ">") }
  var pendingBar: String { pick("░", ".") }
  /// From none to the most.
  var sparks: [String] {
    isASCII
      ? ["_", ".", ":", "-", "=", "+", "*", "@"] : ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  }

  // MARK: Lanes

  var laneEven: String { pick("█", "=") }
  var laneOdd: String { pick("▓", "-") }
  var laneSeveral: String { pick("▒", "%") }
  var laneIdle: String { pick("·", ".") }
  var laneForgotten: String { pick("┄", "?") }
  var laneStarted: String { pick("├", "(") }
  var laneDied: String { pick("†", "!") }
  var pointer: String { pick("▲", "^") }
  var axisTick: String { pick("╵", "'") }
}

extension Theme {
  func style(of future: FutureSnapshot) -> Style {
    switch (future.state, future.outcome) {
    case (.pending, _): Style(.pending)
    case (.running, _): Style(.running)
    case (.cancelled, _), (_, .cancelled?): Style(.cancelled)
    case (.finished, .failed?), (.finished, .crashed?), (.finished, .timedOut?): Style(.failed)
    case (.finished, _): Style(.succeeded)
    }
  }
}
