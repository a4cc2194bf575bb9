import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

@Suite("the key table")
struct KeyTableTests {
  private static let keymap = Keymap.standard

  private static let rows = keymap.bindings.flatMap { binding in
    binding.keys.map { (binding, $0) }
  }

  /// Brings a model to where a key is of use.
  private func prepare(_ model: inout Model, for binding: KeyBinding) {
    switch binding.action {
    case .askStop: model.selectRunning()
    case .step: model.snapshot?.pool.phase = .held
    case .submitAgain: model.press("g")
    case .searchAgain: model.press(.function(3), "(", "1", .enter)
    case .unmarkAll: model.press(" ", " ")
    case .moveSort(let step): if step > 0 { model.press("<") }
    case .changeRate(let step): if step > 0 { model.press("-") }
    case .focus(.futures): model.press(.alt("1"))
    case .back where binding.context == .panes: model.press(" ")
    case .move(.left): model.press(.right, .right)
    case .move(.pageUp) where binding.context == .details: model.press(.pageDown)
    case .move(.last) where binding.context == .log: model.press("k")
    case .time(.moveCursor(let step)): if step > 0 { model.press("b", "b") }
    case .time(.cursorToNow): model.press("b")
    case .time(.zoom(let step)): if step < 0 { model.press("<") }
    default: break
    }
  }

  @Test("every key does what its row says", arguments: rows)
  func everyRow(_ binding: KeyBinding, _ key: Key) throws {
    var before = Model.busy(in: binding.context)
    prepare(&before, for: binding)
    var after = before
    let effects = after.press(key).filter {
      // What the details want to know beside is no business of the keys.
      if case .describe = $0 { false } else { true }
    }
    #expect(after.notice?.kind != .refused || key == "0" || binding.action == .focus(.details))
    // Or what is expected may have been so before. There is no number to which a 0 adds anything.
    #expect(after != before || !effects.isEmpty || key == "0")
    if try expectActing(binding.action, before, after, effects, key) { return }
    if try expectChoosing(binding.action, before, after, effects) { return }
    switch binding.action {
    case .move(let move) where binding.context == .list:
      let expected = [Move.up: 1, .down: 3, .first: 0, .pageUp: 0][move] ?? 5
      #expect(after.overlay?.picker?.selected == expected && effects.isEmpty)
    case .move(let move) where binding.context == .settings:
      let last = SettingRow.allCases.count - 1
      let expected = [Move.up: 0, .first: 0, .down: 2, .last: last][move]
      #expect(after.settingsRow == expected && effects.isEmpty)
    case .move where binding.context == .log: #expect(after.logEnd == nil && effects.isEmpty)
    case .move(let move) where binding.context == .lanes:
      // Of eight workers there is room for two.
      let expected = [Move.up: 2, .down: 4, .pageUp: 1, .pageDown: 5, .first: 0, .last: 6][move]
      #expect(after.lanes.firstRow == expected && after.overlay == .lanes && effects.isEmpty)
    case .time(let action): expectTime(action, before, after, effects)
    case .move(let move): expectMove(move, before, after, effects)
    case .nextPane: #expect(after.focus == .log && effects.isEmpty)
    case .previousPane: #expect(after.focus == .workers && effects.isEmpty)
    case .focus(.details): #expect(after.overlay == .details)
    case .focus(let pane): #expect(after.focus == pane && effects.isEmpty)
    case .zoom: #expect(after.isZoomed && effects.isEmpty)
    case .toggleWrap: #expect(after.settings.wrapsLog && effects == [.use(after.settings)])
    case .changeRate(let step):
      #expect(after.settings.rate == (step > 0 ? .ten : .five))
      #expect(effects == [.use(after.settings)])
    case .toggleMouse: #expect(!after.settings.mouse && effects == [.use(after.settings)])
    case .settings: #expect(after.overlay == .settings && effects.isEmpty)
    case .changeSetting(let step):
      #expect(after.settings.palette == (step > 0 ? .off : .full))
      #expect(effects == [.use(after.settings), .keep(.palette, after.settings[.palette])])
    case .help: #expect(after.overlay == .help && effects.isEmpty)
    case .details: #expect(after.overlay == .details && effects.isEmpty)
    case .back:
      #expect(after.overlay == nil && after.prompt == nil && after.marks.isEmpty)
      #expect(effects.isEmpty)
    case .redraw: #expect(after == before && effects == [.redraw])
    case .suspend: #expect(after == before && effects == [.suspend])
    case .writeReport: #expect(effects == [.report(overwrites: false)])
    case .play(let command): #expect(effects == [.play(command)])
    default: Issue.record("no test knows \(binding.action)")
    }
  }

