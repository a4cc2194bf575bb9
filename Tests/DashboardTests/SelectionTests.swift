import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

@Suite("which future a key acts on")
struct SelectionTests {
  private static let size = Size(columns: 80, rows: 24)

  private func id(_ number: UInt64) -> FutureID { FutureID(rawValue: number) }

  /// The six jobs, once the fifth of them was cancelled.
  private var withoutFour: PoolSnapshot {
    var script = Script.sixJobs
    script.add(4.05, .finished(id(4), outcome: .cancelled, text: ""))
    return script.snapshot(at: 4.1)
  }

  private func filter(_ text: String, _ model: inout Model) {
    model.press("/")
    for character in text { model.press(.character(character)) }
    model.press(.enter)
  }

  @Test("details stay those of one future when its row goes elsewhere", arguments: [false, true])
  func details(_ isByPane: Bool) {
    var model = Model.showing(.sixJobs, at: 4)
    model.press(isByPane ? .alt("3") : .enter)
    #expect(view(model, Self.size).text.contains("future #0"))
    _ = update(&model, .sampled(Script.sixJobs.snapshot(at: 6)))
    #expect(view(model, Self.size).text.contains("future #0"))
    #expect(model.selectedFuture == id(0))
  }

  @Test("what acts says first that the chosen row has gone", arguments: ["x" as Key, "K", "r"])
  func lost(_ key: Key) {
    var model = Model.showing(.sixJobs, at: 4)
    filter("state:pending", &model)
    model.press("j")
    #expect(model.selectedFuture == id(4))
    _ = update(&model, .sampled(withoutFour))
    #expect(model.selectedFuture == id(5))
    let before = model.selectedFuture
    #expect(model.press(key) == [] && model.overlay == nil)
    #expect(
      model.notice
        == Notice("#4 is no longer in these rows; #5 is selected now", .refused))
    #expect(model.selectedFuture == before)
    #expect(model.press("x") == [.cancel([id(5)])], "the second time it is meant")
  }

  @Test("what acts on futures acts on the one whose details are open")
  func actingOnDetails() {
    var model = Model.showing(.sixJobs, at: 4)
    model.press("G", .enter)
    let screen = view(model, Self.size).text
    #expect(screen.contains(" x Cancel") && !screen.contains("Enter Details"))
    #expect(model.press("x") == [.cancel([id(5)])] && model.overlay == .details)
    model.press("g", .escape, "g", .enter, "K")
    #expect(model.overlay == .question(.stop([id(0)])))
  }

  @Test(
    "details close when their future leaves the rows, and the keys are those of the panes",
    arguments: [nil, .function(1), .control("c")] as [Key?])
  func detailsOfNothing(_ opener: Key?) {
    var model = Model.showing(.sixJobs, at: 4)
    filter("state:running worker:0", &model)
    model.press(.enter)
    #expect(view(model, Self.size).text.contains("future #0"))
    if let opener { model.press(opener) }
    var script = Script(workers: 3)
    script.submit(0, "worker(0)")
    script.run(0, on: 0, from: 0, to: 5)
    _ = update(&model, .sampled(script.snapshot(at: 6)))
    #expect(model.notice?.text == "#0 is no longer in these rows")
    #expect(model.rows.isEmpty && (model.overlay == nil) == (opener == nil))
    if opener != nil { model.press(.escape) }
    #expect(model.overlay == nil)
  }

  @Test("details that were scrolled to their end scroll back at once", arguments: [false, true])
  func detailsEnd(_ isPane: Bool) {
    var script = Script(workers: 1)
    script.submit(0, "talker")
    for line in 0..<60 {
      let said = LogLine(
        worker: 0, future: id(0), threadName: "worker 0", threadID: 1, text: "line \(line)")
      script.add(1, .logged(said))
    }
    var model = Model.showing(script, at: 2)
    _ = update(&model, .resized(Size(columns: isPane ? 160 : 80, rows: 24)))
    model.press(isPane ? .alt("3") : .enter)
    for _ in 0..<100 { model.press(.pageDown) }
    let end = view(model, model.size).text
    #expect(end.contains("line 59"))
    model.press(.pageUp)
    #expect(view(model, model.size).text != end)
  }

  @Test("a move after the chosen row has gone chooses anew")
  func moved() {
    var model = Model.showing(.sixJobs, at: 4)
    filter("state:pending", &model)
    model.press("j")
    _ = update(&model, .sampled(withoutFour))
    model.press("k")
    #expect(model.press("x") == [.cancel([id(3)])])
  }
}
