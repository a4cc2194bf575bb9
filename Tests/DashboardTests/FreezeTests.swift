import PoolObservation
import SeededRandom
import Testing
import TextCanvas

@testable import Dashboard

private let script = Script.mixed(jobs: 60)

/// Twenty seconds of a busy pool, looked at every tenth of one.
private let pastOfTwentySeconds: PoolPast = {
  var past = PoolPast()
  var unfolding = script.unfolding
  for tenth in 0...200 {
    let snapshot = unfolding.snapshot(at: Double(tenth) / 10)
    past.append(snapshot, after: Array(unfolding.latest))
  }
  return past
}()

/// Freezes a view after twenty seconds, as the program does: it hands the pictures over when it is
/// asked.
func freeze(_ model: inout Model) {
  guard model.press("Z") == [.recall] else { return }
  _ = update(&model, .recalled(pastOfTwentySeconds))
}

extension KeyTableTests {
  /// Checks what a key did to the time that is shown.
  func expectTime(_ action: TimeAction, _ before: Model, _ after: Model, _ effects: [Effect]) {
    switch action {
    case .freeze:
      #expect(after.frozen != nil && effects == [.recall])
      return
    case .stepPicture(let step):
      let target = 199 + step
      #expect(
        after.frozen?.index == target && after.snapshot?.takenAt == instant(Double(target) / 10))
    case .lanes: #expect(after.overlay == .lanes)
    case .moveCursor(let step):
      let finest = LaneStep.finest
      let cell = before.lanes.cursor.map(finest.index(of:)) ?? finest.last(before: before.now)
      #expect(after.lanes.cursor == finest.time(of: cell + step).lowerBound)
    case .cursorToStart: #expect(after.lanes.cursor == .zero)
    case .cursorToNow: #expect(after.lanes.cursor == nil)
    case .zoom(let step): #expect(after.lanes.step == before.lanes.step.stepped(by: step))
    }
    #expect(effects.isEmpty)
  }
}

@Suite("a view that stands still")
struct FreezeTests {
  private static let size = Size(columns: 80, rows: 24)

  private func frozenModel() -> Model {
    var model = Model.showing(script, at: 20)
    freeze(&model)
    return model
  }

  private func title(_ model: Model) -> String {
    String(view(model, Self.size).text.prefix { $0 != "\n" })
  }

  @Test("it says that it is frozen and how old it is, and Z goes on with the newest")
  func banner() {
    var model = frozenModel()
    #expect(title(model).contains("FROZEN, 0s old  00:20.0"))
    _ = update(&model, .sampled(script.snapshot(at: 23.5)))
    #expect(title(model).contains("FROZEN, 3.5s old  00:20.0"))
    #expect(model.press("Z") == [])
    #expect(title(model).contains("RUNNING  00:23.5") && model.frozen == nil)
  }

