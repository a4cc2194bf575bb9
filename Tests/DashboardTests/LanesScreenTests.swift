import PoolObservation
import Testing
import TextCanvas

@testable import Dashboard

@Suite("the screen that is all lanes")
struct LanesScreenTests {
  private func model(
    _ script: Script = .mixed(jobs: 60), at seconds: Double = 20, columns: Int = 80, rows: Int = 24
  ) -> Model {
    var model = Model.showing(script, at: seconds)
    _ = update(&model, .resized(Size(columns: columns, rows: rows)))
    _ = model.press("t")
    return model
  }

  private func lines(_ model: Model) -> [String] {
    view(model, model.size).text.split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
  }

  @Test("what it looks like", arguments: [(80, 24, true), (80, 24, false), (160, 50, false)])
  func frames(_ columns: Int, _ rows: Int, _ isASCII: Bool) throws {
    var model = try Model.showing(
      Recorded("seed-mix"), at: 20, options: Options(isASCII: isASCII))
    _ = update(&model, .resized(Size(columns: columns, rows: rows)))
    model.press("t")
    let suffix = isASCII ? "-ascii" : ""
    try expectFrame(view(model, model.size), "lanes-now-\(columns)x\(rows)\(suffix)")
    for _ in 0..<14 { _ = model.press(.left) }
    try expectFrame(view(model, model.size), "lanes-cursor-\(columns)x\(rows)\(suffix)")
  }

  @Test("a key that means nothing there says so; help shows the keys of the place, and leads back")
  func wrongKeyAndHelp() {
    var model = model()
    model.press("x")
    #expect(model.notice == Notice("x does nothing here; Esc leads back", .refused))
    model.press("?")
    let help = lines(model).joined(separator: "\n")
    #expect(help.contains("ten cells back") && !help.contains("submit one more job"))
    model.press(.escape)
    #expect(model.overlay == .lanes)
    model.press(.escape, "?")
    #expect(lines(model).joined().contains("submit one more job"))
    model.press(.escape)
    #expect(model.overlay == nil)
  }

  @Test("the cursor tells what ran in each lane at its moment")
  func moments() {
    // Each of the first three runs five seconds, then the next three.
    var model = model(.sixJobs, at: 7)
    #expect(lines(model)[3].hasSuffix("#3 2.0s worker(3)"))
    for _ in 0..<7 { _ = model.press(.left) }
    #expect(lines(model)[3].hasSuffix("#3 2.0s worker(3)"))
    _ = model.press(.left)
    #expect(lines(model)[3].hasSuffix("#0 5.0s worker(0)"))
    #expect(lines(model)[1].hasSuffix("at +4.750s, 2.3s ago"))
    _ = model.press(.home)
    #expect(lines(model)[5].hasSuffix("#2 5.0s worker(2)"))
    _ = model.press(.end)
    #expect(lines(model)[1].hasSuffix("at now"))
  }

  @Test("a moment in which many jobs ran counts them, and a failure among them shows")
  func crowds() {
    var script = Script(workers: 1)
    for number in 0..<2_000 {
      let start = Double(number) * 0.01
      script.submit(UInt64(number), "job", at: start)
      script.run(
        UInt64(number), on: 0, from: start, to: start + 0.01, number == 10 ? .failed : .succeeded)
    }
    var model = model(script, at: 20)
    _ = model.press(.left)
    #expect(lines(model)[3].hasSuffix("25 jobs"))
    _ = model.press(.home)
    #expect(lines(model)[3].hasSuffix("25 jobs, 1 failed"))
  }

  @Test("the picture under the cursor stands still while time goes on")
  func pinned() {
    var model = model()
    model.press(.left, .left)
    let before = lines(model)[3].prefix(50)
    _ = update(&model, .sampled(Script.mixed(jobs: 60).snapshot(at: 22)))
    #expect(lines(model)[3].prefix(50) == before)
    _ = model.press(.end)
    #expect(lines(model)[3].prefix(50) != before)
  }

