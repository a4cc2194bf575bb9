import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

@Suite("what keys and samples do to the model")
struct UpdateTests {
  private static let size = Size(columns: 80, rows: 24)

  @Test("a snapshot that is said to look like the one before it does")
  func stillness() {
    var script = Script(workers: 2)
    script.submit(0, "only")
    script.run(0, on: 0, from: 0.2, to: 0.6)
    var model = Model.showing(script, at: 0)
    var last = script.snapshot(at: 0)
    func picture() -> String { view(model, Self.size).text.replacing(#/\d+%/#, with: "") }
    var text = picture()
    var alikeCount = 0
    for second in stride(from: 0.7, through: 12, by: 0.1) {
      let snapshot = script.snapshot(at: second)
      _ = update(&model, .sampled(snapshot))
      let next = picture()
      if snapshot.looksLike(last) {
        alikeCount += 1
        #expect(next == text, "at \(second) s")
      }
      (last, text) = (snapshot, next)
    }
    #expect(alikeCount > 50)
    #expect(!Script.sixJobs.snapshot(at: 6.01).looksLike(Script.sixJobs.snapshot(at: 6)))
    script.add(12, .submitted(FutureID(rawValue: 1), name: "late"))
    script.add(12, .started(FutureID(rawValue: 1), worker: 1, attempt: 1))
    script.add(12.1, .finished(FutureID(rawValue: 1), outcome: .timedOut, text: ""))
    script.add(12.1, .ranOver(FutureID(rawValue: 1), worker: 1))
    #expect(!script.snapshot(at: 12.22).looksLike(script.snapshot(at: 12.21)), "it runs on")
  }

  // MARK: Work

  @Test("digits before a repeat it, and only it")
  func repeatCount() {
    var model = Model.showing(.sixJobs, at: 7)
    #expect(model.press("1", "2", "a") == [.submit(count: 12)])
    #expect(model.press("a") == [.submit(count: 1)])
    #expect(model.press("3", .escape, "a") == [.submit(count: 1)])
    #expect(model.press("3", "j", "a") == [.submit(count: 1)])
    #expect(model.press("1", "0", "0", "a") == [.submit(count: 100)])
  }

  @Test("a number too large is refused and forgotten")
  func repeatLimit() {
    var model = Model.showing(.sixJobs, at: 7)
    model.press("9", "9", "9", "9", "9", "9")
    #expect(model.notice == Notice("at most 100,000 at once", .refused))
    #expect(model.press("a") == [.submit(count: 1)])
  }

  @Test("after shutdown a says why it does nothing")
  func submitAfterShutdown() {
    var model = Model.showing(.keyThreeFails, at: 13)
    #expect(model.press("a") == [])
    #expect(model.notice?.kind == .refused)
    #expect(model.press("S") == [])
    #expect(model.notice == Notice("the pool is already shut down", .refused))
  }

  @Test("jobs that wait for others are counted beside those that are pending, while there are some")
  func heldBack() {
    var model = Model.showing(.sixJobs, at: 7)
    let size = Size(columns: 100, rows: 30)
    #expect(!view(model, size).text.contains("held back"))
    #expect(update(&model, .upcoming(heldBackCount: 4, hasMore: true)) == [])
    #expect(view(model, size).text.contains("3 running  0 pending  4 held back"))
    #expect(view(model, Size(columns: 34, rows: 3)).text.contains("3r 0p 4h"))
    _ = update(&model, .began(title: "another"))
    #expect(!view(model, size).text.contains("held back"))
  }

  @Test("a title that is cut still shows the speed", arguments: [50, 80, 160])
  func speed(_ columns: Int) {
    let model = Model.showing(
      .sixJobs, at: 7, title: "a rather long name ×10 – and what it is about, at length",
      options: Options(speed: "×10"))
    let title = view(model, Size(columns: columns, rows: 24)).text.split(separator: "\n").first
    #expect(title?.contains("a rather") == true && title?.contains(" ×10 ") == true)
  }

  @Test("the program's answer stands in the footer until it was read")
  func answer() {
    var model = Model.showing(.sixJobs, at: 7)
    _ = update(&model, .answered(Notice("refused: #1 \u{1B}[31mis running", .refused)))
    func footer() -> String {
      view(model, Self.size).text.split(separator: "\n").last.map(String.init) ?? ""
    }
    #expect(footer() == " refused: #1 is running")
    _ = update(&model, .passed(.seconds(2)))
    _ = update(&model, .sampled(Script.sixJobs.snapshot(at: 1_000)))
    _ = update(&model, .passed(.seconds(8)))
    #expect(footer() == " refused: #1 is running", "a recording may play a thousand times faster")
    _ = update(&model, .passed(.milliseconds(8_100)))
    #expect(footer().contains("F1 Help"), "a view that stands still gives its footer back")
  }

  @Test("one waits, two wait", arguments: [(4, "HELD, 3 wait  "), (6, "HELD, 1 waits  ")])
  func heldWords(_ seconds: Double, _ expected: String) {
    var script = Script(workers: 3)
    for id: UInt64 in 0..<6 { script.submit(id, "job") }
    for id in 0..<3 { script.run(UInt64(id), on: id, from: 0, to: 5 + Double(id)) }
    for id in 3..<5 { script.run(UInt64(id), on: id - 3, from: 5.5, to: 9) }
    script.add(1, .held)
    #expect(view(.showing(script, at: seconds), Self.size).text.contains(expected))
  }

  @Test("x works on the futures alone")
  func cancelElsewhere() {
    var model = Model.showing(.sixJobs, at: 7)
    #expect(model.press(.tab, "x") == [])
    #expect(model.notice == Notice("x works on the futures; Tab leads there", .refused))
    var empty = Model.showing(Script(workers: 1), at: 1)
    #expect(empty.press("x") == [])
    #expect(empty.notice?.kind == .refused)
  }

  // MARK: Leaving

  @Test("q leaves at once when there is no work")
  func quitIdle() {
    var model = Model.showing(.sixJobs, at: 11)
    #expect(model.press("q") == [.leave(isCutShort: false)])
    var early = Model(title: "no sample yet")
    #expect(early.press("q") == [.leave(isCutShort: false)])
  }

  @Test("a second interrupt leaves now", arguments: [Event.interrupted, .key(.control("c"))])
  func interruptTwice(_ interrupt: Event) {
    var model = Model.showing(.sixJobs, at: 7)
    #expect(update(&model, interrupt) == [])
    #expect(model.overlay == .quit)
    #expect(update(&model, interrupt) == [.leave(isCutShort: true)])
  }

  @Test("what is still to be submitted is work: leaving for anything asks, and says so")
  func moreToCome() {
    var model = Model.showing(.sixJobs, at: 11)
    _ = update(&model, .upcoming(heldBackCount: 0, hasMore: true))
    #expect(model.press("q") == [] && model.overlay == .quit)
    #expect(
      view(model, Self.size).text
        .contains("0 running, 0 pending; what is to come is not submitted."))
    #expect(update(&model, .interrupted) == [.leave(isCutShort: true)])
    model.press(.escape, .escape)
    #expect(model.press("R") == [] && model.overlay == .question(.runAgain))
    #expect(view(model, Self.size).text.contains("0 pending, more to come: they are lost."))
    model.press(.escape)
    _ = update(&model, .upcoming(heldBackCount: 0, hasMore: false))
    #expect(model.press("R") == [.runAgain])
  }

  @Test("the question how to leave goes back to the lanes that it was asked on")
  func quitOverLanes() {
    var model = Model.showing(.sixJobs, at: 7)
    model.press("t", .control("c"))
    #expect(model.overlay == .quit && model.showsLanes)
    #expect(model.press(.escape) == [] && model.overlay == .lanes)
    model.press(.escape, "q", .escape)
    #expect(model.overlay == nil)
  }

  @Test("a sentence names the key that leads back from where one is")
  func wayBack() {
    var keymap = Keymap.standard
    keymap.setKeys([.function(9)], of: "back", in: "typing")
    var model = Model(title: "run", keymap: keymap)
    _ = update(&model, .sampled(Script.sixJobs.snapshot(at: 7)))
    model.press("?", "x")
    #expect(model.notice?.text == "x does nothing here; Esc leads back")
    #expect(view(model, Size(columns: 38, rows: 7)).text.contains("Esc back; this needs"))
  }

  @Test("an interrupt while the program waits to leave leaves now")
  func interruptWhileLeaving() {
    var model = Model.showing(.sixJobs, at: 7)
    #expect(model.press("q", "w") == [.quit(.wait)])
    #expect(view(model, Self.size).text.contains("leaving when 3 futures are done"))
    #expect(update(&model, .interrupted) == [.leave(isCutShort: true)])
  }

  @Test("another run does not inherit the wish to quit")
  func leavingEndsWithTheRun() {
    var model = Model.showing(.sixJobs, at: 7)
    model.press("q", "w")
    #expect(model.press("R", "y") == [.runAgain])
    _ = update(&model, .began(title: "again"))
    #expect(!model.isLeaving && !view(model, Self.size).text.contains("leaving"))
    #expect(update(&model, .interrupted) == [] && model.overlay == .quit)
  }

  @Test("Esc takes the wish to quit back, before anything else")
  func leavingTakenBack() {
    var model = Model.showing(.sixJobs, at: 7)
    model.press(" ", "q", "w")
    #expect(view(model, Self.size).text.contains("Esc stays, Ctrl-c leaves now"))
    #expect(model.press(.escape) == [])
    #expect(!model.isLeaving && !model.marks.isEmpty)
    #expect(model.notice?.text == "stays when all is done; the pool shuts down all the same")
  }

  @Test("one future is left, two futures are")
  func leavingWords() {
    var model = Model.showing(.keyThreeFails, at: 9)
    model.press("q", "w")
    #expect(view(model, Self.size).text.contains("leaving when 1 future is done; "))
  }

  @Test("a signal to end is no key: other keys do not take it away")
  func interruptIsNoKey() {
    var keymap = Keymap.standard
    keymap.setKeys([.function(12)], of: "interrupt", in: "anywhere")
    var model = Model(title: "run", keymap: keymap)
    _ = update(&model, .sampled(Script.sixJobs.snapshot(at: 7)))
    #expect(update(&model, .interrupted) == [] && model.overlay == .quit)
    #expect(update(&model, .interrupted) == [.leave(isCutShort: true)])
  }

  @Test("in the shutdown dialog Enter and Esc change nothing", arguments: [Key.enter, .escape])
  func shutdownDefault(_ key: Key) {
    var model = Model.showing(.sixJobs, at: 7)
    let before = model
    #expect(model.press("S", key) == [])
    #expect(model == before)
  }

  // MARK: Rows

  @Test("the selection follows its row when the table re-sorts")
  func selectionFollows() {
    var model = Model.showing(.sixJobs, at: 4)
    _ = model.press("j")
    #expect(model.selectedFuture == FutureID(rawValue: 1))
    _ = update(&model, .sampled(Script.sixJobs.snapshot(at: 6)))
    #expect(model.selectedFuture == FutureID(rawValue: 1))
    #expect(model.selectedRow == 4)
  }

  @Test("until somebody moves, the first row is selected")
  func selectionRests() {
    var model = Model.showing(.sixJobs, at: 4)
    _ = update(&model, .sampled(Script.sixJobs.snapshot(at: 6)))
    #expect(model.selectedRow == 0)
    #expect(model.selectedFuture == FutureID(rawValue: 3))
  }

  @Test("when the selected row is forgotten, the one in its place is selected")
  func selectionForgotten() {
    var model = Model.showing(.sixJobs, at: 11)
    model.press("j", "j")
    var snapshot = Script.sixJobs.snapshot(at: 12)
    snapshot.futures.remove([FutureID(rawValue: 2)])
    snapshot.forgottenCounts.succeeded = 1
    _ = update(&model, .sampled(snapshot))
    #expect(model.selectedFuture == FutureID(rawValue: 3))
    #expect(view(model, Self.size).text.contains("rows 1–5 of 5, 1 done not kept"))
  }

  @Test("the log stays where one scrolled to, and follows again at its end")
  func logScrolling() {
    var script = Script(workers: 1)
    for second in 0..<50 { script.log(Double(second), "line \(second)") }
    var model = Model.showing(script, at: 20.5)
    model.press(.alt("4"), "k", "k")
    _ = update(&model, .sampled(script.snapshot(at: 30.5)))
    let scrolled = view(model, Self.size).text
    #expect(scrolled.contains("line 18") && !scrolled.contains("line 19"))
    #expect(scrolled.contains("12 newer lines, F follows"))
    _ = model.press("G")
    #expect(view(model, Self.size).text.contains("line 30"))
    _ = model.press("g")
    #expect(view(model, Self.size).text.contains("line 0"))
  }

  @Test("texts that are shifted say so, keep something on the screen, and come back with Esc")
  func shifted() {
    var script = Script(workers: 1)
    script.submit(0, "a name that has thirty letters")
    script.log(0.5, "a line")
    var model = Model.showing(script, at: 1)
    for _ in 0..<200 { model.press(.right) }
    let text = view(model, Self.size).text
    #expect(text.contains("  etters") && text.contains("[« 24]") && text.contains("« 24  follow"))
    model.press(.left)
    #expect(model.textOffset == 16)
    model.press(" ", .escape)
    #expect(model.textOffset == 0 && !model.marks.isEmpty)
    #expect(!view(model, Self.size).text.contains("«"))
  }

  @Test("a log that was scrolled up shows the oldest lines once those it showed are forgotten")
  func logForgotten() {
    var script = Script(workers: 1)
    for line in 0..<3_000 { script.log(Double(line) / 100, "line \(line)") }
    var model = Model.showing(script, at: 10)
    model.press(.alt("4"), "g")
    _ = update(&model, .sampled(script.snapshot(at: 29.995)))
    let text = view(model, Self.size).text
    #expect(text.contains("line 1000") && text.contains("line 1003"), "\(text)")
    #expect(text.contains("1996 newer lines") || text.contains("1,996 newer lines"))
    model.press("j")
    #expect(view(model, Self.size).text.contains("line 1004"))
  }

  @Test("a log that was scrolled up counts no lines below nothing in an earlier picture")
  func logBefore() {
    var script = Script(workers: 1)
    for second in 0..<50 { script.log(Double(second), "line \(second)") }
    var past = PoolPast()
    past.append(script.snapshot(at: 10.5), after: [])
    past.append(script.snapshot(at: 40.5), after: script.told.filter { $0.time > instant(10.5) })
    var model = Model.showing(script, at: 40.5)
    model.press(.alt("4"), "k", "Z")
    _ = update(&model, .recalled(past))
    _ = model.press(",")
    let text = view(model, Self.size).text
    #expect(text.contains("line 10") && text.contains("0 newer lines"), "\(text)")
  }

  @Test("a pool that broke says so, and stands still once its workers are gone")
  func broken() {
    var script = Script(workers: 1, kind: .process)
    script.submit(0, "crash")
    script.run(0, on: 0, from: 0, to: 2, .crashed, "signal 11")
    script.add(2, .workerEnded(worker: 0, reason: .died("signal 11")))
    script.add(2, .broke(reason: "a worker died"))
    let text = view(.showing(script, at: 9), Self.size).text
    #expect(text.contains("BROKEN  00:02.0"))
    #expect(text.contains("✗ crashed: signal 11"))
    #expect(text.contains("broken after 2.0s; 1 future: 0 ok, 1 crashed"))
    #expect(text.contains("lost"))
  }

  @Test("what is cancelled between two attempts ran before, and does not run until it is cancelled")
  func cancelledRetry() {
    var script = Script(workers: 3)
    let id = FutureID(rawValue: 0)
    script.submit(0, "flaky")
    script.add(1, .started(id, worker: 2, attempt: 1))
    script.add(2, .retrying(id, outcome: .failed, text: "disk full"))
    script.add(33, .finished(id, outcome: .cancelled, text: ""))
    let text = view(.showing(script, at: 34), Self.size).text
    #expect(text.contains("CANCELLED w2      1.0s     -  – cancelled before attempt 2: flaky"))
  }

  @Test("a run is not said to be of the process that came later in its worker's place")
  func processes() {
    var script = Script(workers: 1, kind: .process)
    script.submit(0, "crash")
    script.submit(1, "work")
    script.run(0, on: 0, from: 0, to: 2, .crashed, "signal 11")
    script.add(2, .workerEnded(worker: 0, reason: .died("signal 11")))
    let size = Size(columns: 160, rows: 50)
    #expect(view(.showing(script, at: 2.5), size).text.contains("31930)"))
    script.add(3, .workerStarted(worker: 0, name: "worker 0", systemID: 555))
    script.run(1, on: 0, from: 3, to: 5)
    var model = Model.showing(script, at: 6)
    let crashed = view(model, size).text
    #expect(crashed.contains("waited 0s on w0") && !crashed.contains("555)"))
    model.press("j")
    #expect(view(model, size).text.contains("555)"))
  }

  @Test("the program's verdict stands in the log")
  func verdict() {
    var model = Model.showing(.keyThreeFails, at: 13)
    _ = update(&model, .concluded(verdict: "as expected"))
    #expect(view(model, Self.size).text.contains("15:07:50.600 as expected"))
  }
}
