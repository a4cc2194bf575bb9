import Foundation
import Glibc
import TerminalDriver
import Testing

/// Recordings on the screen.
@Suite("replaying", .timeLimit(.minutes(5)))
struct ReplayTests {
  private static let sixJobs = Project.path("Tests/Recordings/six-jobs-on-three-workers.jsonl")

  @Test("the dashboard stands where it is told, steps, jumps, and says that it is a recording")
  func screen() async throws {
    try await onOwnThread {
      let tmux = try Tmux(columns: 100, rows: 30)
      // So slowly that a busy machine sees the moment before it has passed.
      tmux.start("replay", "--speed", "0.01", "--at", "7s", Self.sixJobs)
      try tmux.waitFor("REPLAY")
      try tmux.waitFor("3 ok  0 failed  0 cancelled  3 running  0 pending")
      tmux.press("Space")
      try tmux.waitFor("PAUSED")
      tmux.press("0")
      try tmux.waitFor("00:00.0/00:10.0")
      try tmux.waitFor("0 ok  0 failed  0 cancelled  0 running  0 pending")
      tmux.press(".")
      try tmux.waitFor("1 pending")
      try tmux.press("x", untilItShows: "x is switched off: this is a recording")
      // Ten times twice as fast.
      tmux.press("9", "}", "}", "}", "}", "}", "}", "}", "}", "}", "}", "Space")
      try tmux.waitFor("AT THE END")
      try tmux.waitFor("6 ok")
      try tmux.waitFor("6 futures: 6 ok in 10.")
      tmux.press("q")
      try tmux.expectLeft(exitCode: 0)
    }
  }

