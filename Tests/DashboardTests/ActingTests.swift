import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

@Suite("acting on one, on the marked, on all that match")
struct ActingTests {
  private static let size = Size(columns: 100, rows: 30)

  private func mixed() -> Model { .showing(.mixed(jobs: 60, cancelled: [21, 22]), at: 20) }

  private func ids(_ model: Model, _ state: FutureState) -> [FutureID] {
    model.snapshot?.futures.filter { $0.state == state }.map(\.id) ?? []
  }

  private func filter(_ text: String, _ model: inout Model) {
    model.press("/", .control("u"))
    for character in text { model.press(.character(character)) }
    model.press(.enter)
  }

  @Test("x on what is marked asks, names the numbers, and no is the default")
  func cancelMarked() {
    var model = mixed()
    filter("state:running | state:pending", &model)
    model.press("*")
    let all = ids(model, .running) + ids(model, .pending)
    #expect(model.press("x") == [])
    let text = view(model, Self.size).text
    #expect(text.contains("Cancel \(all.count) marked?"))
    #expect(text.contains("\(ids(model, .pending).count) will never start; "))
    #expect(text.contains("\(ids(model, .running).count) running would refuse."))
    #expect(model.press(.enter) == [] && model.overlay == nil && !model.marks.isEmpty)
    #expect(model.press("x", "y") == [.cancel(all.sorted())])
    #expect(model.marks.isEmpty)
  }

  @Test("x on one mark acts at once, on that and not on the selected row")
  func cancelOneMarked() throws {
    var model = mixed()
    filter("state:pending", &model)
    let first = try #require(model.selectedFuture)
    #expect(model.press(" ", "j", "x") == [.cancel([first])])
  }

  @Test("X cancels what waits and matches, and nothing else")
  func cancelMatching() {
    var model = mixed()
    filter("test_func(5", &model)
    let wanted = ids(model, .pending).filter { (50...59).contains($0.rawValue) || $0.rawValue == 5 }
    #expect(model.press("X") == [])
    #expect(view(model, Self.size).text.contains("Cancel all \(wanted.count) pending that match"))
    #expect(model.press("n") == [] && model.overlay == nil)
    #expect(model.press("X", "y") == [.cancel(wanted)])
    filter("state:failed", &model)
    #expect(model.press("X") == [])
    #expect(model.notice == Notice("nothing that matches waits", .refused))
  }

  @Test("K on what is marked stops what runs of it")
  func stopMarked() {
    var model = mixed()
    model.press("*")
    #expect(model.press("K") == [])
    let running = ids(model, .running)
    #expect(view(model, Self.size).text.contains("Stop \(running.count) running jobs?"))
    #expect(model.press("y") == [.stop(running)])
  }

  @Test("r takes what failed or was cancelled, and says why not of the rest")
  func submitAgain() {
    var model = mixed()
    model.press("*")
    let wanted = model.snapshot?.futures.filter {
      $0.state == .cancelled || $0.outcome == .failed
    }.map(\.id)
    #expect(model.press("r") == [.submitAgain(wanted ?? [])])
    filter("state:running", &model)
    #expect(model.press("r") == [])
    #expect(model.notice?.text.contains("runs; r is for what failed or was cancelled") == true)
    model.snapshot?.pool.phase = .shutDown
    model.press(.escape, "g")
    #expect(model.press("r") == [] && model.notice?.kind == .refused)
  }

  @Test("when nothing is there, each acting key says so")
  func nothing() {
    var model = Model.showing(Script(workers: 1), at: 1)
    for key in ["x", "X", "K", "r", " ", "F"] as [Key] {
      #expect(model.press(key) == [] && model.notice?.kind == .refused, "\(key)")
      #expect(model.overlay == nil)
    }
  }

  @Test("sentences name the keys that do it, also those that were given others")
  func ownKeys() {
    var keymap = Keymap.standard
    keymap.setKeys(["B"], of: "hold", in: "panes")
    keymap.setKeys([.function(12)], of: "step", in: "panes")
    keymap.setKeys([.control("x")], of: "help", in: "panes")
    var model = Model(title: "run", keymap: keymap)
    _ = update(&model, .sampled(Script.sixJobs.snapshot(at: 4)))
    model.press(.function(12))
    #expect(model.notice?.text == "F12 steps while dispatch is held; B holds it")
    model.press("P")
    #expect(model.notice?.text == "P does nothing here; Ctrl-x shows the keys")
    keymap.setKeys(["B"], of: "add", in: "panes")
    keymap.setKeys([.function(12)], of: "back", in: "panes")
    model = Model(title: "run", keymap: keymap)
    _ = update(&model, .sampled(Script(workers: 1).snapshot(at: 1)))
    #expect(view(model, Self.size).text.contains("no futures yet; B submits a job"))
    _ = update(&model, .sampled(Script.sixJobs.snapshot(at: 4)))
    filter("nobody", &model)
    #expect(view(model, Self.size).text.contains("none of 6 futures matches; F12 shows all"))
  }

