import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

/// The picture stands still; what keys do to the pool goes by what the pool is now.
@Suite("acting while the view is frozen")
struct FrozenActingTests {
  private static let size = Size(columns: 80, rows: 24)

  /// Six jobs, frozen at one moment and looked at again at another.
  private func model(frozenAt frozen: Double, now: Double) -> Model {
    var model = Model.showing(.sixJobs, at: frozen)
    model.press("Z")
    _ = update(&model, .sampled(Script.sixJobs.snapshot(at: now)))
    return model
  }

  private func text(_ model: Model) -> String { view(model, Self.size).text }

  @Test(
    "work that came after the picture is asked about, with its numbers",
    arguments: ["q" as Key, .control("c"), "R", "S"])
  func newWork(_ key: Key) {
    var script = Script(workers: 1)
    var model = Model.showing(script, at: 1)
    model.press("Z")
    for id: UInt64 in 0..<20 { script.submit(id, "late", at: 2) }
    script.run(0, on: 0, from: 2, to: 9)
    _ = update(&model, .sampled(script.snapshot(at: 3)))
    #expect(model.snapshot?.counts.total == 0, "the picture stands")
    #expect(model.press(key) == [])
    #expect(model.overlay != nil && text(model).contains("1 running, 19 pending"))
  }

  @Test("another scenario is not opened over work that came after the picture")
  func open() {
    var model = Model.showing(.sixJobs, at: 11)
    model.press("Z")
    model.frozen?.live = Script.sixJobs.snapshot(at: 4)
    model.press("o")
    _ = update(&model, .listed([ScenarioItem(path: "a.yaml", name: "first")]))
    #expect(model.press(.enter) == [] && model.overlay == .question(.open("a.yaml")))
  }

  @Test("work that has ended since the picture is not asked about")
  func doneWork() {
    var model = model(frozenAt: 4, now: 11)
    #expect(model.press("R") == [.runAgain])
    #expect(model.press("q") == [.leave(isCutShort: false)])
  }

  @Test("what is held can be let go again, and the title says that it is held")
  func hold() {
    var model = model(frozenAt: 4, now: 4.5)
    #expect(model.press("P") == [.hold(true)])
    model.frozen?.live?.pool.phase = .held
    let screen = text(model)
    #expect(screen.contains("HELD, FROZEN, 500ms old  00:04.0"), "\(screen)")
    #expect(screen.contains("P Go on"))
    #expect(model.press("P") == [.hold(false)])
  }

  @Test("a pool that shut down behind the picture takes no more work")
  func shutDown() {
    var model = Model.showing(.keyThreeFails, at: 9)
    model.press("Z")
    _ = update(&model, .sampled(Script.keyThreeFails.snapshot(at: 13)))
    for key in ["a", "P", "]", "r", "S"] as [Key] {
      #expect(model.press(key) == [] && model.notice?.kind == .refused, "\(key)")
    }
  }

  @Test("a future is stopped or submitted again as it is now, not as the picture has it")
  func futures() {
    var model = model(frozenAt: 4, now: 7)
    #expect(model.press("K") == [])
    #expect(model.notice?.text.hasPrefix("#0 does not run: it is finished") == true)
    model.press("j", "j", "j")
    #expect(model.snapshot?.futures[id: FutureID(rawValue: 3)]?.state == .pending)
    model.press("K")
    #expect(model.overlay == .question(.stop([FutureID(rawValue: 3)])))
  }

