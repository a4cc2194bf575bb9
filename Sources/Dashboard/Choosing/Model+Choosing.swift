internal import PoolObservation
internal import TextCanvas

// What is shown of the futures, in which order, and which of them are marked.

extension Model {
  /// Shows something else from now on; the selection stays on its row while that is shown.
  mutating func show(_ query: FutureQuery) {
    let selected = selectedFuture
    rows.want(query)
    guard query.isUsual else { return survey(.rows(query)) }
    surveys.drop(.rows)
    settle(on: selected)
  }

  /// Shows what was picked from a look at the pool, for the first time or anew.
  mutating func show(_ pick: FuturePick) {
    guard let new = coming ?? snapshot else { return }
    bringRows(pick, to: new)
  }

  mutating func settle(on selected: FutureID?) {
    if let selected, selection != nil, let row = rows.row(of: selected) {
      selectedRow = row
    } else {
      selectedRow = 0
      selection = nil
    }
    showSelection()
  }

  mutating func toggleFailuresOnly() {
    var query = rows.query
    query.showsFailuresOnly.toggle()
    if query.showsFailuresOnly { query.hidesFinished = false }
    show(query)
    let key = keymap.label(of: .toggleFailuresOnly)
    notice = Notice(
      query.showsFailuresOnly ? "failures only; \(key) shows the rest" : "all again")
  }

  mutating func toggleHidesFinished() {
    var query = rows.query
    query.hidesFinished.toggle()
    if query.hidesFinished { query.showsFailuresOnly = false }
    show(query)
    let key = keymap.label(of: .toggleHidesFinished)
    notice = Notice(
      query.hidesFinished
        ? "what succeeded or was cancelled is hidden; \(key) shows it" : "all again")
  }

  /// Keeps the selection on its future wherever that goes, or on its place in the table.
  mutating func toggleFollow() {
    guard let future = selectedFuture else {
      notice = Notice("there is no future to follow", .refused)
      return
    }
    let key = keymap.label(of: .toggleFollow)
    if selection == nil {
      selection = future
      notice = Notice(
        "follows #\(future) wherever it goes; \(key) stays in row \(selectedRow + 1)")
    } else {
      selection = nil
      notice = Notice("stays in row \(selectedRow + 1); \(key) follows #\(future)")
    }
  }

  /// Says that another future is selected than the one a person chose, before anything acts on it.
  mutating func refuseLostSelection(_ action: Action) -> Bool {
    guard let lost = lostSelection else { return false }
    lostSelection = nil
    guard action == .cancelSelected || action == .submitAgain || action == .askStop,
      marks.isEmpty, let selectedFuture
    else { return false }
    notice = Notice(
      "#\(lost) is no longer in these rows; #\(selectedFuture) is selected now", .refused)
    return true
  }

  // MARK: Sorting

  mutating func sort(by column: SortColumn) {
    var query = rows.query
    query.isInverted = column == query.sort ? query.isInverted : false
    query.sort = column
    show(query)
    notice = Notice("sorted by \(column.word)")
  }

  mutating func moveSort(by step: Int) {
    sort(by: rows.query.sort.moved(by: step))
  }

  mutating func invertSort() {
    var query = rows.query
    query.isInverted.toggle()
    show(query)
    notice = Notice("sorted by \(query.sort.word)\(query.isInverted ? ", backwards" : "")")
  }

  // MARK: Marks

  /// Marks the selected future, or takes its mark away, and goes one row down.
  mutating func toggleMark() {
    guard let future = selectedFuture else {
      notice = Notice("there is no future to mark", .refused)
      return
    }
    guard snapshot?.futures[id: future] != nil else {
      notice = Notice("#\(future) is done and no longer kept", .refused)
      return
    }
    marks.toggle(future)
    move(.down)
  }

  /// Marks all that is shown and still kept.
  mutating func markAll() {
    if refuseWhilePicking() { return }
    guard !rows.isEmpty else {
      notice = Notice("there is no future to mark", .refused)
      return
    }
    marks.mark(ascending: rows.ascending)
    if rows.isBehind, let snapshot { marks.drop(nil, keptIn: snapshot.futures) }
    notice = Notice("\(marks.count.grouped) marked")
  }

  mutating func unmarkAll() {
    notice = marks.isEmpty ? Notice("nothing is marked", .refused) : Notice("unmarked")
    marks = FutureMarks()
  }

  /// What an acting key acts on: what is marked, or else what is selected.
  var targets: [FutureID] {
    marks.isEmpty ? selectedFuture.map { [$0] } ?? [] : marks.ids
  }

  /// Leaves one thing that was set up: the wish to quit, a shift of the texts, then marks, then
  /// what is left out.
  mutating func leave() {
    if isLeaving {
      isLeaving = false
      notice =
        (live?.counts.unfinished ?? 0) > 0
        ? Notice("stays when all is done; the pool shuts down all the same") : Notice("stays here")
    } else if textOffset > 0 {
      textOffset = 0
    } else if !marks.isEmpty {
      marks = FutureMarks()
    } else if rows.query.isSelective {
      var query = rows.query
      query.filter = nil
      query.showsFailuresOnly = false
      query.hidesFinished = false
      show(query)
    } else {
      search = nil
    }
  }
}