  @Test("read-only switches every key off that acts, and says so", arguments: [false, true])
  func readOnly(_ isReadOnly: Bool) {
    let acting = Keymap.standard.bindings.filter {
      $0.context.isOfPanes && $0.danger != .none && $0.action != .askQuit
        && $0.action != .interrupt
    }
    #expect(acting.count >= 12)
    for binding in acting {
      for key in binding.keys {
        var model = Model.showing(
          .mixed(jobs: 60), at: 20, options: Options(isReadOnly: isReadOnly))
        if binding.action == .askStop { filter("state:running", &model) }
        if binding.action == .step { model.snapshot?.pool.phase = .held }
        let effects = model.press(key)
        let isRefused = model.notice?.text.contains("read-only") == true
        #expect(isRefused == isReadOnly, "\(key)")
        #expect((effects.isEmpty && model.overlay == nil) == isReadOnly, "\(key)")
      }
    }
    var model = Model.showing(.mixed(jobs: 60), at: 20, options: Options(isReadOnly: isReadOnly))
    #expect(view(model, Self.size).text.contains("READ-ONLY") == isReadOnly)
    model.press("q")
    #expect(model.overlay == .quit, "the way out is never shut")
    #expect(model.press("c").isEmpty == isReadOnly)
    #expect(model.press(.control("c"), .control("c")).contains(.leave(isCutShort: true)))
  }

  @Test("running again asks while there is work, and not after it")
  func runAgain() {
    var model = mixed()
    #expect(model.press("R") == [] && model.overlay == .question(.runAgain))
    #expect(model.press("y") == [.runAgain])
    var done = Model.showing(.sixJobs, at: 11)
    #expect(done.press("R") == [.runAgain])
  }

  @Test("a scenario is chosen from the list; it asks while there is work")
  func open() {
    var model = mixed()
    #expect(model.press("o") == [.listScenarios])
    let items = [
      ScenarioItem(path: "scenarios/a.yaml", name: "first"),
      ScenarioItem(path: "scenarios/b.yaml", name: "burst of \u{1B}[31mjobs"),
    ]
    _ = update(&model, .listed(items))
    model.press("b", "u", "r", "s")
    #expect(view(model, Self.size).text.contains("burst of jobs"))
    #expect(!view(model, Self.size).text.contains("a.yaml"))
    #expect(model.press(.enter) == [])
    #expect(view(model, Self.size).text.contains("Leave this run for scenarios/b.yaml?"))
    #expect(model.press("y") == [.open("scenarios/b.yaml")])
    model.press("o")
    _ = update(&model, .listed([]))
    #expect(model.overlay == nil)
    let sentence = "there is no .yaml file in the folder 'scenarios' here"
    #expect(model.notice == Notice(sentence, .refused))
  }

  @Test("the list of commands has every command once, and does what is chosen")
  func commands() throws {
    var model = mixed()
    model.press(":")
    let items = try #require(model.overlay?.picker?.items)
    let actions = Set(
      Keymap.standard.bindings.filter {
        $0.context.isOfPanes && $0.context != .recording && $0.action.isCommand
      }.map(\.action))
    #expect(items.count == actions.count)
    for character in "failures" { model.press(.character(character)) }
    model.press(.enter)
    #expect(model.rows.query.showsFailuresOnly && model.overlay == nil)
    model.press(":")
    for character in "fewer" { model.press(.character(character)) }
    #expect(model.press(.enter) == [.resize(by: -1)])
    model.press(":", "z", "z", "z")
    #expect(view(model, Self.size).text.contains("nothing here holds these words"))
    #expect(model.press(.enter) == [] && model.overlay != nil)
  }

  @Test("another pool forgets what was marked and chosen of the one before")
  func anotherPool() {
    var model = mixed()
    model.press(" ", " ", "j", .enter, .function(1))
    _ = update(&model, .concluded(verdict: "as expected"))
    _ = update(&model, .began(title: "the other \u{1B}[2J"))
    var snapshot = Script.sixJobs.snapshot(at: 1)
    snapshot.pool.createdAt += 1
    _ = update(&model, .sampled(snapshot))
    #expect(model.title == "the other " && model.verdict == nil)
    #expect(model.marks.isEmpty && model.selection == nil && model.selectedRow == 0)
    model.press(.escape)
    #expect(model.overlay == nil)
  }

  @Test("another pool is looked at from its beginning, and its futures are asked about anew")
  func anotherPoolsView() {
    var model = mixed()
    _ = update(&model, .resized(Size(columns: 160, rows: 50)))
    model.press("t", "<", .left, .left, .escape, .alt("3"), "j")
    let step = model.lanes.step
    var snapshot = Script.mixed(jobs: 60, cancelled: [21, 22]).snapshot(at: 20)
    snapshot.pool.createdAt += 1
    let effects = update(&model, .sampled(snapshot))
    #expect(model.lanes == LanesScreen(step: step) && model.firstDetailsRow == 0)
    #expect(effects == [model.selectedFuture.map(Effect.describe)])
  }

  @Test("that all is done is told as the settings have it", arguments: DoneSignal.allCases)
  func doneSignal(_ signal: DoneSignal) {
    var model = Model(title: "run")
    model.settings.whenDone = signal
    let effects = update(&model, .concluded(verdict: "as expected"))
    let expected: [Effect] =
      switch signal {
      case .nothing: []
      case .bell: [.ring]
      case .notification: [.notify(sentence: "run: as expected")]
      }
    #expect(effects == expected)
  }
}
