internal import PoolObservation

// Looking for a future selects it and hides nothing; in the log it scrolls to the line.

extension Model {
  /// Selects the next row that a filter picks, or the one before; from the ends it goes round.
  ///
  /// - Parameters:
  ///   - filter: What is looked for.
  ///   - start: Where to begin; itself looked at first.
  ///   - step: 1 or -1.
  mutating func seek(_ filter: FutureFilter, from start: Int, by step: Int) {
    surveys.drop(.match)
    guard let snapshot, !rows.isEmpty else { return select(nil, matching: filter) }
    let search = FutureSearch(filter: filter, rows: rows, start: start, step: step)
    let near = search.nearMatch(in: snapshot)
    guard near == nil, search.hasFarRows else { return select(near, matching: filter) }
    survey(.match(search))
  }

  /// Selects what was found in a look at the pool, if that matches still; else goes on from there,
  /// or looks once more where that has left the rows.
  mutating func take(_ id: FutureID?, foundBy search: FutureSearch) {
    guard let id, let snapshot else { return select(nil, matching: search.filter) }
    guard let row = rows.row(of: id), let future = snapshot.futures[id: id] else {
      return seek(search.filter, from: search.start, by: search.step)
    }
    guard !search.filter.matches(future, FilterContext(snapshot)) else {
      return select(id, matching: search.filter)
    }
    seek(search.filter, from: row + search.step, by: search.step)
  }

  /// Selects what was found, or says that nothing was.
  mutating func select(_ id: FutureID?, matching filter: FutureFilter) {
    if let id, let row = rows.row(of: id) {
      selectedRow = row
      selection = id
      showSelection()
    } else if prompt?.kind == .search {
      prompt?.problem = "nothing here matches"
    } else {
      notice = Notice("nothing here matches '\(filter.text)'", .refused)
    }
  }

  /// Goes on to the next thing that was searched for.
  mutating func searchAgain(by step: Int) {
    if focus == .log { return searchLogAgain(by: step) }
    guard let search else {
      notice = Notice(
        "nothing was searched for yet; \(keymap.label(of: .search)) does", .refused)
      return
    }
    seek(search, from: selectedRow + step, by: step)
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
    let current = log.end(logEnd, page: 1) - 1
    var index = isInclusive ? current : current + step
    while entries.indices.contains(index) {
      if entries[index].line.text.containsFolded(text) {
        logEnd = entries[index].number
        return true
      }
      index += step
    }
    return false
  }

  private mutating func searchLogAgain(by step: Int) {
    guard let logSearch else {
      notice = Notice(
        "nothing was searched for in the log yet; \(keymap.label(of: .search)) does", .refused)
      return
    }
    // The log is read from its end: the next one is the one above.
    if !showLogMatch(logSearch, by: -step) {
      let side = step > 0 ? "above" : "below"
      notice = Notice("no other line \(side) holds '\(logSearch)'", .refused)
    }
  }
}
