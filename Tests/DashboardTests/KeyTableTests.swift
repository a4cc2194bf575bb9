import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

@Suite("the key table")
struct KeyTableTests {
  /// A busy pool, some rows down, with whatever open that a context needs.
  private func model(in context: KeyContext) -> Model {
    var model = Model.showing(.mixed(jobs: 60), at: 20)
    model.press("j", "j")
    switch context {
    case .anywhere, .panes, .futures: break
    case .stopDialog:
      selectRunning(&model)
      _ = model.press("K")
    case .shutdownDialog: _ = model.press("S")
    case .quitDialog: _ = model.press("q")
    case .details: _ = model.press(.enter)
    case .help:
      _ = update(&model, .resized(Size(columns: 80, rows: 12)))
      model.press("?", "j")
    }
    return model
  }

  private func selectRunning(_ model: inout Model) {
    _ = model.press("g")
    let futures = model.snapshot?.futures
    while let id = model.selectedFuture, futures?[id: id]?.state != .running {
      _ = model.press("j")
    }
  }

  private static let rows = Keymap.bindings.flatMap { binding in
    binding.keys.map { (binding, $0) }
  }

  @Test("every key does what its row says", arguments: rows)
  func everyRow(_ binding: KeyBinding, _ key: Key) throws {
    var before = model(in: binding.context)
    if binding.action == .askStop { selectRunning(&before) }
    if binding.action == .step { before.snapshot?.pool.phase = .held }
    var after = before
    let effects = after.press(key)
    #expect(after.notice?.kind != .refused || key == "0")
    switch binding.action {
    case .move(let move): expectMove(move, before, after, effects)
    case .nextPane: #expect(after.focus == .workers && effects.isEmpty)
    case .previousPane: #expect(after.focus == .log && effects.isEmpty)
    case .submit: #expect(effects == [.submit(count: 1)])
    case .repeatCount:
      #expect(after.repeatCount == (key == "0" ? nil : Int(key.label)) && effects.isEmpty)
    case .cancelSelected: #expect(effects == [.cancel([try #require(before.selectedFuture)])])
    case .hold: #expect(effects == [.hold(true)])
    case .step: #expect(effects == [.step])
    case .resize(let change): #expect(effects == [.resize(by: change)])
    case .askStop: #expect(after.overlay == .stop && effects.isEmpty)
    case .stop:
      let selected = try #require(before.selectedFuture)
      #expect(after.overlay == nil && effects == [.stop(selected)])
    case .askShutdown: #expect(after.overlay == .shutdown && effects.isEmpty)
    case .shutDown(let choice):
      #expect(after.overlay == nil && effects == [.shutDown(choice)])
    case .help: #expect(after.overlay == .help && effects.isEmpty)
    case .details: #expect(after.overlay == .details && effects.isEmpty)
    case .back: #expect(after.overlay == nil && effects.isEmpty)
    case .redraw: #expect(after == before && effects == [.redraw])
    case .askQuit, .interrupt: #expect(after.overlay == .quit && effects.isEmpty)
    case .quit(let choice):
      #expect(after.isLeaving && after.overlay == nil && effects == [.quit(choice)])
    }
  }

  private func expectMove(_ move: Move, _ before: Model, _ after: Model, _ effects: [Effect]) {
    #expect(effects.isEmpty)
    if before.overlay == .help {
      let page = HelpBox.visibleRowCount(on: before.size)
      let expected =
        switch move {
        case .up, .first, .pageUp: 0
        case .down: 2
        case .pageDown: 1 + page
        case .last: HelpBox.rowCount - page
        case .left, .right: 1
        }
      #expect(after.firstHelpRow == expected)
    } else {
      let page = Layout(model: before, size: before.size).futureRowCount
      let expected =
        switch move {
        case .up: 1
        case .down: 3
        case .pageUp, .first: 0
        case .pageDown: 2 + page
        case .last: 59
        case .left, .right: 2
        }
      #expect(after.selectedRow == expected)
      #expect(after.textOffset == (move == .right ? 8 : 0))
    }
  }

  @Test("a pool that is held goes on with the same key, and steps only then")
  func holding() {
    var model = model(in: .panes)
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
    var model = model(in: .panes)
    _ = model.press("G")
    #expect(model.press("K") == [] && model.overlay == nil)
    #expect(model.notice?.kind == .refused)
    selectRunning(&model)
    _ = model.press("K")
    #expect(view(model, Size(columns: 80, rows: 24)).text.contains("is asked to stop"))
    #expect(model.press(.enter) == [] && model.overlay == nil, "the answer is no by itself")
  }

  @Test("no key means two things in one place", arguments: KeyContext.allCases)
  func unique(_ context: KeyContext) {
    let keys = Keymap.bindings.filter { $0.context == context || $0.context == .anywhere }
      .flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
  }

  @Test("in a dialog a wrong key changes nothing", arguments: ["S" as Key, "q", "?", .enter])
  func wrongKeysInDialogs(_ opener: Key) {
    var model = model(in: .panes)
    _ = model.press(opener)
    let before = model
    let known = Set(
      Keymap.bindings.filter { before.contexts.contains($0.context) }.flatMap(\.keys))
    let others: [Key] =
      [.tab, .delete, .backspace, .function(9), .function(12), .alt("1"), .left]
      + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 阻".map(Key.character)
    for key in others where !known.contains(key) {
      #expect(model.press(key) == [])
      #expect(model == before, "\(key)")
    }
  }

  @Test("a key that means nothing says so, and does nothing")
  func unknownKey() {
    var model = model(in: .panes)
    let selected = model.selectedFuture
    #expect(model.press(.function(12)) == [])
    #expect(model.notice == Notice("F12 does nothing here; ? shows the keys", .refused))
    #expect(model.selectedFuture == selected)
    _ = model.press("j")
    #expect(model.notice == nil)
  }

  @Test("every key the footer offers is one the handler knows")
  func footerKeys() {
    for phase in [PoolDescription.Phase.running, .held, .shuttingDown, .shutDown, .broken] {
      var model = model(in: .panes)
      model.snapshot?.pool.phase = phase
      let footer = view(model, Size(columns: 120, rows: 30)).text.split(separator: "\n").last ?? ""
      #expect(footer.contains("F1 Help") && footer.contains("q Quit"))
      #expect(footer.contains("a Add") == (phase == .running || phase == .held))
      #expect(footer.contains("S Shut down") == (phase != .shutDown))
    }
  }
}
