import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

@Suite("choosing what is shown")
struct ChoosingTests {
  private static let size = Size(columns: 100, rows: 30)

  private func mixed(at seconds: Double = 20) -> Model {
    .showing(.mixed(jobs: 60, cancelled: [21, 22]), at: seconds)
  }

  private func type(_ text: String, into model: inout Model) {
    for character in text { model.press(.character(character)) }
  }

  private func ids(_ model: Model) -> [UInt64] {
    (0..<model.rows.count).map { model.rows[$0].rawValue }
  }

  private func footer(_ model: Model) -> String {
    view(model, Self.size).text.split(separator: "\n").last.map(String.init) ?? ""
  }

  // MARK: Filter

  @Test("a filter takes effect while it is typed, and says how much it leaves")
  func live() throws {
    var model = mixed()
    model.press("/")
    type("state:running", into: &model)
    let running = try #require(model.snapshot?.counts.running)
    #expect(model.rows.count == running)
    #expect(footer(model).hasPrefix(" filter: state:running"))
    #expect(footer(model).contains("\(running) of 60"))
    model.press(.enter)
    #expect(model.prompt == nil && model.rows.count == running)
    let text = view(model, Self.size).text
    #expect(text.contains("[/state:running] rows 1–\(running) of \(running) in 60"))
  }

  @Test("what is wrong is said, the rows stay as the last filter left them, Enter waits")
  func broken() {
    var model = mixed()
    model.press("/")
    type("state:failed", into: &model)
    let failed = ids(model)
    type("x", into: &model)
    #expect(footer(model).contains("no future is in state 'failedx'; did you mean 'failed'?"))
    model.press(.enter)
    #expect(model.prompt != nil && ids(model) == failed)
    model.press(.backspace, .enter)
    #expect(model.prompt == nil && ids(model) == failed)
  }

  @Test("what is wrong with the line is said again after a key that does nothing there")
  func brokenStill() {
    var model = mixed()
    model.press("/")
    type("state:x", into: &model)
    let wrong = footer(model)
    #expect(wrong.contains("no future is in state 'x'"))
    model.press(.function(12))
    #expect(footer(model).contains("F12 does nothing here"))
    model.press(.enter)
    #expect(model.prompt != nil && footer(model) == wrong)
    _ = update(&model, .answered(Notice("one more job is submitted")))
    #expect(footer(model) == wrong)
    model.press(.control("u"), .function(12), .enter)
    #expect(model.prompt == nil && footer(model).contains("F1 Help"))
  }

  @Test("Esc leaves the line with all as it was; then it drops the filter")
  func left() {
    var model = mixed()
    model.press("j", "j", "/")
    let before = model.selectedFuture
    type("cancelled-is-no-name", into: &model)
    #expect(model.rows.isEmpty && model.selectedFuture == nil)
    _ = view(model, Self.size)
    model.press(.escape)
    #expect(model.rows.count == 60 && model.selectedFuture == before)
    model.press("/")
    type("state:pending", into: &model)
    model.press(.enter, "/")
    type(" nothing", into: &model)
    model.press(.escape)
    #expect(model.rows.query.filter?.text == "state:pending")
    model.press(.escape)
    #expect(model.rows.count == 60)
  }

  @Test("while one types, letters that act are letters")
  func letters() {
    var model = mixed()
    #expect(model.press("/", "x", "X", "K", "a", "q", "S", "1", ":", " ", "?") == [])
    #expect(model.prompt?.line.text == "xXKaqS1: ?" && model.overlay == nil)
    model.press(.control("u"))
    #expect(model.prompt?.line.text == "")
    #expect(model.press(.control("c")) == [] && model.overlay == .quit && model.prompt == nil)
  }

  @Test("new samples change what a filter shows, and a lost selection falls on its neighbour")
  func sampled() {
    var model = mixed(at: 5)
    model.press("/")
    type("state:running", into: &model)
    model.press(.enter, "j", "j")
    for second in stride(from: 5.5, through: 30, by: 0.5) {
      let snapshot = Script.mixed(jobs: 60, cancelled: [21, 22]).snapshot(at: second)
      _ = update(&model, .sampled(snapshot))
      let running = snapshot.futures.filter { $0.state == .running }.map(\.id.rawValue)
      #expect(ids(model) == running, "at \(second) s")
      #expect(model.selectedRow < max(1, running.count))
      _ = view(model, Self.size)
    }
  }

  @Test("failures only, hidden finished and a filter go together, and Esc drops them all")
  func combined() throws {
    var model = mixed()
    model.press("e")
    let failed = try #require(model.snapshot?.counts.failed)
    #expect(model.rows.count == failed)
    model.press("H")
    let counts = try #require(model.snapshot?.counts)
    #expect(model.rows.count == counts.failed + counts.unfinished)
    model.press("/")
    type("state:failed", into: &model)
    model.press(.enter)
    #expect(model.rows.count == failed)
    model.press(.escape)
    #expect(model.rows.count == 60)
  }

  // MARK: Search

