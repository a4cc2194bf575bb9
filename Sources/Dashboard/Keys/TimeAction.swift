/// What a key does to the time that is shown.
enum TimeAction: Sendable, Hashable {
  /// Stop the view, or let it go on.
  case freeze
  /// So many pictures on; back when negative.
  case stepPicture(by: Int)
  /// The lanes on the whole screen.
  case lanes
  /// The time cursor so many cells on; back when negative.
  case moveCursor(by: Int)
  case cursorToStart
  case cursorToNow
  /// So many steps more, or less, time to a cell.
  case zoom(by: Int)
}

extension TimeAction {
  /// The name by which the settings and the list of commands know it.
  var name: String {
    switch self {
    case .freeze: "freeze"
    case .stepPicture(let step): step > 0 ? "picture-on" : "picture-back"
    case .lanes: "lanes"
    case .moveCursor(let cells):
      (cells > 0 ? "later" : "earlier") + (abs(cells) == 1 ? "" : "-\(abs(cells))")
    case .cursorToStart: "beginning"
    case .cursorToNow: "now"
    case .zoom(let step): step > 0 ? "longer-cells" : "shorter-cells"
    }
  }
}
