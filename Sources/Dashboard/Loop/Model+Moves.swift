internal import PoolObservation
internal import TextCanvas

extension Model {
  /// How far one key shifts long texts.
  private static let textStep = 8

  /// Moves through the rows of what has the keys.
  mutating func move(_ move: Move) {
    switch move {
    case .left: textOffset = max(0, textOffset - Self.textStep)
    case .right: textOffset = max(textOffset, min(textOffset + Self.textStep, longestShift))
    case .up, .down, .pageUp, .pageDown, .first, .last: moveRows(move)
    }
  }

  /// How far texts can be shifted with something left of the longest on the screen.
  private var longestShift: Int {
    guard let snapshot else { return 0 }
    let layout = Layout(model: self, size: size)
    let lastRow = min(rows.count, firstFutureRow + layout.futureRowCount)
    let futures = (firstFutureRow..<max(firstFutureRow, lastRow)).compactMap { row in
      snapshot.futures[id: rows[row]].map { $0.state == .finished ? $0.text : $0.name }
    }
    let log = snapshot.log
    let shown = log.entries.prefix(log.end(logEnd, page: layout.logRowCount))
    let lines = shown.suffix(layout.logRowCount).flatMap {
      $0.line.text.split(whereSeparator: \.isNewline).map(String.init)
    }
    let longest = (futures + lines).map { sanitized($0).count }.max() ?? 0
    return max(0, longest - 1) / Self.textStep * Self.textStep
  }

  private mutating func moveRows(_ move: Move) {
    let layout = Layout(model: self, size: size)
    switch overlay {
    case .help: return moveHelp(move)
    case .lanes: return moveLanes(move)
    case .picker(var picker):
      picker.move(move, on: size)
      overlay = .picker(picker)
      return
    case .settings:
      settingsRow = move.target(
        from: settingsRow, count: SettingRow.allCases.count, page: SettingRow.allCases.count)
      return
    case .details where move == .pageUp || move == .pageDown:
      return moveDetails(move, in: DetailsBox.room(on: size))
    case .question, .shutdown, .quit: return
    case .details, nil: break
    }
    switch overlay == .details ? .futures : focus {
    case .futures:
      guard !rows.isEmpty else { return }
      selectedRow = move.target(
        from: selectedRow, count: rows.count, page: layout.futureRowCount)
      selection = selectedFuture
      firstDetailsRow = 0
      showSelection()
    case .details: moveDetails(move, in: scene.map { DetailsPane($0).room })
    case .workers:
      let count = snapshot?.workers.count ?? 0
      firstWorkerRow = move.target(
        from: firstWorkerRow, count: max(1, count - layout.workerRowCount + 1),
        page: layout.workerRowCount)
    case .log:
      moveLog(move, page: layout.logRowCount)
    }
  }

  private mutating func moveHelp(_ move: Move) {
    let rowCount = HelpBox.lineCount(self, on: size)
    let page = HelpBox.visibleRowCount(rowCount, on: size)
    firstHelpRow = move.target(
      from: firstHelpRow, count: max(0, rowCount - page) + 1, page: page)
  }

  /// Scrolls the details as far as there are lines that the screen has no room for.
  private mutating func moveDetails(_ move: Move, in room: Size?) {
    guard let room, let scene, let future = selectedFuture.flatMap({ snapshot?.futures[id: $0] })
    else { return }
    let lines = FutureDetails(future, scene).lines(columns: room.columns)
    firstDetailsRow = move.target(
      from: firstDetailsRow, count: max(0, lines.count - room.rows) + 1, page: max(1, room.rows))
  }

  private mutating func moveLog(_ move: Move, page: Int) {
    guard let log = snapshot?.log else { return }
    let earliest = min(log.entries.count, max(1, page))
    let end = log.end(logEnd, page: page) - earliest
    let target = move.target(from: end, count: log.entries.count - earliest + 1, page: page)
    logEnd = log.number(ofEnd: target + earliest)
  }

  /// Scrolls so that the selected row, and as many others as fit, are on the screen.
  mutating func showSelection() {
    let layout = Layout(model: self, size: size)
    firstFutureRow = Self.scrolled(
      firstFutureRow, toShow: selectedRow, of: rows.count, visible: layout.futureRowCount)
    let workerCount = snapshot?.workers.count ?? 0
    firstWorkerRow = min(firstWorkerRow, max(0, workerCount - layout.workerRowCount))
  }

  /// Returns the first visible row that is nearest to a given one and shows a certain row.
  static func scrolled(_ first: Int, toShow row: Int, of count: Int, visible: Int) -> Int {
    let visible = max(1, visible)
    let nearest = min(max(first, row - visible + 1), row)
    return max(0, min(nearest, count - visible))
  }
}

extension Move {
  /// Returns the row a move leads to, among so many.
  func target(from row: Int, count: Int, page: Int) -> Int {
    let target =
      switch self {
      case .up: row - 1
      case .down: row + 1
      case .pageUp: row - max(1, page)
      case .pageDown: row + max(1, page)
      case .first: 0
      case .last: count - 1
      case .left, .right: row
      }
    return max(0, min(target, count - 1))
  }
}

extension LogTail {
  /// Returns where a view of the log ends: where somebody scrolled to, or as near as lines are
  /// kept.
  ///
  /// - Parameters:
  ///   - wanted: The number of the last line above its lower edge; `nil` for the last of all.
  ///   - page: How many lines it shows.
  /// - Returns: How many of those that are kept lie above it.
  func end(_ wanted: Int?, page: Int) -> Int {
    guard let wanted else { return entries.count }
    let last = entries.lastIndex { $0.number <= wanted }
    return max(last.map { $0 + 1 } ?? 0, min(entries.count, max(1, page)))
  }

  /// Returns the number of the last line of a view that ends there; `nil` for the last of all.
  func number(ofEnd end: Int) -> Int? {
    end < entries.count ? entries.prefix(end).last?.number : nil
  }
}
