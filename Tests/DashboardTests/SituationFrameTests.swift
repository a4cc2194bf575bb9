import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

/// Frames of what a pool and a view can be in, beside the usual run.
@Suite("what the screen looks like in every situation")
struct SituationFrameTests {
  private static let size = Size(columns: 80, rows: 24)

  private func mixed(_ options: Options = Options()) -> Model {
    .showing(
      .mixed(jobs: 60, cancelled: [21, 22]), at: 20, title: "seed-mix.yaml", options: options)
  }

  private func expect(_ model: Model, _ name: String) throws {
    try expectFrame(view(model, Self.size), "\(name)-80x24")
  }

  @Test("six jobs in three worker processes")
  func processPool() throws {
    try expect(
      .showing(
        .processPool, at: 6, title: "process-pool-n-plus-100.yaml",
        progress: [3: 0.2, 4: 0.2, 5: 0.2]), "process-pool")
  }

  @Test("a worker process that died, and the one that came in its place")
  func crash() throws {
    var model = Model.showing(.crash, at: 6, title: "crashes.yaml")
    try expect(model, "crash")
    model.press("g", .enter)
    try expect(model, "details-crashed")
  }

  @Test("dispatch that is held, and what its footer offers")
  func held() throws {
    var script = Script(workers: 3)
    for id: UInt64 in 0..<6 { script.submit(id, "worker(\(id))") }
    for id: UInt64 in 0..<3 { script.run(id, on: Int(id), from: 0, to: 4) }
    script.add(1, .held)
    try expect(.showing(script, at: 5, title: "held.yaml"), "held")
  }

  @Test("a view that stands still, two pictures back")
  func frozen() throws {
    var model = Model.showing(.mixed(jobs: 60), at: 20, title: "seed-mix.yaml")
    freeze(&model)
    model.press(",", ",")
    try expect(model, "frozen")
  }

  @Test("a pool that may only be looked at")
  func readOnly() throws {
    var model = mixed(Options(isReadOnly: true))
    model.press("x")
    try expect(model, "read-only")
  }

  @Test("a recording, its lanes, and the help there")
  func replay() throws {
    var model = mixed()
    model.play(at: 20)
    try expect(model, "replay")
    model.press("t", "h", "h")
    try expect(model, "replay-lanes")
    model.press("?")
    try expect(model, "lanes-help")
  }

  @Test("the questions that few see")
  func questions() throws {
    var model = mixed()
    _ = update(&model, .reportExists(path: "pooltop-seed-mix.html"))
    try expect(model, "overwrite-report")
    model.press(.escape)
    let item = ScenarioItem(path: "scenarios/bursts.yaml", name: "bursts")
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
    var model = mixed()
    let size = Size(columns: 30, rows: 4)
    _ = update(&model, .resized(size))
    model.press("q")
    try expectFrame(view(model, size), "quit-30x4")
  }
}