  @Test("in a pipe, the lines of worker processes are those of the run")
  func processLines() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(
        "pool: { kind: process, workers: 1 }\njobs: { a: { sleep: 1ms, log: { start: hi } } }\n",
        to: "scenario.yaml")
      let recording = scratch.path("run.jsonl")
      let run = try pooltop("run", "--headless", "--record", recording, file)
      let said = run.lines.filter { $0.hasSuffix("hi") }
      #expect(said.count == 1 && said[0].contains("[ProcessPoolExecutor-"))
      #expect(try pooltop("replay", recording).lines.filter { $0.hasSuffix("hi") } == said)
    }
  }

  /// 20,000 futures, of which one is finished, two run and the others wait for 16 seconds.
  private static var manyFutures: String {
    func line(_ second: Int, _ rest: String) -> String {
      #"{"time":"2026-11-26T12:00:\#(second)Z","event":\#(rest)}"# + "\n"
    }
    var text = line(10, #""began","version":1,"name":"many","workers":2"#)
    for id in 0..<20_000 { text += line(10, #""submitted","future":\#(id),"name":"nap""#) }
    for worker in 0..<2 {
      text += line(10, #""worker_started","worker":\#(worker),"name":"w\#(worker)""#)
      text += line(10, #""started","future":\#(worker),"worker":\#(worker),"attempt":1"#)
    }
    text += line(11, #""finished","future":0,"outcome":"succeeded","text":"()""#)
    text += line(11, #""started","future":2,"worker":0,"attempt":1"#)
    return text + line(26, #""finished","future":1,"outcome":"succeeded","text":"()""#)
  }

  @Test("very many futures are filtered and sorted beside the keys, as in a run")
  func veryMany() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let recording = try scratch.write(Self.manyFutures, to: "many.jsonl")
      let tmux = try Tmux(columns: 100, rows: 30)
      tmux.start("replay", "--speed", "0.001", "--at", "5s", recording)
      try tmux.waitFor("2 running")
      tmux.press("/")
      tmux.type("state:running")
      try tmux.waitFor("2 of 20,000")
      // At once they would be Alt-I.
      tmux.press("Escape")
      try tmux.waitUntilGone("2 of 20,000")
      tmux.press("I")
      try tmux.waitFor(" FINISHED ")
      tmux.press("q")
      try tmux.expectLeft(exitCode: 0)
    }
  }

  @Test("a file that is damaged is shown as far as it goes, and what is wrong has its line")
  func damaged() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let whole = try String(contentsOfFile: Self.sixJobs, encoding: .utf8)
      let lines = whole.split(separator: "\n").prefix(40)
      let text = lines.joined(separator: "\n").replacing("\"event\":\"submitted\"", with: "?")
      let file = try scratch.write(String(text.dropLast(10)), to: "damaged.jsonl")
      let tmux = try Tmux(columns: 160, rows: 30)
      let bytes = scratch.path("bytes")
      tmux.record(to: bytes)
      tmux.start("replay", file)
      // It stands on the screen for a few seconds.
      try tmux.waitUntil("it says what is wrong") {
        scratch.text(of: "bytes").contains("expected the name of a member")
      }
      tmux.press("q")
      try tmux.waitFor("pooltop: \(file): line 40: is cut short")
      try tmux.expectLeft(exitCode: 0)
    }
  }

  @Test(
    "a file that is no recording is refused with exit code 2, and nothing is drawn",
    arguments: [
      ("", "the file is empty"), ("hello\n", "this is no recording: line 1: expected '{'"),
      ("name: x\njobs: { a: 1s }\n", "this is no recording"),
    ])
  func foreign(_ text: String, _ says: String) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(text, to: "foreign.jsonl")
      for command in [["replay"], ["report", "-o", scratch.path("x.html")], ["diff", file]] {
        let outcome = try runPiped([Project.pooltop] + command + [file])
        #expect(outcome.exitCode == 2, "\(command)")
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains(says), "\(outcome.errors)")
      }
    }
  }

  @Test(
    "a file that cannot be read is refused with the reason",
    arguments: [
      ("/nowhere.jsonl", "No such file"), ("/dev/zero", "no regular file"), ("/", "no regular"),
    ])
  func unreadable(_ path: String, _ says: String) async throws {
    try await onOwnThread {
      let outcome = try pooltop("replay", path)
      #expect(outcome.exitCode == 2 && outcome.errors.contains(says), "\(outcome.errors)")
    }
  }

  @Test("in a pipe, what was said in the run is printed")
  func pipe() async throws {
    try await onOwnThread {
      let outcome = try pooltop("replay", Self.sixJobs)
      #expect(outcome.exitCode == 0 && outcome.isPlain)
      #expect(outcome.lines.count { $0.contains("Begin to work") } == 6)
      #expect(outcome.lines.last?.hasPrefix("6 futures: 6 ok") == true)
    }
  }

  @Test("a recording that is given for a scenario is told apart")
  func asScenario() async throws {
    try await onOwnThread {
      let outcome = try pooltop("run", "--headless", Self.sixJobs)
      #expect(outcome.exitCode == 2)
      #expect(outcome.errors.contains("is a recording and no scenario; 'pooltop replay"))
    }
  }

  @Test(
    "a recording is known for one although its first line is damaged",
    arguments: ["\n", "\u{FEFF}", "{\"time\":\"20\n"])
  func damagedBeginning(_ beginning: String) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let text = try String(contentsOfFile: Self.sixJobs, encoding: .utf8)
      let file = try scratch.write(beginning + text, to: "copy")
      let frame = try pooltop("frame", "--at", "1m", file)
      #expect(frame.exitCode == 0 && frame.output.contains("6 ok"), "\(frame.errors)")
      let run = try pooltop("run", file)
      #expect(run.exitCode == 2 && run.errors.contains("is a recording and no scenario"))
    }
  }

  // MARK: - Frames

  @Test("the title is that of the run, with its speed and its description")
  func title() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let scenario = try scratch.write("description: four naps\n" + Scenarios.short, to: "a.yaml")
      let recording = scratch.path("run.jsonl")
      _ = try pooltop("run", "--headless", "--speed", "20", "--record", recording, scenario)
      for source in [["--speed", "20", scenario], [recording]] {
        let frame = try runPiped(
          [Project.pooltop, "frame", "--at", "0s", "--size", "120x30"] + source)
        #expect(frame.output.hasPrefix(" pooltop  short ×20 – four naps  "), "\(frame.output)")
      }
    }
  }

  @Test(
    "frames of recordings are what they were",
    arguments: [
      ("six-jobs-on-three-workers", "2500ms", "80x24"),
      ("six-jobs-on-three-workers", "7s", "80x24"),
      ("six-jobs-on-three-workers", "7s", "160x50"), ("six-jobs-on-three-workers", "1m", "100x30"),
      ("seven-jobs-key-3-fails", "9s", "80x24"), ("seven-jobs-key-3-fails", "1m", "80x24"),
      ("retries-and-time-limits", "3s", "120x40"), ("retries-and-time-limits", "0s", "80x24"),
      ("retries-and-time-limits", "1m", "39x7"),
    ])
  func frames(_ recording: String, _ moment: String, _ size: String) async throws {
    try await onOwnThread {
      let outcome = try runPiped([
        "env", "TZ=UTC", Project.pooltop, "frame", "--at", moment, "--size", size,
        Project.path("Tests/Recordings/\(recording).jsonl"),
      ])
      #expect(outcome.exitCode == 0 && outcome.errors.isEmpty)
      let file = Project.path("Tests/Recordings/Frames/\(recording)-\(moment)-\(size).txt")
      if ProcessInfo.processInfo.environment["RECORD_FRAMES"] == "1" {
        try Data(outcome.output.utf8).write(to: URL(filePath: file))
        Issue.record("recorded \(file), nothing checked")
        return
      }
      let expected = try String(contentsOfFile: file, encoding: .utf8)
      #expect(outcome.output == expected, "\(outcome.output)")
    }
  }
}

