import Dashboard
import PoolObservation
import Testing
import TextCanvas

@Suite("what the screen looks like")
struct FrameTests {
  private let recordedMix: Recorded

  init() throws {
    recordedMix = try Recorded("seed-mix")
  }

  private func mixed(isASCII: Bool = false) throws -> Model {
    try .showing(recordedMix, at: 20, options: Options(isASCII: isASCII))
  }

  @Test("six jobs on three workers after seven seconds", arguments: [false, true])
  func sixJobsFrame(_ isASCII: Bool) throws {
    try expectFrame(
      view(
        .showing(
          Recorded("six-jobs-on-three-workers"), at: 7, options: Options(isASCII: isASCII)),
        Size(columns: 80, rows: 24)),
      "six-jobs-80x24\(isASCII ? "-ascii" : "")")
  }

  @Test("a job that fails, while others run")
  func keyThreeFailsFrame() throws {
    let model = try Model.showing(Recorded("seven-jobs-key-3-fails"), at: 10.5)
    try expectFrame(view(model, Size(columns: 80, rows: 24)), "key-3-fails-80x24")
  }

  @Test("a pool that was shut down keeps its picture, however late one looks")
  func afterShutdownFrame() throws {
    var recorded = try Recorded("seven-jobs-key-3-fails")
    var model = try Model.showing(recorded, at: 60)
    try expectFrame(view(model, Size(columns: 80, rows: 24)), "after-shutdown-80x24")
    _ = update(&model, .sampled(try recorded.snapshot(at: 900)))
    try expectFrame(view(model, Size(columns: 80, rows: 24)), "after-shutdown-80x24")
  }

  @Test("a mixed load on a large screen", arguments: [false, true])
  func mixedFrame(_ isASCII: Bool) throws {
    try expectFrame(
      view(try mixed(isASCII: isASCII), Size(columns: 160, rows: 50)),
      "mixed-160x50\(isASCII ? "-ascii" : "")")
  }

  @Test("a hundred thousand futures, most of them pending")
  func burstFrame() throws {
    var model = try Model.showing(Recorded(.burst, title: "open-loop burst"), at: 60)
    try expectFrame(view(model, Size(columns: 80, rows: 24)), "burst-80x24")
    model.press("G", "k")
    try expectFrame(view(model, Size(columns: 160, rows: 50)), "burst-160x50")
  }

  @Test(
    "each size shows what there is room for",
    arguments: [(100, 30), (80, 20), (70, 16), (56, 14), (44, 9), (39, 7), (20, 3), (10, 3)])
  func smallerFrames(_ columns: Int, _ rows: Int) throws {
    try expectFrame(
      view(try mixed(), Size(columns: columns, rows: rows)), "mixed-\(columns)x\(rows)")
  }

  @Test(
    "a dialog names what is at stake",
    arguments: [("S" as Key, "shutdown"), ("q", "quit"), ("?", "help"), (.enter, "details")])
  func overlayFrames(_ key: Key, _ name: String) throws {
    var model = try mixed()
    model.press(key)
    try expectFrame(view(model, Size(columns: 80, rows: 24)), "\(name)-80x24")
  }

  @Test("the help stands on a large screen as a whole")
  func wholeHelp() throws {
    var model = try mixed()
    _ = update(&model, .resized(Size(columns: 160, rows: 50)))
    model.press("?")
    try expectFrame(view(model, model.size), "help-160x50")
  }

  /// What is pressed to see something, and what the frame of it is called.
  private static let scenes: [([Key], String)] = [
    (["/"] + typed("state:running | wait>9s"), "filter"),
    (["/"] + typed("state:fialed"), "filter-wrong"),
    (["/"] + typed("13") + [.enter, " ", " ", ">", ">"], "filtered-marked-sorted"),
    ([.function(3)] + typed("123"), "search"),
    (["e"] + [" ", " ", .escape, .escape, "G", "k"] + typed("  "), "marked"),
    (["*", "x"], "cancel-marked"), (["X"], "cancel-matching"),
    (Array(repeating: "j", count: 8) + ["K"], "stop"), (["R"], "run-again"),
    ([.function(6)], "sort"), ([":"] + typed("work"), "commands"),
    ([.function(2), "j"], "settings"), (["z"], "zoom-futures"),
    ([.alt("1"), "z"], "zoom-workers"), ([.alt("4"), "z", "W"], "zoom-log"),
    (["e"], "failures"), (["1", "2"], "number"), (["Y"], "unknown-key"),
    (["/"] + typed("state:crashed") + [.enter], "none-match"),
  ]

  private static func typed(_ text: String) -> [Key] { text.map { .character($0) } }

