internal import PoolObservation

// Looking for a future selects it and hides nothing; in the log it scrolls to the line.

extension Model {
  /// How many rows are looked at one by one before all are looked at in one go.
  ///
  /// More is quicker where much matches; fewer is quicker where little does.
  private static let nearRowCount = 4_096

  /// Selects the next row that a filter picks, or the one before; from the ends it goes round.
  ///
  /// - Parameters:
  ///   - filter: What is looked for.
  ///   - start: Where to begin; itself looked at first.
  ///   - step: 1 or -1.
  /// - Returns: Whether there is one.
  mutating func selectMatch(_ filter: FutureFilter, from start: Int, by step: Int) -> Bool {
    guard let snapshot, !rows.isEmpty else { return false }
    guard let row = match(filter, in: snapshot, from: start, by: step) else { return false }
    selectedRow = row
    selection = rows[row]
    showSelection()
    return true
  }

  private func match(
    _ filter: FutureFilter, in snapshot: PoolSnapshot, from start: Int, by step: Int
  ) -> Int? {
    let context = FilterContext(snapshot)
    let count = rows.count
    func row(_ offset: Int) -> Int { ((start + offset * step) % count + count) % count }
    for offset in 0..<min(count, Self.nearRowCount) {
      let row = row(offset)
      if let future = snapshot.futures[id: rows[row]], filter.matches(future, context) {
        return row
      }
    }
    guard count > Self.nearRowCount else { return nil }
    var matching: Set<FutureID> = []
    for future in snapshot.futures where filter.matches(future, context) {
      matching.insert(future.id)
    }
    guard !matching.isEmpty else { return nil }
    return (Self.nearRowCount..<count).lazy.map(row).first { matching.contains(rows[$0]) }
  }

  /// Goes on to the next thing that was searched for.
  mutating func searchAgain(by step: Int) {
    if focus == .log { return searchLogAgain(by: step) }
    guard let search else {
      notice = Notice("F3 searches", .refused)
      return
    }
    if !selectMatch(search, from: selectedRow + step, by: step) {
      notice = Notice("nothing here matches '\(search.text)'", .refused)
    }
  }

  // MARK: The log

  /// Scrolls the log so that its last line on the screen is one that holds a text.
  ///
  /// - Parameters:
  ///   - text: What is looked for, as in a filter's word.
  ///   - step: -1 looks above, 1 below.
  ///   - isInclusive: Whether the present line is looked at, too.
  /// - Returns: Whether there is such a line.
  mutating func showLogMatch(_ text: String, by step: Int, isInclusive: Bool = false) -> Bool {
    guard let log = snapshot?.log, !text.isEmpty else { return false }
    let entries = Array(log.entries)
    let forgotten = log.totalCount - entries.count
    let current = (logEnd ?? log.totalCount) - forgotten - 1
    var index = isInclusive ? current : current + step
    while entries.indices.contains(index) {
      if entries[index].line.text.containsFolded(text) {
        logEnd = index + forgotten + 1
        return true
      }
      index += step
    }
    return false
  }

  private mutating func searchLogAgain(by step: Int) {
    guard let logSearch else {
      notice = Notice("F3 searches the log", .refused)
      return
    }
    // The log is read from its end: the next one is the one above.
    if !showLogMatch(logSearch, by: -step) {
      let side = step > 0 ? "above" : "below"
      notice = Notice("no other line \(side) holds '\(logSearch)'", .refused)
    }
  }
}