/// A report from the screen.
@Suite("w on the screen", .timeLimit(.minutes(5)))
struct ReportKeyTests {
  @Test("writes a page, and asks before it writes over one", arguments: [false, true])
  func key(_ isRecording: Bool) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let text = Scenarios.short.replacing("finish: shutdown\n", with: "description: naps\n")
      let scenario = try scratch.write(text, to: "short.yaml")
      let recording = scratch.path("run.jsonl")
      if isRecording {
        _ = try pooltop("run", "--headless", "--record", recording, scenario)
      }
      let tmux = try Tmux(columns: 100, rows: 30)
      tmux.run("cd \(Tmux.quoted(scratch.path("")))")
      if isRecording { tmux.start("replay", recording) } else { tmux.start(scenario) }
      try tmux.waitFor("4 futures: 4 ok")
      tmux.press("w")
      // The log, where it stays, is that of a run.
      if !isRecording { try tmux.waitFor("wrote pooltop-short.html") }
      try tmux.waitUntil("it is written") {
        scratch.text(of: "pooltop-short.html").contains("4 futures: 4 ok")
      }
      try scratch.write("mine", to: "pooltop-short.html")
      // At first another one may still be being written.
      try tmux.press("w", untilItShows: "Write over pooltop-short.html?")
      tmux.press("Enter")
      try tmux.waitUntilGone("Write over pooltop-short.html?")
      tmux.press("w")
      try tmux.waitFor("Write over pooltop-short.html?")
      #expect(scratch.text(of: "pooltop-short.html") == "mine")
      tmux.press("y")
      try tmux.waitUntil("it was written over") {
        scratch.text(of: "pooltop-short.html").contains("<h1>short</h1>")
      }
      tmux.press("q")
      try tmux.expectLeft(exitCode: 0)
    }
  }

  @Test("who leaves at once gets the whole page all the same, and what is kept of the settings")
  func leaving() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let scenario = try scratch.write(
        "name: many\njobs: { nop: 0s }\nsubmit: [{ job: nop, count: 20000 }]\n",
        to: "many.yaml")
      let tmux = try Tmux(columns: 100, rows: 30)
      tmux.run("cd \(Tmux.quoted(scratch.path("")))")
      tmux.start(scenario, settings: scratch.settings)
      try tmux.waitFor("20000 futures: 20000 ok")
      try scratch.write("old", to: "pooltop-many.html")
      tmux.press("w")
      try tmux.waitFor("Write over")
      tmux.press("y", "F2", "Enter", "q", "q")
      try tmux.expectLeft(exitCode: 0)
      #expect(scratch.text(of: "pooltop-many.html").hasSuffix("</html>\n"))
      #expect(!scratch.text(of: "config/pooltop/config.yaml").isEmpty)
      #expect(Tmux.output("ls \(Tmux.quoted(scratch.path("")))").contains(".part") == false)
    }
  }

  @Test("a report that does not fit leaves the one that is there, and nothing beside it")
  func fullDisk() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let scenario = try scratch.write(Scenarios.short, to: "short.yaml")
      let recording = scratch.path("run.jsonl")
      _ = try pooltop("run", "--headless", "--record", recording, scenario)
      let page = try scratch.write("old", to: "run.html")
      let outcome = try runPiped([
        "sh", "-c", "ulimit -f 1; exec \"$0\" report \"$1\" -o \"$2\"", Project.pooltop,
        recording, page,
      ])
      #expect(outcome.exitCode == 2)
      #expect(outcome.errors.contains("cannot write the report"), "\(outcome.errors)")
      #expect(scratch.text(of: "run.html") == "old")
      let names = Tmux.output("ls \(Tmux.quoted(scratch.path("")))")
      #expect(!names.contains(".part"), "\(names)")
    }
  }

  @Test("before a run is over, its report does not say that it failed")
  func early() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let scenario = try scratch.write(
        "name: early\njobs: { nap: 1ms }\nsubmit: [{ job: nap, at: 1h }]\n", to: "early.yaml")
      let tmux = try Tmux(columns: 100, rows: 30)
      tmux.run("cd \(Tmux.quoted(scratch.path("")))")
      tmux.start(scenario)
      try tmux.waitFor("RUNNING")
      tmux.press("w")
      try tmux.waitFor("wrote pooltop-early.html")
      #expect(scratch.text(of: "pooltop-early.html").contains("The run was not over yet."))
      // What is to come is work, too.
      tmux.press("q")
      try tmux.waitFor("0 running, 0 pending; what is to come is not submitted.")
      tmux.press("C-c")
      try tmux.expectLeft(exitCode: 130)
    }
  }

  @Test(
    "tells of all futures of the run, also of those that the pool has forgotten",
    arguments: [nil, "run.jsonl", "/dev/full"])
  func many(_ recording: String?) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let scenario = try scratch.write(
        """
        name: many
        pool: { workers: 2 }
        jobs:
          nop: { sleep: 0s, fail: { keys: [17], error: "{key} failed" } }
          last: 1h
        submit: [{ job: nop, count: 25000 }, { job: last, count: 3 }]
        """, to: "many.yaml")
      let tmux = try Tmux(columns: 120, rows: 30)
      tmux.run("cd \(Tmux.quoted(scratch.path("")))")
      if let recording {
        tmux.start("run", "--record", recording, scenario)
      } else {
        tmux.start(scenario)
      }
      try tmux.waitFor("24,999 ok  1 failed  0 cancelled  2 running  1 pending")
      tmux.press("w")
      try tmux.waitFor("wrote pooltop-many.html")
      let page = scratch.text(of: "pooltop-many.html")
      for part in [
        "<dt>futures</dt><dd>25,003</dd>", "<td>wait</td><td>25,002</td>",
        "<td>run</td><td>25,000</td>", "<td>nop</td><td>25,000</td><td>1</td>", "17 failed",
        "The run was not over yet.", "<td>last</td>",
      ] {
        #expect(page.contains(part.replacing(",", with: "\u{202F}")), "\(part)")
      }
      #expect(!page.contains("What this report lacks"))
      try tmux.leaveNow()
    }
  }
}
