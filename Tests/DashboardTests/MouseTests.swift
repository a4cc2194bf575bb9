import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

@Suite("the mouse")
struct MouseTests {
  private static let size = Size(columns: 80, rows: 24)

  private func model() -> Model {
    var model = Model.showing(.mixed(jobs: 60), at: 20)
    _ = update(&model, .resized(Self.size))
    return model
  }

  /// The rows of a pane, by the layout.
  private func row(_ pane: Model.Pane, _ line: Int, of model: Model) -> Int {
    let layout = Layout(model: model, size: Self.size)
    switch pane {
    case .workers: return layout.workers.row + line
    case .futures: return layout.futures.row + line
    case .details: return layout.details.row + line
    case .log: return layout.log.row + line
    }
  }

  private func at(_ row: Int) -> Position { Position(column: 7, row: row) }

  @Test("a click gives a pane the keys, and selects the future under it")
  func click() {
    var model = model()
    _ = update(&model, .clicked(at(row(.log, 1, of: model))))
    #expect(model.focus == .log && model.selectedRow == 0)
    _ = update(&model, .clicked(at(row(.futures, 3, of: model))))
    #expect(model.focus == .futures && model.selectedRow == 2)
    #expect(model.selection == model.rows[2])
    model.press("G")
    _ = update(&model, .clicked(at(row(.futures, 1, of: model))))
    #expect(model.selectedRow == model.firstFutureRow && model.selectedRow > 40)
    let before = model
    _ = update(&model, .clicked(at(0)))
    _ = update(&model, .clicked(at(row(.futures, 0, of: model))))
    #expect(model == before, "title and header select nothing")
  }

  @Test("a click beside the rows selects nothing, and none reaches behind a question")
  func clickNothing() {
    var model = Model.showing(.sixJobs, at: 7)
    _ = update(&model, .resized(Self.size))
    let before = model
    _ = update(&model, .clicked(at(row(.futures, 8, of: model))))
    #expect(model == before)
    model.press("q")
    let asking = model
    _ = update(&model, .clicked(at(row(.futures, 2, of: model))))
    #expect(model == asking)
  }

  @Test("the wheel scrolls what is under it, and leaves the keys where they are")
  func wheel() {
    var model = model()
    _ = update(&model, .scrolled(at(row(.log, 1, of: model)), by: -1))
    #expect(model.logEnd != nil && model.focus == .futures)
    _ = update(&model, .scrolled(at(row(.log, 1, of: model)), by: 1))
    #expect(model.logEnd == nil)
    _ = update(&model, .scrolled(at(row(.futures, 1, of: model)), by: 1))
    #expect(model.selectedRow == 3)
    model.press(":")
    _ = update(&model, .scrolled(at(row(.futures, 1, of: model)), by: 1))
    #expect(model.overlay?.picker?.selected == 3 && model.selectedRow == 3)
    model.press(.escape, "/", "x")
    let typing = model
    _ = update(&model, .scrolled(at(row(.futures, 1, of: model)), by: 1))
    #expect(model == typing)
  }

  @Test("the wheel turns nothing behind a question", arguments: ["q" as Key, "S", "X", "R"])
  func wheelBehindQuestion(_ asking: Key) {
    var model = model()
    model.press("g", asking)
    let before = model
    #expect(before.overlay != nil)
    for step in [1, -1] {
      for pane in Model.Pane.allCases {
        _ = update(&model, .scrolled(at(row(pane, 1, of: model)), by: step))
        #expect(model == before, "\(pane)")
      }
    }
  }
}