  @Test("a search selects and hides nothing; n and N go round")
  func search() {
    var model = mixed()
    model.press(.function(3))
    type("(1", into: &model)
    let first = model.selectedFuture
    #expect(model.rows.count == 60)
    model.press(.enter)
    var found: [UInt64] = []
    repeat {
      found.append(model.selectedFuture?.rawValue ?? 999)
      model.press("n")
    } while model.selectedFuture != first && found.count < 60
    #expect(found.sorted() == [1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19])
    model.press("N")
    #expect(model.selectedFuture?.rawValue == found.last)
    model.press(.function(3))
    type("no such thing", into: &model)
    #expect(footer(model).contains("nothing here matches"))
    model.press(.escape)
    #expect(model.selectedFuture?.rawValue == found.last)
  }

  @Test("far away matches are found", arguments: [1, -1])
  func farSearch(_ step: Int) throws {
    var model = Model.afterBurst
    model.search = try FutureFilter("\"url=71234\"")
    model.lookThrough(model.press(step > 0 ? "n" : "N"))
    #expect(model.selectedFuture == FutureID(rawValue: 71_234))
    model.search = try FutureFilter("\"url=171234\"")
    model.lookThrough(model.press("n"))
    #expect(model.notice?.text == "nothing here matches '\"url=171234\"'")
  }

  @Test("in the log it scrolls to the line, upwards first")
  func logSearch() {
    var script = Script(workers: 1)
    for second in 0..<90 { script.log(Double(second), "line \(second)") }
    var model = Model.showing(script, at: 89.5)
    model.press(.alt("4"), "/")
    type("LINE 3", into: &model)
    #expect(view(model, Self.size).text.contains("line 39"))
    model.press(.enter, "n")
    let text = view(model, Self.size).text
    #expect(text.contains("line 38") && !text.contains("line 39"))
    model.press("N", "N")
    #expect(model.notice?.text == "no other line below holds 'LINE 3'")
    model.press("F")
    #expect(model.logEnd == nil)
  }

  // MARK: Sorting

  private func figure(_ id: UInt64, _ column: SortColumn, _ model: Model) -> UInt64 {
    guard let row = model.snapshot?.futures[id: FutureID(rawValue: id)] else { return 0 }
    return column.rank(of: row, at: model.now)
  }

  @Test("each column sorts, and I turns it round", arguments: SortColumn.allCases)
  func sorted(_ column: SortColumn) {
    var model = mixed()
    model.press(.function(6), .home)
    for _ in 0..<(SortColumn.allCases.firstIndex(of: column) ?? 0) { model.press(.down) }
    model.press(.enter)
    let ranks = ids(model).map { figure($0, column, model) }
    #expect(ranks == ranks.sorted() && ranks.count == 60)
    let before = ids(model)
    model.press("I")
    #expect(ids(model) == before.reversed())
  }

  @Test("the header shows what is sorted by, in both directions")
  func sortSigns() {
    var model = mixed()
    model.press(">", ">")
    #expect(view(model, Self.size).text.contains("WAIT▲"))
    model.press("I")
    #expect(view(model, Self.size).text.contains("WAIT▼"))
    model.press("<", "<", "<")
    #expect(view(model, Self.size).text.contains("ID▲STATE"))
    model.press("<", "<", ">")
    #expect(model.rows.query.isUsual)
  }

  @Test("the selection stays on its future when the order changes; F keeps the row instead")
  func follow() {
    var model = mixed()
    model.press("j", "j", "j")
    let selected = model.selectedFuture
    model.press("<")
    #expect(model.selectedFuture == selected)
    let row = model.selectedRow
    model.press("F")
    _ = update(&model, .sampled(Script.mixed(jobs: 60).snapshot(at: 40)))
    #expect(model.selectedRow == row)
  }

  @Test("very many sorted by waiting are put in order anew only as often as that is worth its cost")
  func throttled() throws {
    var model = Model.afterBurst
    model.lookThrough(model.press(">", ">"))
    var snapshot = try #require(model.snapshot)
    func sample(at seconds: Double) -> Int {
      snapshot.takenAt = instant(seconds)
      let effects = update(&model, .sampled(snapshot))
      model.lookThrough(effects)
      return effects.count { if case .survey = $0 { true } else { false } }
    }
    #expect([60.2, 60.25, 60.3, 60.6, 60.8].map { sample(at: $0) } == [0, 1, 0, 1, 0])
  }

  // MARK: Marks

  @Test("marks are shown, counted and taken away")
  func marks() {
    var model = mixed()
    model.press(" ", " ")
    #expect(model.marks.count == 2 && model.selectedRow == 2)
    let text = view(model, Self.size).text
    #expect(text.contains("[2 marked]") && text.contains("●FINISHED"))
    model.press("k", " ")
    #expect(model.marks.count == 1)
    model.press("/")
    type("state:pending", into: &model)
    model.press(.enter, "*")
    #expect(model.marks.count == 1 + (model.snapshot?.counts.pending ?? 0))
    model.press(.escape)
    #expect(model.marks.isEmpty && model.rows.query.filter != nil, "one thing at a time")
  }

  @Test("a mark goes with the row that is no longer kept")
  func forgottenMarks() {
    var model = Model.showing(.sixJobs, at: 11)
    model.press("j", "j", " ")
    var snapshot = Script.sixJobs.snapshot(at: 12)
    snapshot.futures.remove([FutureID(rawValue: 2)])
    snapshot.forgottenCounts.succeeded = 1
    _ = update(&model, .sampled(snapshot))
    #expect(model.marks.isEmpty)
  }
}
