import Testing
import TextCanvas

@testable import Dashboard

/// What a run is left for, and what keeps somebody who leaves it.
@Suite("leaving a run")
struct LeavingTests {
  private static let size = Size(columns: 80, rows: 24)

  @Test("who leaves while something is written is told by which keys, and Esc stays")
  func leavingWaits() {
    var keymap = Keymap.standard
    keymap.setKeys([.function(9)], of: "interrupt", in: "anywhere")
    var model = Model(title: "run", keymap: keymap)
    _ = update(&model, .sampled(Script.keyThreeFails.snapshot(at: 13)))
    #expect(model.press("q") == [.leave(isCutShort: false)])
    _ = update(&model, .leavingWaits)
    #expect(
      model.notice?.text == "this is still being written; Esc stays, F9 leaves without it")
    #expect(model.press(.escape) == [] && !model.isLeaving)
    #expect(model.notice?.text == "stays here")
    // Over a box that is open, it is the same.
    model.press("?", .function(9))
    #expect(model.isLeaving && model.overlay == nil)
    model.press(.escape)
    #expect(!model.isLeaving)
  }

  @Test("a scenario that comes when there is work again asks again before it takes its place")
  func openedOverWork() {
    var model = Model.showing(.keyThreeFails, at: 13)
    let item = ScenarioItem(path: "a.yaml", name: "a")
    model.press("o")
    _ = update(&model, .listed([item]))
    #expect(model.press(.enter) == [.open("a.yaml")] && model.mayBeReplaced)
    _ = update(&model, .sampled(Script.sixJobs.snapshot(at: 7)))
    #expect(!model.mayBeReplaced)
    _ = update(&model, .openedOverWork(path: "a.yaml"))
    #expect(view(model, Self.size).text.contains("3 running"))
    #expect(model.press("y") == [.open("a.yaml")] && model.mayBeReplaced)
    _ = update(&model, .began(title: "a"))
    #expect(!model.mayBeReplaced)
    // Nor does a yes to one stand for the next.
    model.press("o")
    _ = update(&model, .listed([item]))
    #expect(model.press(.enter, "y") == [.open("a.yaml")])
    model.press("o")
    _ = update(&model, .listed([item]))
    model.press(.enter, .escape)
    #expect(!model.mayBeReplaced)
  }

  @Test("of several complaints the first is said, and that there are more")
  func complaints() {
    #expect(Notice(complaints: [], whereAll: "in the log") == nil)
    #expect(Notice(complaints: ["a"], whereAll: "in the log")?.text == "a")
    #expect(
      Notice(complaints: ["a", "b", "c"], whereAll: "in the log")?.text == "2 more in the log; a")
  }
}