  @Test("each step shows what a look at that moment showed", arguments: [1, 7, 50, 150])
  func stepping(_ count: Int) {
    var model = frozenModel()
    for digit in String(count) { _ = model.press(.character(digit)) }
    #expect(model.press(",") == [])
    let seconds = 20 - Double(count) / 10
    let there = Model.showing(script, at: seconds)
    #expect(model.snapshot == there.snapshot)
    let (shown, expected) = (view(model, Self.size), view(there, Self.size))
    for row in 1..<Self.size.rows - 1 { #expect(Array(shown.row(row)) == Array(expected.row(row))) }
    #expect(title(model).contains("FROZEN, "))
    #expect(view(model, Self.size).text.contains("picture \(201 - count) of 201"))
    for digit in String(count) { _ = model.press(.character(digit)) }
    _ = model.press(".")
    #expect(model.snapshot?.takenAt == instant(20))
  }

  @Test("a number is of pictures there")
  func number() {
    var model = frozenModel()
    model.press("7")
    #expect(view(model, Self.size).text.contains(" 7  , and . go that many pictures, Esc drops"))
  }

  @Test("at either end it says so and stays")
  func ends() {
    var model = frozenModel()
    _ = model.press(".")
    #expect(model.notice == Notice("picture 201 of 201, the newest of them; Z goes on", .refused))
    model.press("9", "9", "9", ",")
    #expect(model.snapshot?.takenAt == .zero && model.notice?.kind == .done)
    _ = model.press(",")
    #expect(model.notice == Notice("picture 1 of 201, the oldest", .refused))
  }

  @Test("what the past has thinned is said")
  func thinned() {
    var past = PoolPast()
    let idle = Script(workers: 1)
    var unfolding = idle.unfolding
    for second in 0..<900 { past.append(unfolding.snapshot(at: Double(second)), after: []) }
    var model = Model.showing(idle, at: 899)
    _ = model.press("Z")
    _ = update(&model, .recalled(past))
    _ = model.press(",")
    #expect(
      model.notice?.text.hasSuffix("before 04:30 only some are kept") == true,
      "\(model.notice?.text ?? "")")
  }

  @Test("a step before the pictures are there is refused, in words")
  func early() {
    var model = Model.showing(script, at: 20)
    model.press("Z", ",")
    #expect(model.notice?.kind == .refused && model.frozen != nil)
    var empty = Model(title: "early")
    #expect(empty.press("Z") == [] && empty.notice?.kind == .refused)
  }

  @Test("a pool that has ended can be looked at from before its end")
  func afterTheEnd() {
    var past = PoolPast()
    past.append(Script.keyThreeFails.snapshot(at: 9), after: [])
    let events = Script.keyThreeFails.told.filter { $0.time > instant(9) }
    past.append(Script.keyThreeFails.snapshot(at: 13), after: events)
    var model = Model.showing(.keyThreeFails, at: 13)
    _ = model.press("Z")
    _ = update(&model, .recalled(past))
    _ = model.press(",")
    #expect(title(model).contains("FROZEN, 4.0s old  00:09.0"))
    let text = view(model, Self.size).text
    #expect(text.contains("now▸") && !text.contains("shut down after"))
    _ = model.press("Z")
    #expect(title(model).contains("SHUT DOWN  00:12.0"))
  }

  @Test("a look back takes the verdict from the log for as long as it lasts")
  func verdict() {
    var script = Script(workers: 1)
    script.submit(0, "only")
    script.run(0, on: 0, from: 1, to: 3)
    var past = PoolPast()
    past.append(script.snapshot(at: 2), after: [])
    past.append(script.snapshot(at: 4), after: script.told.filter { $0.time > instant(2) })
    var model = Model.showing(script, at: 4)
    func hasVerdict() -> Bool { view(model, Self.size).text.contains("as expected") }
    _ = update(&model, .concluded(verdict: "as expected"))
    #expect(hasVerdict())
    _ = model.press("Z")
    _ = update(&model, .recalled(past))
    _ = model.press(",")
    #expect(!hasVerdict(), "then it had not ended")
    _ = model.press("Z")
    #expect(hasVerdict())
  }

  @Test("a run that is judged behind a picture has its verdict in the log afterwards")
  func verdictBehind() {
    var script = Script(workers: 1)
    script.submit(0, "only")
    script.run(0, on: 0, from: 1, to: 3)
    var model = Model.showing(script, at: 2)
    _ = model.press("Z")
    _ = update(&model, .sampled(script.snapshot(at: 4)))
    _ = update(&model, .concluded(verdict: "as expected"))
    #expect(!view(model, Self.size).text.contains("as expected"))
    _ = model.press("Z")
    #expect(view(model, Self.size).text.contains("as expected"))
  }