  @Test("all that waits now is cancelled, whatever waits in the picture", arguments: ["", "late"])
  func cancelMatching(_ filter: String) throws {
    var script = Script(workers: 1)
    for id: UInt64 in 0..<4 { script.submit(id, "early", at: 1) }
    var model = Model.showing(script, at: 2)
    if !filter.isEmpty { model.show(FutureQuery(filter: try FutureFilter(filter))) }
    model.press("Z")
    script.run(0, on: 0, from: 3, to: 9)
    for id: UInt64 in 4..<7 { script.submit(id, "late", at: 3) }
    script.add(4, .finished(FutureID(rawValue: 1), outcome: .cancelled, text: ""))
    let live = script.snapshot(at: 5)
    let wanted = live.futures.filter {
      $0.state == .pending && (filter.isEmpty || $0.name == filter)
    }.map(\.id)
    _ = update(&model, .sampled(live))
    #expect(model.press("X") == [] && model.overlay == .question(.cancelMatching(wanted)))
    #expect(text(model).contains("Cancel all \(wanted.count) pending"))
    #expect(model.press("y") == [.cancel(wanted)])
  }

  @Test("nothing is cancelled that waits in the picture alone")
  func cancelNothing() {
    var model = model(frozenAt: 4, now: 11)
    #expect(model.snapshot?.counts.pending ?? 0 > 0)
    #expect(model.press("X") == [] && model.overlay == nil)
    #expect(model.notice == Notice("nothing waits that could be cancelled", .refused))
  }

  @Test("marked futures are stopped that run now, though they wait in the picture")
  func marked() {
    var model = model(frozenAt: 4, now: 7)
    let ids = (3...5 as ClosedRange<UInt64>).map(FutureID.init(rawValue:))
    #expect(ids.allSatisfy { model.snapshot?.futures[id: $0]?.state == .pending })
    let running = ids.filter { model.live?.futures[id: $0]?.state == .running }
    #expect(!running.isEmpty)
    model.marks.mark(ascending: ids)
    #expect(text(model).contains("K Stop"))
    model.press("K")
    #expect(model.overlay == .question(.stop(running)))
  }

  @Test("the footer of a picture offers no job to a pool that takes none any more")
  func noWork() {
    var model = Model.showing(.keyThreeFails, at: 7)
    model.press("Z")
    #expect(text(model).contains("a Add"))
    _ = update(&model, .sampled(Script.keyThreeFails.snapshot(at: 13)))
    #expect(model.press("a") == [] && model.notice?.kind == .refused)
    model.notice = nil
    #expect(!text(model).contains("a Add"))
  }

  @Test("the footer of a picture offers what is to be seen of a future that is forgotten since")
  func forgotten() {
    var model = Model.showing(.sixJobs, at: 7)
    model.selectedRow = model.rows.row(of: FutureID(rawValue: 0)) ?? 0
    model.press("Z")
    var live = Script.sixJobs.snapshot(at: 11)
    live.futures.remove([FutureID(rawValue: 0)])
    live.forgottenCounts.succeeded = 1
    _ = update(&model, .sampled(live))
    _ = update(&model, .resized(Size(columns: 160, rows: 24)))
    let screen = view(model, model.size).text
    #expect(screen.contains("Enter Details") && screen.contains("Space Mark"))
  }

  @Test("marks of what came after a picture stay, and go once the pool has forgotten it")
  func marksOfLater() {
    var script = Script(workers: 1)
    for id: UInt64 in 0..<3 { script.submit(id, "job", at: Double(id)) }
    script.run(0, on: 0, from: 1, to: 2)
    script.run(2, on: 0, from: 3, to: 4)
    var (now, later) = (script.snapshot(at: 5), script.snapshot(at: 6))
    now.futures.remove([FutureID(rawValue: 0)])
    now.forgottenCounts.succeeded = 1
    later.futures.remove([FutureID(rawValue: 0), FutureID(rawValue: 2)])
    later.forgottenCounts.succeeded = 2
    var model = Model(title: "")
    _ = update(&model, .sampled(now))
    model.press("*", "Z")
    let marked = model.marks.ids
    #expect(marked.map(\.rawValue) == [1, 2])
    model.show(OrderedPicture(script.snapshot(at: 1.5), FutureQuery()))
    #expect(model.rows.count == 2 && model.marks.ids == marked)
    _ = update(&model, .sampled(later))
    model.press("Z")
    #expect(model.marks.ids.map(\.rawValue) == [1])
  }
}
