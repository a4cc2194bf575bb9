import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

@Suite("the footer")
struct FooterTests {
  private func footer(_ model: Model) -> String {
    let text = view(model, Size(columns: 160, rows: 50)).text
    return String(text.split(separator: "\n").last ?? "")
  }

  @Test(
    "help and the way out are in the footer, however narrow it is",
    arguments: [KeyContext.panes, .log, .frozen, .recording, .lanes], [40, 56, 80, 160])
  func wayOut(_ context: KeyContext, _ columns: Int) {
    var model = Model.busy(in: context)
    _ = update(&model, .resized(Size(columns: columns, rows: 24)))
    model.press(.control("l"))
    for isRecording in [false, true] {
      if isRecording { model.play() }
      let footer = view(model, model.size).text.split(separator: "\n").last ?? ""
      #expect(footer.contains("F1 Help"), "\(footer)")
      #expect(footer.contains(context == .lanes ? "Esc Back" : "q Quit"), "\(footer)")
    }
  }

  @Test("the footer offers no details and no marks where there is no future")
  func nothingToShow() {
    let model = Model.showing(Script(workers: 2), at: 1)
    let footer = footer(model)
    #expect(footer.contains("a Add") && !footer.contains("Details") && !footer.contains("Mark"))
  }

  @Test("no job is offered where there is none to submit")
  func nothingToSubmit() {
    var model = Model.showing(Script(workers: 2), at: 1)
    _ = update(&model, .upcoming(heldBackCount: 0, hasMore: false, hasJob: false))
    #expect(!footer(model).contains("a Add"))
    let screen = view(model, Size(columns: 80, rows: 24)).text
    #expect(screen.contains("no futures yet") && !screen.contains("a submits"))
    _ = update(&model, .began(title: "another"))
    #expect(footer(model).contains("a Add"))
  }

  @Test("the footer offers to act on what is marked only where some of it can be acted on")
  func markedWords() {
    var model = Model.busy(in: .panes)
    func mark(_ isWanted: (FutureSnapshot) -> Bool) {
      model.marks = FutureMarks()
      model.marks.mark(ascending: model.live?.futures.filter(isWanted).map(\.id) ?? [])
      #expect(!model.marks.isEmpty)
    }
    mark { $0.outcome == .succeeded }
    #expect(!footer(model).contains("x Cancel") && !footer(model).contains("K Stop"))
    #expect(!footer(model).contains("r Again"))
    mark { $0.state == .pending }
    #expect(footer(model).contains("x Cancel") && !footer(model).contains("K Stop"))
    mark { $0.state == .running }
    #expect(!footer(model).contains("x Cancel") && footer(model).contains("K Stop"))
    mark { $0.outcome == .failed }
    #expect(!footer(model).contains("x Cancel") && footer(model).contains("r Again"))
  }

  @Test("that is so where very many are marked, too")
  func veryManyMarked() {
    var model = Model.afterBurst
    func mark(_ isWanted: (FutureSnapshot) -> Bool) {
      model.marks = FutureMarks()
      model.marks.mark(ascending: model.live?.futures.filter(isWanted).map(\.id) ?? [])
      #expect(model.marks.count > 1_000)
    }
    mark { $0.state != .running }
    #expect(!footer(model).contains("K Stop") && footer(model).contains("r Again"))
    mark { _ in true }
    #expect(footer(model).contains("x Cancel") && footer(model).contains("K Stop"))
    mark { $0.state != .pending && FutureGroup($0) != .failed }
    #expect(!footer(model).contains("x Cancel") && !footer(model).contains("r Again"))
    #expect(model.press("x").isEmpty && model.notice?.text.hasPrefix("none of the") == true)
    model.press("Z")
    #expect(!footer(model).contains("x Cancel") && !footer(model).contains("r Again"))
    mark { $0.state == .pending }
    #expect(footer(model).contains("x Cancel") && !footer(model).contains("r Again"))
  }

  private static let seldom = ["F3 Search", "F2 Settings", "[ Workers-", "] Workers+"]

  @Test("a report is offered once there is nothing more to come, also on a narrow screen")
  func report() {
    var model = Model.showing(.keyThreeFails, at: 13)
    for columns in [80, 160] {
      let footer = view(model, Size(columns: columns, rows: 24)).text.split(separator: "\n").last
      #expect(footer?.contains("R Run again  w Report") == true)
    }
    model = Model.busy(in: .panes)
    #expect(!footer(model).contains("w Report"))
  }

  @Test("keys that one seldom looks for stand there where there is room, and go first")
  func seldom() {
    let busy = Model.busy(in: .panes)
    var isFull = false
    for columns in (80...300).reversed() {
      let footer = view(busy, Size(columns: columns, rows: 24)).text.split(separator: "\n").last
      let shown = Self.seldom.filter { footer?.contains($0) == true }
      let hasUsual = ["o Open", "Tab Pane", "Space Mark", "q Quit"].allSatisfy {
        footer?.contains($0) == true
      }
      if shown.count == Self.seldom.count { isFull = true }
      #expect(shown.isEmpty || hasUsual, "\(columns)")
      // Where much goes on, a full repaint has no bytes left for them.
      #expect(shown.isEmpty || columns > 160)
    }
    #expect(isFull)
    var model = Model.showing(.keyThreeFails, at: 13)
    let over = footer(model)
    #expect(over.contains("F3 Search") && over.contains("F2 Settings"))
    #expect(!over.contains("Workers"), "no worker comes to a pool that is shut down")
    _ = update(&model, .resized(Size(columns: 160, rows: 50)))
    model.press(.alt("4"))
    #expect(footer(model).contains("/ Search") && !footer(model).contains("F3 Search"))
  }

  @Test("the footer stands while a pool that gets more jobs is empty for a moment")
  func empty() {
    var model = Model.showing(.sixJobs, at: 11)
    #expect(model.live?.counts.unfinished == 0)
    let shown = Self.seldom.filter(footer(model).contains)
    #expect(shown.isEmpty && !footer(model).contains("w Report"))
    _ = update(&model, .concluded(verdict: "as expected"))
    #expect(footer(model).contains("w Report"))
  }

  @Test("the footer offers to let one start only where one waits")
  func nothingToStart() {
    var model = Model.busy(in: .panes)
    model.snapshot?.pool.phase = .held
    #expect(footer(model).contains(". Step") && footer(model).contains("P Go on"))
    model.snapshot?.counts.pending = 0
    #expect(!footer(model).contains(". Step") && footer(model).contains("P Go on"))
  }

  @Test("every key the footer offers is one the handler knows")
  func footerKeys() {
    for phase in [PoolDescription.Phase.running, .held, .shuttingDown, .shutDown, .broken] {
      var model = Model.busy(in: .panes)
      model.snapshot?.pool.phase = phase
      let footer = view(model, Size(columns: 120, rows: 30)).text.split(separator: "\n").last ?? ""
      #expect(footer.contains("F1 Help") && footer.contains("q Quit"))
      #expect(footer.contains("a Add") == (phase == .running || phase == .held))
      #expect(footer.contains("S Shut down") == (phase != .shutDown))
    }
  }
}
