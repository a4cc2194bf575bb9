import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

/// Frames of what a pool and a view can be in, beside the usual run.
@Suite("what the screen looks like in every situation")
struct SituationFrameTests {
  private static let size = Size(columns: 80, rows: 24)

  private func mixed(_ options: Options = Options()) throws -> Model {
    try .showing(Recorded("seed-mix"), at: 20, options: options)
  }

  private func expect(_ model: Model, _ name: String) throws {
    try expectFrame(view(model, Self.size), "\(name)-80x24")
  }

  @Test("six jobs in three worker processes")
  func processPool() throws {
    try expect(.showing(Recorded("process-pool-n-plus-100"), at: 6), "process-pool")
  }

  @Test("worker processes that died, and those that came in their place")
  func crash() throws {
    var model = try Model.showing(Recorded("crashes-and-time-outs"), at: 3)
    try expect(model, "crash")
    model.press("g", .enter)
    try expect(model, "details-crashed")
  }

  @Test("workers that start, that came and went, and jobs that are tried again or ran over")
  func workersComeAndGo() throws {
    var script = Script(workers: 4)
    for index in 0..<4 where index != 1 { script.add(0, .workerStarting(worker: index)) }
    for id: UInt64 in 0..<3 { script.submit(id, "fetch(\(id))") }
    script.run(0, on: 1, from: 0.5, to: 4)
    script.add(1, .workerReady(worker: 2))
    script.add(1, .started(FutureID(rawValue: 1), worker: 2, attempt: 1))
    script.add(
      2, .retrying(FutureID(rawValue: 1), outcome: .failed, text: "JobFailure: not yet"))
    script.add(2.5, .started(FutureID(rawValue: 1), worker: 2, attempt: 2))
    script.add(3, .ranOver(FutureID(rawValue: 1), worker: 2))
    script.add(4.5, .workerEnded(worker: 1, reason: .released))
    try expect(.showing(script, at: 5, title: "workers.yaml"), "workers")
  }

  @Test("dispatch that is held, and what its footer offers")
  func held() throws {
    try expect(.showing(Recorded("held"), at: 5), "held")
  }

  @Test("a view that stands still, two pictures back")
  func frozen() throws {
    var recorded = try Recorded("seed-mix")
    var model = try Model.showing(recorded, at: 20)
    #expect(model.press("Z") == [.recall])
    _ = update(&model, .recalled(try recorded.past(until: 20)))
    model.press(",", ",")
    try expect(model, "frozen")
  }

  @Test("a pool that may only be looked at")
  func readOnly() throws {
    var model = try mixed(Options(isReadOnly: true))
    model.press("x")
    try expect(model, "read-only")
  }

  @Test("a recording, its lanes, and the help there")
  func replay() throws {
    var model = try mixed()
    model.play(at: 20)
    try expect(model, "replay")
    model.press("t", "h", "h")
    try expect(model, "replay-lanes")
    model.press("?")
    try expect(model, "lanes-help")
  }

  @Test("the questions that few see")
  func questions() throws {
    var model = try mixed()
    _ = update(&model, .reportExists(path: "pooltop-seed-mix.html"))
    try expect(model, "overwrite-report")
    model.press(.escape)
    let item = ScenarioItem(path: "scenarios/bursts.yaml", name: "bursts")
    model.press("o")
    _ = update(&model, .listed([item]))
    model.press(.enter)
    try expect(model, "open-with-work")
    model.press(.escape, "/")
    for character in "state:running" { model.press(.character(character)) }
    model.press(.enter, "*", "K")
    try expect(model, "stop-many")
    model.press(.escape, .escape, .escape, .alt("4"), "/")
    for character in "finished" { model.press(.character(character)) }
    try expect(model, "log-search")
  }

  @Test("a question that waits on a screen for one line")
  func tiny() throws {
    var model = try mixed()
    let size = Size(columns: 30, rows: 4)
    _ = update(&model, .resized(size))
    model.press("q")
    try expectFrame(view(model, size), "quit-30x4")
  }
}
