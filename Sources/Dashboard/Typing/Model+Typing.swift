internal import PoolObservation
internal import TextCanvas

extension Model {
  /// Whether something is being chosen from a list.
  package var isChoosing: Bool { overlay?.picker != nil }

  /// Whether letters are typed rather than pressed.
  var isTyping: Bool { prompt != nil || isChoosing }

  /// Opens the line for a filter, or for what is searched.
  mutating func open(_ kind: Prompt.Kind) {
    let text =
      switch kind {
      case .filter: rows.query.filter?.text
      case .search, .logSearch: String?.none
      }
    prompt = Prompt(
      kind: kind, line: TextLine(text ?? ""),
      former: Prompt.Former(
        filter: rows.query.filter, search: search, logSearch: logSearch, selection: selection,
        selectedRow: selectedRow, logEnd: logEnd))
  }

  /// Changes what is typed, and lets it take effect at once.
  mutating func edit(_ change: (inout TextLine) -> Void) {
    if case .picker(var picker)? = overlay {
      change(&picker.line)
      picker.selected = 0
      overlay = .picker(picker)
    } else if var line = prompt?.line {
      change(&line)
      prompt?.line = line
      applyPrompt()
    }
  }

  /// Types what was pasted, where letters are typed; elsewhere they would be keys, and act.
  mutating func paste(_ text: String) {
    guard isTyping else {
      notice = Notice("what is pasted is typed into a filter, a search or a list only", .refused)
      return
    }
    edit { line in
      for character in sanitized(text) { line.type(character) }
    }
  }

  private mutating func applyPrompt() {
    guard let prompt else { return }
    let text = prompt.line.text
    self.prompt?.problem = nil
    switch prompt.kind {
    case .filter:
      read(text) { model, filter in
        var query = model.rows.query
        query.filter = filter.isEmpty ? nil : filter
        model.show(query)
      }
    case .search:
      read(text) { model, filter in
        model.search = filter.isEmpty ? nil : filter
        guard let search = model.search else { return model.surveys.drop(.match) }
        model.seek(search, from: prompt.former.selectedRow, by: 1)
      }
    case .logSearch:
      logSearch = text.isEmpty ? nil : text
      logEnd = prompt.former.logEnd
      if !text.isEmpty, !showLogMatch(text, by: -1, isInclusive: true) {
        self.prompt?.problem = "no line above holds that"
      }
    }
  }

  /// Takes a filter as far as it can be read; else says what is wrong with it.
  private mutating func read(_ text: String, _ take: (inout Model, FutureFilter) -> Void) {
    do throws(FutureFilterError) {
      take(&self, try FutureFilter(text))
    } catch {
      prompt?.problem = error.description
    }
  }

  /// Keeps what was typed; stays while there is something wrong with it.
  mutating func acceptPrompt() {
    guard let prompt else { return }
    guard prompt.problem == nil else { return }
    self.prompt = nil
  }

  /// Leaves the line, with all as it was before.
  mutating func leavePrompt() {
    guard let prompt else { return }
    self.prompt = nil
    switch prompt.kind {
    case .filter:
      var query = rows.query
      query.filter = prompt.former.filter
      show(query)
    case .search:
      search = prompt.former.search
      surveys.drop(.match)
    case .logSearch:
      logSearch = prompt.former.logSearch
      logEnd = prompt.former.logEnd
    }
    guard prompt.kind != .logSearch else { return }
    selection = prompt.former.selection
    selectedRow = min(prompt.former.selectedRow, max(0, rows.count - 1))
    if let selection, let row = rows.row(of: selection) { selectedRow = row }
    showSelection()
  }
}
