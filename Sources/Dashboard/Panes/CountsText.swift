internal import PoolObservation
internal import TextCanvas

/// The exact counts of the states, in as many words as there is room for.
struct CountsText {
  private struct Part {
    var count: Int
    /// Names of the state, from long to short.
    var names: [String]
    var style: Style
  }

  private let parts: [Part]
  private let share: String

  init(_ scene: Scene) {
    let counts = scene.snapshot.counts
    share = "\(counts.done.grouped)/\(counts.total.grouped)"
    var parts = [
      Part(count: counts.succeeded, names: ["ok", "ok", "ok"], style: Style(.succeeded)),
      Part(count: counts.failed, names: ["failed", "failed", "f"], style: Style(.failed)),
      Part(count: counts.cancelled, names: ["cancelled", "canc", "c"], style: Style(.cancelled)),
      Part(count: counts.running, names: ["running", "run", "r"], style: Style(.running)),
      Part(count: counts.pending, names: ["pending", "pend", "p"], style: Style(.pending)),
    ]
    // What hardly ever happens takes no room until it does.
    if counts.timedOut > 0 {
      parts.insert(
        Part(count: counts.timedOut, names: ["timed out", "late", "t"], style: Style(.failed)),
        at: 2)
    }
    if counts.crashed > 0 {
      parts.insert(
        Part(count: counts.crashed, names: ["crashed", "crash", "x"], style: Style(.failed)),
        at: 2)
    }
    let heldBackCount = scene.model.heldBackCount
    if heldBackCount > 0 {
      parts.append(
        Part(count: heldBackCount, names: ["held back", "held", "h"], style: Style(.warning)))
    }
    self.parts = parts
  }

  /// Returns the longest form that fits; the shortest when none does.
  func text(columns: Int) -> StyledText {
    let forms = [
      form(0, gap: "  "), form(1, gap: "  "), form(1, gap: " "), form(2, gap: " "),
      StyledText("\(share) done"),
    ]
    return forms.first { $0.columnCount <= columns } ?? StyledText(share)
  }

  private func form(_ length: Int, gap: String) -> StyledText {
    var text = StyledText()
    for part in parts {
      if !text.runs.isEmpty { text.append(gap) }
      let style = part.count == 0 ? Style(.dim) : part.style
      let space = length == 2 ? "" : " "
      text.append(part.count.grouped + space + part.names[length], style)
    }
    return text
  }
}