  /// Checks what acts on work or leaves; false for other actions.
  private func expectActing(
    _ action: Action, _ before: Model, _ after: Model, _ effects: [Effect], _ key: Key
  ) throws -> Bool {
    switch action {
    case .submit: #expect(effects == [.submit(count: 1)])
    case .repeatCount:
      #expect(after.repeatCount == (key == "0" ? nil : Int(key.label)) && effects.isEmpty)
    case .cancelSelected: #expect(effects == [.cancel([try #require(before.selectedFuture)])])
    case .askCancelMatching:
      guard case .question(.cancelMatching(let ids))? = after.overlay else { return false }
      #expect(ids.count == before.snapshot?.counts.pending && effects.isEmpty)
    case .submitAgain:
      #expect(effects == [.submitAgain([try #require(before.selectedFuture)])])
    case .hold: #expect(effects == [.hold(true)])
    case .step: #expect(effects == [.step])
    case .resize(let change): #expect(effects == [.resize(by: change)])
    case .askStop:
      let selected = try #require(before.selectedFuture)
      #expect(after.overlay == .question(.stop([selected])) && effects.isEmpty)
    case .confirm:
      let selected = try #require(before.selectedFuture)
      #expect(after.overlay == nil && effects == [.stop([selected])])
    case .askShutdown: #expect(after.overlay == .shutdown && effects.isEmpty)
    case .shutDown(let choice):
      #expect(after.overlay == nil && effects == [.shutDown(choice)])
    case .askOpen:
      #expect(after.overlay?.picker?.kind == .scenarios && effects == [.listScenarios])
    case .runAgain: #expect(after.overlay == .question(.runAgain) && effects.isEmpty)
    case .askQuit, .interrupt: #expect(after.overlay == .quit && effects.isEmpty)
    case .quit(let choice):
      #expect(after.isLeaving && after.overlay == nil && effects == [.quit(choice)])
    default: return false
    }
    return true
  }

