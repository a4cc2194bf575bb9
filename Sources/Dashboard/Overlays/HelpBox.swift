internal import TextCanvas

/// All keys, and what the signs on the screen mean.
struct HelpBox {
  private let scene: Scene

  /// One row of the help.
  private struct Row {
    var key: String
    var text: String
  }

  /// The fewest columns that a text beside its keys is given.
  ///
  /// More would set keys above their texts on usual screens; fewer would break every sentence.
  private static let textColumns = 24
  /// The columns of the keys; longer ones stand above their text.
  private static let keyColumns = 18
  /// The fewest columns of each half, where the help stands in two.
  ///
  /// More would scroll on wide screens; fewer would break every sentence.
  private static let pairedColumns = 64
  /// The columns between the halves.
  private static let gap = 3

  /// How many lines it has on a screen, without its frame.
  static func lineCount(_ model: Model, on size: Size) -> Int {
    lines(model, Theme(isASCII: model.isASCII), columns: size.columns - 6).count
  }

  /// How many of so many lines a screen shows.
  static func visibleRowCount(_ lineCount: Int, on size: Size) -> Int {
    max(1, min(lineCount, size.rows - 4))
  }

  init(_ scene: Scene) {
    self.scene = scene
  }

  /// Rows below a heading.
  private struct Section {
    var title: String
    var rows: [Row]
  }

  private static func sections(_ model: Model, _ theme: Theme) -> [Section] {
    func section(_ title: String, _ bindings: [KeyBinding]) -> Section {
      Section(title: title, rows: bindings.map { Row(key: $0.label, text: $0.help ?? "") })
    }
    let lanes = section("lanes", model.keymap.explained(in: .lanes))
    // Whoever asks on the lanes asks for theirs.
    if model.overlayBelow == .lanes { return [lanes, signs(theme)] }
    let explained = model.keymap.explained.filter { $0.context != .lanes }
    var keys = Action.Subject.allCases.map { subject in
      section(subject.rawValue, explained.filter { $0.action.subject == subject })
    }
    keys.insert(lanes, at: keys.count - 1)
    return keys.filter { !$0.rows.isEmpty } + [signs(theme)]
  }

  private static func signs(_ theme: Theme) -> Section {
    let states =
      "\(theme.succeededBar) ok \(theme.failedBar) failed \(theme.cancelledBar) cancelled "
      + "\(theme.runningBar) running \(theme.pendingBar) pending"
    let lanes = [
      "\(theme.laneEven)\(theme.laneOdd) a future each, its id first   \(theme.failure) it failed",
      "\(theme.laneSeveral) too short, or too old, to tell apart  \(theme.laneIdle) idle",
      "\(theme.laneStarted) the worker came later  \(theme.laneDied) it died",
      "\(theme.laneForgotten) no longer kept; blank: there was no worker",
    ]
    return Section(
      title: "signs",
      rows: [Row(key: "Futures [..]", text: states)]
        + lanes.enumerated().map { Row(key: $0.offset == 0 ? "timeline" : "", text: $0.element) })
  }

  /// The lines, each of at most so many columns; long texts go on in the next line.
  ///
  /// In two columns where there is room for both.
  private static func lines(_ model: Model, _ theme: Theme, columns: Int) -> [StyledText] {
    let sections = sections(model, theme)
    guard columns >= 2 * pairedColumns + gap else {
      return Array(sections.map { lines($0, columns: columns) }.joined(separator: [StyledText()]))
    }
    let width = (columns - gap) / 2
    let blocks = sections.map { lines($0, columns: width) }
    let half = blocks.reduce(0) { $0 + $1.count + 1 } / 2
    var left: [StyledText] = []
    var right: [StyledText] = []
    for block in blocks {
      if right.isEmpty, left.count + block.count / 2 <= half {
        left += (left.isEmpty ? [] : [StyledText()]) + block
      } else {
        right += (right.isEmpty ? [] : [StyledText()]) + block
      }
    }
    return (0..<max(left.count, right.count)).map { row in
      let first = row < left.count ? left[row] : StyledText()
      guard row < right.count else { return first }
      let space = String(repeating: " ", count: width + gap - first.columnCount)
      return first + StyledText(space) + right[row]
    }
  }

  private static func lines(_ section: Section, columns: Int) -> [StyledText] {
    let isStacked = columns - keyColumns - 2 < textColumns
    let indent = isStacked ? 2 : keyColumns + 2
    let space = StyledText(String(repeating: " ", count: indent))
    return [StyledText(section.title, Style(.accent, isBold: true))]
      + section.rows.flatMap { row -> [StyledText] in
        let text = row.text.wordWrapped(to: max(1, columns - indent))
        let isBeside = !isStacked && row.key.columnCount <= keyColumns
        let key = StyledText(
          isBeside ? row.key.fitted(to: indent) : row.key, Style(.key, isBold: true))
        guard isBeside else {
          return (row.key.isEmpty ? [] : [key]) + text.map { space + StyledText($0) }
        }
        return text.enumerated().map { index, line in
          (index == 0 ? key : space) + StyledText(line)
        }
      }
  }

  func draw(on canvas: inout Canvas) {
    let lines = Self.lines(scene.model, scene.theme, columns: canvas.size.columns - 6)
    let visible = Self.visibleRowCount(lines.count, on: canvas.size)
    let columns = min(canvas.size.columns - 2, (lines.map(\.columnCount).max() ?? 0) + 5)
    let rect = Rect(
      column: (canvas.size.columns - columns) / 2, row: (canvas.size.rows - visible - 2) / 2,
      columns: columns, rows: visible + 2)
    canvas.fill(
      Rect(column: rect.column - 1, row: rect.row, columns: columns + 2, rows: rect.rows))
    canvas.box(rect, title: StyledText("keys", Style(.accent, isBold: true)), scene.theme.lines)
    let first = min(scene.model.firstHelpRow, max(0, lines.count - visible))
    let inside = Rect(
      column: rect.column + 2, row: rect.row + 1, columns: rect.columns - 4, rows: visible)
    for (index, line) in lines.dropFirst(first).prefix(visible).enumerated() {
      canvas.write(line, at: Position(column: inside.column, row: inside.row + index), in: inside)
    }
    guard visible < lines.count else { return }
    let more = " \(scene.range(from: first, visible: visible, of: lines.count)) "
    let place = Position(column: rect.endColumn - 2 - more.columnCount, row: rect.endRow - 1)
    canvas.write(more, at: place, in: rect, Style(.dim))
  }
}
