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
