import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

@Suite("a recording on the dashboard")
struct ReplayTests {
  private let size = Size(columns: 100, rows: 30)

  /// The story of the seven jobs, played as a recording, at a moment.
  private func model(at seconds: Double, isPaused: Bool = false) -> Model {
    var model = Model.showing(.keyThreeFails, at: seconds)
    model.play(at: seconds, isPaused: isPaused)
    return model
  }

  private func show(_ model: inout Model, at seconds: Double) {
    model.play(at: seconds)
    _ = update(&model, .sampled(Script.keyThreeFails.snapshot(at: seconds)))
  }

  @Test(
    "keys that act on a pool say that there is none",
    arguments: ["a" as Key, "x", "X", "K", "r", "P", "S", "R", "o", "[", "]", .function(9)])
  func actingKeys(_ key: Key) {
    var model = model(at: 9)
    #expect(model.press(key) == [])
    #expect(
      model.notice == Notice("\(key.label) is switched off: this is a recording", .refused))
    #expect(model.overlay == nil)
  }

  @Test("keys that look around work as in a run")
  func lookingKeys() {
    var model = model(at: 9)
    model.press("j")
    #expect(model.selectedRow == 1)
    model.press("e")
    #expect(model.rows.query.showsFailuresOnly)
    model.press(.enter)
    #expect(model.overlay == .details)
  }

  @Test("a report can be written of it, and written over after a question")
  func report() {
    var model = model(at: 9)
    #expect(model.press("w") == [.report(overwrites: false)])
    _ = update(&model, .reportExists(path: "pooltop-x.html"))
    #expect(view(model, size).text.contains("Write over pooltop-x.html?"))
    #expect(model.press(.enter) == [] && model.overlay == nil, "the answer is no by itself")
    _ = update(&model, .reportExists(path: "pooltop-x.html"))
    #expect(model.press("y") == [.report(overwrites: true)] && model.overlay == nil)
  }

  @Test("keys of a recording do nothing in a run, and the list of commands has them not")
  func onlyInRecordings() {
    var model = Model.showing(.keyThreeFails, at: 9)
    for key in [",", "(", ")", "{", "}"] as [Key] {
      #expect(model.press(key) == [])
      #expect(model.notice?.kind == .refused)
    }
    #expect(model.perform(.play(.togglePause)) == [])
    model.press(":")
    #expect(model.overlay?.picker?.items.contains { $0.title == "play" } == false)
    model.play()
    model.press(.escape, ":")
    #expect(model.overlay?.picker?.items.contains { $0.title == "play" } == true)
  }

  @Test("a recording is paused, not frozen: the list of commands has no freeze")
  func noFreeze() {
    var model = model(at: 9)
    model.press(":")
    #expect(model.overlay?.picker?.items.contains { $0.title == "freeze" } == false)
    model.press(.escape)
    #expect(model.perform(.time(.freeze)) == [] && model.frozen == nil)
    #expect(model.notice == Notice("a recording stands still with Space", .refused))
  }

  @Test("leaving asks nobody, as nothing can be lost", arguments: ["q" as Key, .control("c")])
  func leaving(_ key: Key) {
    var model = model(at: 9)
    #expect((model.snapshot?.counts.unfinished ?? 0) > 0)
    #expect(model.press(key) == [.leave(isCutShort: false)])
  }

  @Test("the title says where it stands, and what it does")
  func title() {
    var model = model(at: 9)
    #expect(title(of: model).contains("REPLAY  thread pool  SHUTTING DOWN  00:09.0/00:20.0"))
    _ = update(
      &model,
      .played(Playback(moment: seconds(9), end: seconds(20), speed: 0.5, isPaused: true)))
    #expect(title(of: model).contains("PAUSED"))
    #expect(title(of: model).contains("×0.5"))
    #expect(footer(of: model).contains("Space Go on"))
    model.play(at: 20)
    #expect(title(of: model).contains("AT THE END"))
    #expect(footer(of: model).contains("Space Again"))
  }

  @Test("back in time, the picture is what it was then")
  func backwards() {
    let early = model(at: 9)
    var model = model(at: 900)
    _ = update(&model, .concluded(verdict: "all is over"))
    #expect(view(model, size).text.contains("all is over"))
    show(&model, at: 9)
    #expect(view(model, size).text == view(early, size).text)
    #expect(model.verdict == nil)
    show(&model, at: 900)
    #expect(model.snapshot?.pool.phase == .shutDown)
  }

  @Test("the lanes take the whole screen, and the keys of a recording work there, too")
  func lanes() {
    var model = model(at: 9)
    model.press("t")
    #expect(footer(of: model).contains("Space Pause") && !footer(of: model).contains("Freeze"))
    model.press(.left)
    #expect(model.lanes.cursor != nil)
    #expect(model.press("Z") == [.play(.togglePause)])
    show(&model, at: 2)
    #expect(model.lanes.cursor == nil, "what it pointed at is not there yet")
  }

  @Test("back in time, what is filtered is filtered still")
  func filtered() {
    var model = model(at: 900)
    model.press("e")
    #expect(model.rows.count == 1)
    show(&model, at: 1)
    #expect(model.rows.isEmpty)
    show(&model, at: 900)
    #expect(model.rows.count == 1)
  }

  private func title(of model: Model) -> String {
    view(model, size).text.split(separator: "\n").first.map(String.init) ?? ""
  }

  private func footer(of model: Model) -> String {
    view(model, size).text.split(separator: "\n").last.map(String.init) ?? ""
  }

  private func seconds(_ count: Double) -> PoolInstant {
    PoolInstant(nanoseconds: UInt64(count * 1e9))
  }
}

extension Model {
  /// Makes this a recording of twenty seconds.
  mutating func play(at seconds: Double = 0, isPaused: Bool = false) {
    _ = update(
      &self,
      .played(
        Playback(
          moment: PoolInstant(nanoseconds: UInt64(seconds * 1e9)),
          end: PoolInstant(nanoseconds: 20_000_000_000), isPaused: isPaused)))
  }
}