  @Test("a cursor that leaves the screen takes it along, as far as the beginning")
  func scrolling() {
    var model = model(at: 60)
    let count = LanesLayout(model).laneColumns
    for _ in 0..<count { _ = model.press(.left) }
    let window = model.lanes.window(endingAt: model.now, count: count)
    #expect(model.lanes.cursorCell(in: window) == 0 && window.end == 240 - 1)
    for _ in 0..<1_000 { _ = model.press(.left) }
    #expect(model.lanes.cursor == .zero)
    model.press("1", "0", "0", .right)
    #expect(model.lanes.cursor == instant(25))
    for _ in 0..<1_000 { _ = model.press(.right) }
    #expect(model.lanes.cursor == nil)
  }

  @Test("zooming keeps the moment of the cursor, or now", arguments: [true, false])
  func zooming(_ hasCursor: Bool) throws {
    var model = model(at: 60)
    if hasCursor { model.press("b", "b", "b") }
    let moment = model.lanes.cursor
    for _ in 0..<5 {
      _ = model.press("<")
      if let moment {
        let cursor = try #require(model.lanes.cursor)
        #expect(cursor <= moment && cursor.advanced(by: model.lanes.step.duration) > moment)
        let window = model.lanes.window(endingAt: model.now, count: LanesLayout(model).laneColumns)
        #expect(window.time(of: model.lanes.cursorCell(in: window)).contains(moment))
      }
    }
    #expect(model.lanes.step.duration == .seconds(10))
    #expect(lines(model)[1].contains("1 cell 10.0s"))
    #expect((model.lanes.cursor == nil) == !hasCursor)
  }

  @Test("one worker or a thousand: all can be reached", arguments: [1, 8, 30, 1_000])
  func workerCounts(_ count: Int) {
    var script = Script(workers: count)
    for id in 0..<UInt64(count) {
      script.submit(id, "job")
      script.run(id, on: Int(id), from: 0, to: 9)
    }
    var model = model(script, at: 5)
    var seen: Set<String> = []
    for _ in 0..<(count / 10 + 2) {
      for line in lines(model).dropFirst(3).dropLast(2) where line.contains("run") {
        seen.insert(String(line.drop { $0 == " " }.prefix { $0 != " " }))
      }
      _ = model.press(.pageDown)
    }
    #expect(seen.count == count)
    #expect(lines(model)[1].contains(count > 19 ? " of \(count.grouped)" : count.counted("worker")))
    _ = model.press("g")
    #expect(lines(model)[3].contains(" 0 run"))
  }

  @Test("Esc, t and q lead back, and nothing but the view has changed")
  func back() {
    for key in [Key.escape, "t", "q", .function(5)] {
      var model = model()
      let effects = model.press(key)
      #expect(model.overlay == nil && effects.isEmpty)
    }
  }

  @Test("? explains its keys, and leads back to it")
  func help() {
    var model = model(columns: 160, rows: 24)
    for key in ["?" as Key, .function(1)] {
      model.press(key)
      let text = lines(model).joined(separator: "\n")
      #expect(text.contains("lanes: ten cells back, on") && text.contains("b w"))
      #expect(text.contains(" at now"), "it lies over the lanes")
      model.press(.escape)
      #expect(model.overlay == .lanes)
    }
    model.press(.escape)
    #expect(model.overlay == nil)
  }

  @Test("the way out stands in the footer, also of a recording", arguments: [40, 60, 80])
  func wayOut(_ columns: Int) {
    var model = model(columns: columns)
    #expect(lines(model).last?.contains("Esc Back") == true)
    model.play()
    #expect(lines(model).last?.contains("Esc Back") == true, "\(lines(model).last ?? "")")
  }

  @Test("a number is of cells there, and Esc drops it first")
  func number() {
    var model = model(at: 60)
    model.press("1", "2")
    #expect(
      lines(model).last == " 12  Left and Right go that many cells, Esc drops the number")
    model.press(.escape)
    #expect(model.overlay == .lanes && model.repeatCount == nil)
    model.press(.left)
    #expect(model.lanes.cursor == instant(59.5))
  }

  @Test("every size shows what there is room for")
  func sizes() {
    var model = model()
    for columns in Array(0...60) + [80, 200] {
      for rows in Array(0...12) + [24, 60] {
        let size = Size(columns: columns, rows: rows)
        _ = update(&model, .resized(size))
        _ = model.press(.left)
        #expect(view(model, size).size == size)
      }
    }
  }
}
