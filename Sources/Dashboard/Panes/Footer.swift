internal import PoolObservation
internal import TextCanvas

/// The last row: a sentence while there is one, else the keys that work now.
struct Footer {
  private let scene: Scene
  private let contexts: [KeyContext]
  private var model: Model { scene.model }

  /// The columns up to which keys that one seldom looks for are left out until all is over.
  ///
  /// Fewer would cost 30 bytes for each in a full repaint, which has hardly any left where much goes
  /// on; more would leave wide rows half empty.
  private static let busyColumns = 160

  init(_ scene: Scene) {
    self.scene = scene
    contexts = scene.model.contexts
  }

  func draw(on canvas: inout Canvas) {
    let rect = scene.layout.footer
    let text = prompt ?? sentence ?? keys(columns: rect.columns - 2)
    canvas.write(text, at: Position(column: rect.column + 1, row: rect.row), in: rect)
  }

  /// What is typed, and what is wrong with it or what it found.
  private var prompt: StyledText? {
    guard let prompt = model.prompt else { return nil }
    var text = StyledText("\(prompt.kind.label): ", Style(.key, isBold: true))
    // The caret stays on the screen, however long the line is.
    let columns = max(0, scene.layout.footer.columns - text.columnCount - 3)
    text.append(
      scene.end(of: sanitized(prompt.line.text), columns: columns), Style(.accent, isBold: true))
    text.append(" ", Style(.normal, isReversed: true))
    text.append("  ")
    let room = scene.layout.footer.columns - 2 - text.columnCount
    guard room > 8 else { return text }
    if let complaint = complaint(about: prompt) {
      text.append(sanitized(complaint).fitted(to: room), Style(.warning, isBold: true))
    } else if model.rows.isPicking || model.surveys.awaits(.match) {
      let count = model.rows.totalCount.grouped
      text.append("looking through \(count)".fitted(to: room), Style(.dim))
    } else if prompt.kind == .filter {
      let count = "\(model.rows.count.grouped) of \(model.rows.totalCount.grouped)"
      text.append(
        "\(count)  \(typing), \(typingKey(.clearLine)) clears".fitted(to: room),
        Style(.dim))
    } else {
      text.append(
        ("\(typing); then \(key(.searchAgain(by: 1))) next, "
          + "\(key(.searchAgain(by: -1))) previous").fitted(to: room), Style(.dim))
    }
    return text
  }

  /// What is wrong with a key, or with what is typed, or else what somebody answered.
  private func complaint(about prompt: Prompt) -> String? {
    let notice = model.notice
    return notice?.kind == .refused ? notice?.text : prompt.problem ?? notice?.text
  }

  private var typing: String { "\(typingKey(.accept)) keeps it, \(typingKey(.back)) leaves" }

  private func typingKey(_ action: Action) -> String {
    model.keymap.label(of: action, in: [.typing])
  }

  private var sentence: StyledText? {
    if let notice = model.notice {
      let style = Style(notice.kind == .refused ? .warning : .accent, isBold: true)
      let room = scene.layout.footer.columns - 2
      let text = StyledText(notice.text, style)
      guard text.columnCount <= room else {
        return StyledText(notice.text.fitted(to: room), style)
      }
      // Who steps through the past looks at the sentence, and still wants the way on.
      guard model.frozen != nil else { return text }
      let items = offered.filter(leadsOutOfFreeze).compactMap(item)
      return items.reduce(text) { text, item in
        text.columnCount + 3 + item.columnCount <= room ? text + StyledText("   ") + item : text
      }
    }
    if let count = model.repeatCount {
      return StyledText(count.grouped, Style(.accent, isBold: true))
        + StyledText("  \(numberUse), \(key(.back)) drops the number", Style(.dim))
    }
    guard model.isLeaving, model.overlay == nil else { return nil }
    let left = scene.live.counts.unfinished
    let done = "\(left.counted("future")) \(left == 1 ? "is" : "are") done"
    return StyledText(
      "leaving when \(done); \(key(.back)) stays, \(key(.interrupt)) leaves now", Style(.warning))
  }

  private func key(_ action: Action) -> String {
    model.keymap.label(of: action, in: contexts + KeyContext.allCases)
  }

