internal import PoolObservation

extension Model {
  /// Where keys mean something now; the first that knows a key wins.
  var contexts: [KeyContext] {
    let isOpen = prompt != nil || (overlay != nil && overlay != .lanes)
    return frozen == nil || isOpen ? openContexts : [.frozen] + openContexts
  }

  /// Where keys mean something when the view is not frozen.
  private var openContexts: [KeyContext] {
    if prompt != nil { return [.typing, .anywhere] }
    let recording: [KeyContext] = playback == nil ? [] : [.recording]
    switch overlay {
    case .help: return [.help, .anywhere]
    case .details: return [.details, .futures, .anywhere]
    case .question: return [.question, .anywhere]
    case .shutdown: return [.shutdownDialog, .anywhere]
    case .quit: return [.quitDialog, .anywhere]
    case .picker: return [.list, .anywhere]
    case .settings: return [.settings, .anywhere]
    case .lanes: return recording + [.lanes, .anywhere]
    case nil: break
    }
    switch focus {
    case .futures, .details: return recording + [.futures, .panes, .anywhere]
    case .log: return recording + [.log, .panes, .anywhere]
    case .workers: return recording + [.panes, .anywhere]
    }
  }

  /// Does what a key means now.
  mutating func handle(_ key: Key) -> [Effect] {
    if isTyping, case .character(let character) = key {
      notice = nil
      edit { $0.type(character) }
      return []
    }
    guard let action = keymap.action(of: key, in: contexts) else {
      refuse(key)
      return []
    }
    guard action != .repeatCount else {
      typeDigit(of: key)
      return []
    }
    if let refusal, isRefused(action) {
      notice = Notice("\(key.label) is switched off: \(refusal)", .refused)
      return []
    }
    return perform(action)
  }

  /// Does what an action says, whoever wants it.
  mutating func perform(_ action: Action) -> [Effect] {
    if let refusal, isRefused(action) {
      notice = Notice("'\(action.name)' is switched off: \(refusal)", .refused)
      return []
    }
    if playback == nil, case .play = action {
      notice = Notice("'\(action.name)' is for recordings", .refused)
      return []
    }
    notice = nil
    if refuseLostSelection(action) { return [] }
    let typed = repeatCount
    repeatCount = nil
    // What Esc takes away first is what was typed last.
    let isOnPanes = overlay == nil || overlay == .lanes
    if action == .back, isOnPanes, prompt == nil, typed != nil { return [] }
    if case .time(let turn) = action { return self.turn(turn, repeated: typed ?? 1) }
    return act(action, typed: typed) ?? look(action) ?? choose(action) ?? []
  }

  /// Says why a key does nothing; where something is asked or typed, it changes nothing else.
  private mutating func refuse(_ key: Key) {
    if !isTyping { repeatCount = nil }
    if overlay != nil || prompt != nil {
      let way = keymap.label(of: .back, in: contexts)
      notice = Notice("\(key.label) does nothing here; \(way) leads back", .refused)
    } else if keymap.action(of: key, in: [.futures]) != nil {
      let way = keymap.label(of: .nextPane)
      notice = Notice("\(key.label) works on the futures; \(way) leads there", .refused)
    } else {
      let way = keymap.label(of: .help)
      notice = Notice("\(key.label) does nothing here; \(way) shows the keys", .refused)
    }
  }
}

// MARK: - What actions do

extension Model {
  /// Does what changes the pool or leaves the program; `nil` when the action is of another kind.
  private mutating func act(_ action: Action, typed: Int?) -> [Effect]? {
    switch action {
    case .submit: return control { [.submit(count: typed ?? 1)] }
    case .cancelSelected: return cancelTargets()
    case .askCancelMatching: askCancelMatching()
    case .askStop: askStop()
    case .submitAgain: return submitAgain()
    case .confirm: return confirm()
    case .hold: return hold()
    case .step: return step()
    case .resize(let change): return control { [.resize(by: change)] }
    case .askShutdown: askShutdown()
    case .shutDown(let choice):
      overlay = nil
      return [.shutDown(choice)]
    case .askOpen:
      openScenarios()
      return [.listScenarios]
    case .runAgain: return askRunAgain()
    case .askQuit: return askQuit()
    case .quit(let choice):
      overlay = nil
      isLeaving = true
      return [.quit(choice)]
    case .interrupt: return interrupt()
    case .play(let command): return [.play(command)]
    default: return nil
    }
    return []
  }

  /// Does what changes the view; `nil` when the action is of another kind.
  private mutating func look(_ action: Action) -> [Effect]? {
    switch action {
    case .move(let move): self.move(move)
    case .nextPane: focusPane(by: 1)
    case .previousPane: focusPane(by: -1)
    case .focus(let pane): self.focus(on: pane)
    case .zoom: zoom()
    case .details: openDetails()
    case .help:
      overlayBelow = overlay
      overlay = .help
      firstHelpRow = 0
    case .back: back()
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .writeReport: return [.report(overwrites: false)]
    case .toggleWrap: return change { $0.wrapsLog.toggle() }
    case .changeRate(let step): return changeRate(by: step)
    case .toggleMouse: return change { $0.mouse.toggle() }
    case .settings:
      overlay = .settings
      settingsRow = 0
    case .changeSetting(let step): return changeSetting(by: step)
    default: return nil
    }
    return []
  }

  /// Does what chooses futures, lines or commands; `nil` when the action is of another kind.
  private mutating func choose(_ action: Action) -> [Effect]? {
    switch action {
    case .filter:
      chosenPane = .futures
      open(.filter)
    case .search: open(focus == .log ? .logSearch : .search)
    case .searchAgain(let step): searchAgain(by: step)
    case .askSort: openSortMenu()
    case .moveSort(let step): moveSort(by: step)
    case .invertSort: invertSort()
    case .toggleFailuresOnly: toggleFailuresOnly()
    case .toggleHidesFinished: toggleHidesFinished()
    case .toggleFollow: toggleFollow()
    case .toggleMark: toggleMark()
    case .markAll: markAll()
    case .unmarkAll: unmarkAll()
    case .askCommand: openCommands()
    case .accept:
      if prompt == nil { return choose() }
      acceptPrompt()
    case .erase: edit { $0.erase() }
    case .eraseWord: edit { $0.eraseWord() }
    case .clearLine: edit { $0.clear() }
    default: return nil
    }
    return []
  }

  /// Closes what is open, or leaves one thing that was set up; never acts on work.
  private mutating func back() {
    if prompt != nil {
      leavePrompt()
    } else if overlay != nil {
      overlay = overlay == .help || overlay == .quit ? overlayBelow : nil
    } else {
      leave()
    }
  }

  mutating func openDetails() {
    if rows.isEmpty {
      notice = Notice("there is no future to show", .refused)
    } else {
      // The details stay those of this future, wherever it goes.
      selection = selectedFuture
      overlay = .details
      firstDetailsRow = 0
    }
  }
}