  /// Checks what chooses, sorts, marks or types; false for other actions.
  private func expectChoosing(
    _ action: Action, _ before: Model, _ after: Model, _ effects: [Effect]
  ) throws -> Bool {
    let query = after.rows.query
    switch action {
    case .filter: #expect(after.prompt?.kind == .filter)
    case .search: #expect(after.prompt?.kind == (before.focus == .log ? .logSearch : .search))
    case .searchAgain(let step):
      // These hold "(1" in their names.
      let found = (0..<before.rows.count).filter {
        let id = before.rows[$0].rawValue
        return id == 1 || (10...19).contains(id)
      }
      let index = try #require(found.firstIndex(of: before.selectedRow))
      #expect(after.selectedRow == found[(index + step + found.count) % found.count])
    case .askSort: #expect(after.overlay?.picker?.kind == .sortColumns)
    case .moveSort(let step): #expect(query.sort == (step > 0 ? .state : .id))
    case .invertSort:
      #expect(query.isInverted && after.rows[0] == before.rows[before.rows.count - 1])
    case .toggleFailuresOnly:
      #expect(query.showsFailuresOnly && after.rows.count == before.snapshot?.counts.failed)
    case .toggleHidesFinished:
      let succeeded = try #require(before.snapshot?.counts.succeeded)
      #expect(query.hidesFinished && after.rows.count == before.rows.count - succeeded)
    case .toggleFollow: #expect(before.selection != nil && after.selection == nil)
    case .toggleMark:
      #expect(after.marks.ids == [try #require(before.selectedFuture)])
      #expect(after.selectedRow == before.selectedRow + 1)
    case .markAll: #expect(after.marks.count == 60)
    case .unmarkAll: #expect(before.marks.count == 2 && after.marks.isEmpty)
    case .askCommand: #expect(after.overlay?.picker?.kind == .commands)
    case .accept:
      #expect(after.prompt == nil && after.overlay == nil)
      if before.prompt == nil { #expect(query.sort == .worker) }
    case .erase: #expect(after.prompt?.line.text == (before.prompt == nil ? nil : "test "))
    case .eraseWord: #expect(after.prompt?.line.text == (before.prompt == nil ? nil : "test "))
    case .clearLine: #expect(after.prompt?.line.text == (before.prompt == nil ? nil : ""))
    default: return false
    }
    #expect(effects.isEmpty)
    return true
  }

  private func expectMove(_ move: Move, _ before: Model, _ after: Model, _ effects: [Effect]) {
    #expect(effects.isEmpty)
    if before.overlay == .help {
      let count = HelpBox.lineCount(before, on: before.size)
      let page = HelpBox.visibleRowCount(count, on: before.size)
      let expected =
        switch move {
        case .up, .first, .pageUp: 0
        case .down: 2
        case .pageDown: 1 + page
        case .last: count - page
        case .left, .right: 1
        }
      #expect(after.firstHelpRow == expected)
    } else {
      let page = Layout(model: before, size: before.size).futureRowCount
      let expected =
        switch move {
        case .up: 1
        case .down: 3
        case .pageUp where before.overlay == .details: 2
        case .pageDown where before.overlay == .details: 2
        case .pageUp, .first: 0
        case .pageDown: 2 + page
        case .last: 59
        case .left, .right: 2
        }
      #expect(after.selectedRow == expected)
      // Two steps to the right come before one to the left.
      #expect(after.textOffset == (move == .left || move == .right ? 8 : 0))
      if before.overlay == .details {
        let page = DetailsBox.room(on: before.size).rows
        #expect(after.firstDetailsRow == (move == .pageDown ? page : 0))
      }
    }
  }

  @Test("a pool that is held goes on with the same key, and steps only then")
  func holding() {
    var model = Model.busy(in: .panes)
    #expect(model.press(".") == [])
    #expect(model.notice == Notice(". steps while dispatch is held; P holds it", .refused))
    model.snapshot?.pool.phase = .held
    #expect(model.press("P") == [.hold(false)])
    #expect(model.press(".") == [.step])
    #expect(view(model, Size(columns: 80, rows: 24)).text.contains("HELD, "))
    model.snapshot?.pool.phase = .shutDown
    for key in ["P", "[", "]", ".", "a"] as [Key] {
      #expect(model.press(key) == [])
      #expect(model.notice?.kind == .refused)
    }
  }

  @Test("only what runs can be stopped, and the question says what will happen")
  func stopping() {
    var model = Model.busy(in: .panes)
    model.press("G")
    #expect(model.press("K") == [] && model.overlay == nil)
    #expect(model.notice?.kind == .refused)
    model.selectRunning()
    _ = model.press("K")
    #expect(view(model, Size(columns: 80, rows: 24)).text.contains("is asked to stop"))
    #expect(view(model, Size(columns: 130, rows: 24)).text.contains("a command is killed."))
    #expect(model.press(.enter) == [] && model.overlay == nil, "the answer is no by itself")
  }

  @Test("no key means two things in one place", arguments: KeyContext.allCases)
  func unique(_ context: KeyContext) {
    let keys = Self.keymap.bindings.filter { $0.context == context || $0.context == .anywhere }
      .flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
  }

  @Test(
    "in a dialog a wrong key says so, and changes nothing else",
    arguments: ["S" as Key, "q", "R", "X"])
  func wrongKeysInDialogs(_ opener: Key) {
    var model = Model.busy(in: .panes)
    _ = model.press(opener)
    let before = model
    let known = Set(
      Self.keymap.bindings.filter { before.contexts.contains($0.context) }.flatMap(\.keys))
    let others: [Key] =
      [.tab, .delete, .backspace, .function(9), .function(12), .alt("1"), .left]
      + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 阻".map(Key.character)
    for key in others where !known.contains(key) {
      #expect(model.press(key) == [])
      #expect(
        model.notice == Notice("\(key.label) does nothing here; Esc leads back", .refused))
      model.notice = nil
      #expect(model == before, "\(key)")
    }
  }