  /// What a number that is typed here is for.
  private var numberUse: String {
    func keys(_ turns: (Int) -> TimeAction) -> String {
      "\(key(.time(turns(-1)))) and \(key(.time(turns(1))))"
    }
    if model.overlay == .lanes { return "\(keys(TimeAction.moveCursor)) go that many cells" }
    return model.frozen == nil
      ? "\(key(.submit)) submits that many"
      : "\(keys(TimeAction.stepPicture)) go that many pictures"
  }

  /// The keys that have a word here and would do something now.
  private var offered: [KeyBinding] {
    model.keymap.bindings.filter { $0.footer != nil && isOffered($0) }
  }

  /// As many keys as fit; help and the way out are never left out.
  private func keys(columns: Int) -> StyledText {
    let offered = offered
    var ordered = offered.filter(leadsOutOfFreeze) + offered.filter { !leadsOutOfFreeze($0) }
    ordered.removeAll(where: isSeldomWanted)
    if isOver || scene.layout.footer.columns > Self.busyColumns {
      let place = ordered.firstIndex { $0.action == .askQuit } ?? ordered.count
      ordered.insert(contentsOf: offered.filter(isSeldomWanted), at: place)
    }
    var items = ordered.compactMap { binding in item(binding).map { (binding.action, $0) } }
    var width = items.reduce(-2) { $0 + $1.1.columnCount + 2 }
    while width > columns, let last = items.lastIndex(where: { !isKept($0.0) }) {
      width -= items.remove(at: last).1.columnCount + 2
    }
    var text = StyledText()
    for (_, item) in items {
      if !text.runs.isEmpty { text.append("  ") }
      text += item
    }
    return text
  }

  /// Whether others are rather looked for, so that it stands behind them and goes before them.
  private func isSeldomWanted(_ binding: KeyBinding) -> Bool {
    switch binding.action {
    case .settings, .resize: true
    case .search: binding.context == .panes
    default: false
    }
  }

  /// Whether it is help or a way out.
  private func isKept(_ action: Action) -> Bool {
    action == .help || action == .back || action == .askQuit
  }

  /// Whether a key is what one looks for first while the view is frozen.
  private func leadsOutOfFreeze(_ binding: KeyBinding) -> Bool {
    guard model.frozen != nil else { return false }
    return binding.context == .frozen || binding.action == .time(.freeze)
  }

  /// Holding and freezing are taken back with the same key.
  private func word(_ binding: KeyBinding, _ word: String) -> String {
    switch binding.action {
    case .hold where model.live?.pool.phase == .held: "Go on"
    case .time(.freeze) where model.frozen != nil: "Go on"
    case .play(.togglePause) where model.playback?.isPaused == true: "Go on"
    case .play(.togglePause) where model.playback?.isAtEnd == true: "Again"
    default: word
    }
  }

  private func item(_ binding: KeyBinding) -> StyledText? {
    guard let key = binding.keys.first, let footer = binding.footer else { return nil }
    return StyledText(key.label, Style(binding.danger == .asks ? .danger : .key))
      + StyledText(" \(word(binding, footer))")
  }

  /// Whether a key would do something now.
  private func isOffered(_ binding: KeyBinding) -> Bool {
    guard contexts.contains(binding.context), let key = binding.keys.first,
      model.keymap.action(of: key, in: contexts) == binding.action
    else { return false }
    if model.refusal != nil, model.isRefused(binding.action) { return false }
    let phase = model.live?.pool.phase
    let counts = scene.live.counts
    switch binding.action {
    case .submit: return model.takesWork
    case .cancelSelected: return model.canCancelTarget
    case .askStop: return model.canStopTarget
    case .submitAgain:
      return (phase == .running || phase == .held) && model.canSubmitTargetAgain
    case .interrupt: return model.overlay == .quit
    case .details, .toggleMark: return selected != nil
    case .hold: return phase == .running || phase == .held
    case .step: return phase == .held && counts.pending > 0
    case .askShutdown: return phase != nil && phase != .shutDown
    case .search: return binding.context == .log || !contexts.contains(.log)
    case .resize: return phase == .running || phase == .held
    case .runAgain, .writeReport: return isOver
    default: return true
    }
  }

  private var selected: FutureSnapshot? {
    model.selectedFuture.flatMap { scene.snapshot.futures[id: $0] }
  }

  /// Whether nothing more is to come by itself.
  private var isOver: Bool {
    let phase = model.live?.pool.phase
    return phase == .shutDown || phase == .broken
      || scene.live.counts.unfinished == 0 && model.verdict != nil
  }
}