  @Test("each dialog and each choice on a usual screen", arguments: scenes)
  func usualScenes(_ keys: [Key], _ name: String) throws {
    var model = try mixed()
    for key in keys { model.press(key) }
    try expectFrame(view(model, Size(columns: 80, rows: 24)), "\(name)-80x24")
  }

  @Test("details of what waits, runs and failed, with what was told of it beside its row")
  func detailsFrames() throws {
    var model = try mixed()
    model.press("G", .function(3), "#", "6", "3", .enter, .enter)
    try expectFrame(view(model, Size(columns: 80, rows: 24)), "details-pending-80x24")
    model.press(.escape, "g")
    var description = FutureDescription(id: FutureID(rawValue: 1))
    description.submitter = "the scenario, submit[0], number 2"
    description.work = "sleep 0.2 seconds"
    description.input = "n 1, key 1"
    description.attemptLimit = 3
    description.timeLimit = .seconds(30)
    description.errorType = "JobFailure"
    description.text = "deadline 1s\nwas set by the person who wrote this"
    description.location = "Sources/Jobs/Fetch.swift:41"
    _ = update(&model, .described(description))
    try expectFrame(view(model, Size(columns: 160, rows: 50)), "details-failed-160x50")
    model.press(.enter)
    try expectFrame(view(model, Size(columns: 80, rows: 24)), "details-failed-80x24")
  }

  @Test("a pool without futures says what brings some")
  func emptyFrame() throws {
    let model = try Model.showing(Recorded("empty"), at: 0.5)
    try expectFrame(view(model, Size(columns: 80, rows: 24)), "empty-80x24")
    var waiting = model
    _ = update(&waiting, .upcoming(heldBackCount: 4, hasMore: true))
    #expect(
      view(waiting, Size(columns: 80, rows: 24)).text
        .contains("no futures yet: 4 wait for other jobs"))
    var shut = Script(workers: 3)
    shut.shutDown(from: 1, to: 2)
    let text = view(Model.showing(shut, at: 3), Size(columns: 80, rows: 24)).text
    #expect(text.contains("no futures yet") && !text.contains("a submits"))
  }

  @Test("a line of the log that is too long shows that it goes on")
  func longLine() {
    var model: Model
    let said = String(repeating: "word ", count: 40) + "end"
    var script = Script(workers: 1)
    script.log(1, said)
    model = .showing(script, at: 2)
    func line() -> String {
      view(model, Size(columns: 80, rows: 24)).text.split(separator: "\n")
        .first { $0.contains("[main]") }.map(String.init) ?? ""
    }
    #expect(line().hasSuffix("…") && line().count == 80)
    model.press("W")
    #expect(!line().contains("…"))
  }

  @Test("the list of scenarios")
  func openFrame() throws {
    var model = try mixed()
    model.press("o")
    _ = update(
      &model,
      .listed([
        ScenarioItem(path: "scenarios/bursts.yaml", name: "bursts"),
        ScenarioItem(path: "scenarios/six-jobs-on-three-workers.yaml", name: "6 jobs on 3 workers"),
      ]))
    try expectFrame(view(model, Size(columns: 80, rows: 24)), "open-80x24")
  }

  @Test(
    "what is asked can be read on a narrow screen, too", arguments: ["S" as Key, "q", "R", "X"])
  func narrowDialogs(_ key: Key) throws {
    var model = try mixed()
    let size = Size(columns: 44, rows: 10)
    _ = update(&model, .resized(size))
    model.press(key)
    try expectFrame(view(model, size), "ask-\(key.label)-44x10")
  }

  @Test(
    "boxes can be read on a narrow screen, too",
    arguments: [
      ("?" as Key, "help"), (.enter, "details"), (.function(2), "settings"), ("o", "open"),
    ])
  func narrowBoxes(_ key: Key, _ name: String) throws {
    var model = try mixed()
    let size = Size(columns: 44, rows: 14)
    _ = update(&model, .resized(size))
    model.press(key)
    if key == "o" {
      let path = "scenarios/six-jobs-on-three-workers.yaml"
      _ = update(&model, .listed([ScenarioItem(path: path, name: "6 jobs on 3 workers")]))
    }
    try expectFrame(view(model, size), "\(name)-44x14")
  }

  @Test("on a wide screen that is low, the log goes before the details", arguments: [22, 18])
  func lowAndWide(_ rows: Int) throws {
    let size = Size(columns: 130, rows: rows)
    var model = try mixed()
    _ = update(&model, .resized(size))
    try expectFrame(view(model, size), "mixed-130x\(rows)")
  }
}