  @Test("the way on stays beside the sentence about the picture, which goes after a while")
  func footer() {
    func footer(_ model: Model) -> String {
      String(view(model, Self.size).text.split(separator: "\n").last ?? "")
    }
    var model = frozenModel()
    _ = model.press(",")
    #expect(footer(model) == " picture 200 of 201   Z Go on   , Older   . Newer")
    for second in [1, 8] { _ = update(&model, .passed(.seconds(second))) }
    #expect(footer(model).hasPrefix(" Z Go on  , Older  . Newer  F1 Help"))
  }

  @Test("what came of a future later is not told of a picture in which it runs")
  func noFuture() throws {
    var model = frozenModel()
    model.press(.enter)
    _ = model.press(",")
    let running = try #require(model.snapshot?.futures.first { $0.state == .running }).id
    while model.selectedFuture != running { model.press("j") }
    var description = FutureDescription(id: running)
    description.work = "sleep 3.0s"
    description.text = "a result of later"
    description.location = "later.swift:1"
    _ = update(&model, .described(description))
    let text = view(model, Self.size).text
    #expect(text.contains("sleep 3.0s") && !text.contains("later"))
  }

  @Test("a time cursor later than the picture stands in its last cell, until the view goes on")
  func cursorLaterThanPicture() {
    var model = Model.showing(script, at: 20)
    model.press("t", .left, .left)
    freeze(&model)
    model.press("4", "0", ",")
    func lines(_ model: Model) -> [Substring] { view(model, Self.size).text.split(separator: "\n") }
    var there = Model.showing(script, at: 16)
    there.press("t", .left, .right)
    #expect(lines(model)[1].hasSuffix(" at +15.750s, 250ms ago"))
    #expect(lines(model).dropFirst().dropLast() == lines(there).dropFirst().dropLast())
    model.press("Z")
    #expect(model.lanes.cursor == instant(19.25), "it was not moved")
    freeze(&model)
    model.press("4", "0", ",", .left)
    #expect(model.lanes.cursor == instant(15.5))
  }

  @Test(
    "whatever is frozen, stepped and moved, the cursor is at a moment of the picture",
    arguments: 1...20)
  func cursorWithinPicture(_ seed: UInt64) throws {
    var generator = SeededRandom(seed)
    var model = Model.showing(script, at: 20)
    model.press("t")
    let keys: [Key] = [
      .left, .left, .right, "b", "w", "<", ">", ",", ",", ".", "Z", .home, .end, "9",
    ]
    for _ in 0..<300 {
      let key = keys[Int(generator.next() % UInt64(keys.count))]
      let before = try cursorCell(model)
      let isRepeated = model.repeatCount != nil
      if key == "," { model.press("3", "0") }
      if key == "Z" { freeze(&model) } else { model.press(key) }
      let after = try cursorCell(model)
      if key == .left, !isRepeated { #expect(after == max(0, before - 1), "after \(before)") }
    }
  }

  /// The cell of the cursor that is shown, from the beginning of the pool; checks where it is.
  private func cursorCell(_ model: Model) throws -> Int {
    let count = LanesLayout(model).laneColumns
    let lanes = model.lanes.seen(at: model.now)
    let window = lanes.window(endingAt: model.now, count: count)
    let cell = lanes.cursorCell(in: window)
    let time = window.time(of: cell)
    #expect(time.lowerBound < max(model.now, instant(0.001)))
    #expect(lanes.cursor.map(time.contains) != false)
    return window.start + cell
  }

  @Test("another pool's picture ends the freeze")
  func otherPool() {
    var model = frozenModel()
    var other = script.snapshot(at: 1)
    other.pool.createdAt += 1
    _ = update(&model, .sampled(other))
    #expect(model.frozen == nil && model.snapshot == other)
  }

  @Test("while frozen and held, the dot belongs to the freeze")
  func dot() {
    var model = frozenModel()
    model.snapshot?.pool.phase = .held
    _ = model.press(",")
    #expect(model.press(".") == [])
    #expect(model.frozen?.index == 200)
  }
}