  @Test(
    "where one types a wrong key says so until the next key, and changes nothing else",
    arguments: ["/" as Key, .function(3), .function(6), ":"])
  func wrongKeysWhileTyping(_ opener: Key) {
    var model = Model.busy(in: .panes)
    _ = model.press(opener)
    let before = model
    for key in [.function(12), .alt("1"), .insert, .delete, .control("k")] as [Key] {
      #expect(model.press(key) == [])
      let sentence = "\(key.label) does nothing here; Esc leads back"
      #expect(model.notice == Notice(sentence, .refused))
      let footer = view(model, Size(columns: 80, rows: 24)).text.split(separator: "\n").last ?? ""
      #expect(footer.contains(sentence))
      var after = model
      after.notice = nil
      #expect(after == before, "\(key)")
    }
    for key in ["s", .backspace, .control("u"), .escape] as [Key] {
      model.press(.function(12))
      #expect(model.notice != nil)
      model.press(key)
      #expect(model.notice == nil, "\(key)")
    }
  }

  @Test(
    "in a box that asks nothing a wrong key says so, and changes nothing else",
    arguments: ["?" as Key, .enter, .function(2), "t"])
  func wrongKeysInBoxes(_ opener: Key) {
    var model = Model.busy(in: .panes)
    _ = model.press(opener)
    let before = model
    let known = Set(
      Self.keymap.bindings.filter { before.contexts.contains($0.context) }.flatMap(\.keys))
    for key in [.function(12), .alt("1"), "a", "x", "S", "阻"] as [Key] where !known.contains(key) {
      #expect(model.press(key) == [])
      #expect(
        model.notice == Notice("\(key.label) does nothing here; Esc leads back", .refused))
      model.notice = nil
      #expect(model == before, "\(key)")
    }
  }

  @Test("a key that means nothing says so, and does nothing")
  func unknownKey() {
    var model = Model.busy(in: .panes)
    let selected = model.selectedFuture
    #expect(model.press(.function(12)) == [])
    #expect(model.notice == Notice("F12 does nothing here; F1 shows the keys", .refused))
    #expect(model.selectedFuture == selected)
    _ = model.press("j")
    #expect(model.notice == nil)
    #expect(model.press(.unknown) == [])
    #expect(model.notice == Notice("this key does nothing here; F1 shows the keys", .refused))
  }

  @Test("what the table says is ASCII, or a terminal without more would show question marks")
  func plainWords() {
    for binding in Self.keymap.bindings {
      let words = [binding.label, binding.footer ?? "", binding.help ?? ""]
      let isPlain = words.joined().allSatisfy(\.isASCII)
      #expect(isPlain, "\(words)")
    }
  }
}

extension Model {
  /// A busy pool, some rows down, with whatever open that a context needs.
  static func busy(in context: KeyContext) -> Model {
    var model = Model.showing(.mixed(jobs: 60), at: 20)
    model.press("j", "j")
    switch context {
    case .anywhere, .panes, .futures: break
    case .log: model.press(.alt("4"))
    case .question:
      model.selectRunning()
      model.press("K")
    case .shutdownDialog: model.press("S")
    case .quitDialog: model.press("q")
    case .details:
      _ = update(&model, .resized(Size(columns: 80, rows: 8)))
      model.press(.enter)
    case .help:
      _ = update(&model, .resized(Size(columns: 80, rows: 12)))
      model.press("?", "j")
    case .typing: model.press("/", "t", "e", "s", "t", " ", "1")
    case .list: model.press(.function(6), .down)
    case .settings: model.press(.function(2), .down)
    case .lanes:
      _ = update(&model, .resized(Size(columns: 80, rows: 7)))
      model.press("t", "j", "j", "j")
    case .frozen:
      freeze(&model)
      model.press(",")
    case .recording: model.play()
    }
    return model
  }

  /// Selects the first future that runs.
  mutating func selectRunning() {
    press("g")
    while let selectedFuture, snapshot?.futures[id: selectedFuture]?.state != .running {
      press("j")
    }
  }
}
