import Foundation
import TerminalDriver
import Testing

/// Keys that choose, act and set, in a real terminal.
@Suite(
  "keys on the screen", .enabled(if: Tmux.isAvailable), .serialized, .timeLimit(.minutes(5)))
struct ActingTests {
  /// Jobs run for an hour or wait, one failed, with the settings of a folder of its own.
  private static let scenario = """
    name: acting
    pool: { workers: 2 }
    jobs:
      broken: { sleep: 10ms, fail: { keys: [0], error: "disk full" } }
      sleeper: 1h
    submit: [{ job: broken }, { job: sleeper, count: 5, tags: [long] }]
    """

  private func open(
    _ options: String = "--palette=8",
    _ body: @escaping @Sendable (Tmux, ScratchFolder) throws -> Void
  ) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(Self.scenario, to: "acting.yaml")
      let tmux = try Tmux(columns: 80, rows: 24)
      tmux.start(options, file, settings: scratch.settings)
      try tmux.waitFor("1 failed  0 cancelled  2 running  3 pending")
      try body(tmux, scratch)
    }
  }

  @Test("what is filtered is marked and cancelled, and the answer stays in the log")
  func cancelMarked() async throws {
    try await open { tmux, _ in
      tmux.press("/")
      tmux.type("tag:long")
      try tmux.waitFor("5 of 6")
      tmux.press("Enter", "*", "x")
      try tmux.waitFor("3 will never start; 2 running would refuse.")
      tmux.press("y")
      try tmux.waitFor("[dashboard] 3 cancelled, 2 refused (running)")
      try tmux.waitFor("3 cancelled  2 running  0 pending")
    }
  }

  @Test("what is pasted acts on nothing, and is typed where one types")
  func pasted() async throws {
    try await open { tmux, scratch in
      let bytes = scratch.path("bytes")
      tmux.record(to: bytes)
      // As keys: shut down, cancel what waits.
      try tmux.paste(
        "Scenario",
        untilItShows: "what is pasted is typed into a filter, a search or a list only")
      try tmux.waitFor("0 cancelled  2 running  3 pending")
      tmux.press("/")
      tmux.paste("tag:long")
      try tmux.waitFor("5 of 6")
      tmux.press("Enter", "q")
      try tmux.waitFor("leave now")
      tmux.press("C-c")
      try tmux.expectLeft(exitCode: 130)
      try tmux.waitUntilRecorded(in: bytes)
      let raw = try String(decoding: Data(contentsOf: URL(filePath: bytes)), as: UTF8.self)
      #expect(raw.contains("\u{1B}[?2004l"), "the shell's own marks are its own business")
    }
  }

  @Test("the details of what failed say what it did, how it failed and where")
  func details() async throws {
    try await open { tmux, _ in
      tmux.press("g", "Enter")
      try tmux.waitFor("does      sleep 10ms")
      try tmux.waitFor("error     disk full")
      try tmux.waitFor("at        the scenario, jobs.broken.fail")
    }
  }

  @Test("what failed is submitted again")
  func again() async throws {
    try await open { tmux, _ in
      tmux.press("e", "r")
      try tmux.waitFor("submitted #6")
      try tmux.waitFor("2 running  4 pending")
    }
  }

  @Test("jobs that run are asked to stop, all that are marked")
  func stop() async throws {
    try await open { tmux, _ in
      tmux.press("*", "K")
      try tmux.waitFor("Stop 2 running jobs?")
      tmux.press("y")
      try tmux.waitFor("[dashboard] 2 asked to stop")
      try tmux.waitFor("3 failed  0 cancelled  2 running  1 pending")
    }
  }

  @Test("a pool that shuts down now ends what runs: commands, and jobs that can be asked")
  func shutDownNow() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let text = """
        pool: { workers: 2 }
        jobs: { command: "sleep 1000", sleeper: 10m }
        submit: [{ job: command }, { job: sleeper, count: 3 }]
        """
      // So large that the log keeps the whole answer: in the footer it stands for seconds only.
      let tmux = try Tmux(columns: 120, rows: 30)
      tmux.start("--palette=8", try scratch.write(text, to: "now.yaml"))
      try tmux.waitFor("2 running  2 pending")
      tmux.press("S")
      try tmux.waitFor("How shall the pool shut down?")
      tmux.press("n")
      try tmux.waitFor("2 pending cancelled, 1 sent SIGTERM, 1 asked to stop")
      try tmux.waitFor("2 failed  2 cancelled  0 running  0 pending")
      try tmux.waitFor("SHUT DOWN")
    }
  }

  @Test("another run takes the place of this one, and its exit code is the program's")
  func runAgain() async throws {
    try await open { tmux, _ in
      tmux.press("a")
      try tmux.waitFor("1 failed  0 cancelled  2 running  4 pending")
      tmux.press("R")
      try tmux.waitFor("2 running, 4 pending: they are lost.")
      tmux.press("y")
      // One less: it was submitted in the run before only.
      try tmux.waitFor("1 failed  0 cancelled  2 running  3 pending")
      try tmux.leaveNow()
    }
  }

  @Test("commands that are run again go on with the job log and count for the exit code")
  func runCommandsAgain() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let tmux = try Tmux(columns: 80, rows: 24)
      let gate = try scratch.gate()
      func lineCount() -> Int { scratch.text(of: "log").split(separator: "\n").count }
      tmux.start(
        "exec", "-j2", "--joblog", scratch.path("log"), "--", "sh", "-c", "\(gate.wait); exit {}",
        ":::", "0", "2", "3")
      try tmux.waitFor("2 running  1 pending")
      gate.open(for: 3)
      // The verdict comes when all is written down.
      try tmux.waitFor("3 futures: 1 ok, 2 failed")
      #expect(lineCount() == 4)
      tmux.press("R")
      // What stood there from the run before is gone.
      try tmux.waitFor("2 running  1 pending")
      gate.open(for: 3)
      try tmux.waitFor("3 futures: 1 ok, 2 failed")
      #expect(lineCount() == 7)
      tmux.press("q")
      try tmux.expectLeft(exitCode: 2)
    }
  }

  @Test("a scenario of the folder is opened; one that is wrong says what is wrong")
  func openAnother() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      try scratch.write(Scenarios.short, to: "scenarios/short.yaml")
      try scratch.write("jobs: { a: 1s }\npols: {}", to: "scenarios/wrong.yaml")
      let file = try scratch.write(Self.scenario, to: "acting.yaml")
      let tmux = try Tmux(columns: 80, rows: 24)
      tmux.run("cd \(Tmux.quoted(scratch.path("")))")
      tmux.start("--palette=8", file)
      try tmux.waitFor("2 running  3 pending")
      tmux.press("o")
      try tmux.waitFor("scenarios/short.yaml")
      tmux.type("wrong")
      tmux.press("Enter")
      try tmux.waitFor("Leave this run for scenarios/wrong.yaml?")
      tmux.press("y")
      try tmux.waitFor("scenarios/wrong.yaml:2:1: unknown key 'pols'")
      try tmux.waitFor("2 running  3 pending")
      tmux.press("o")
      try tmux.waitFor("scenarios/short.yaml")
      tmux.type("short")
      tmux.press("Enter")
      try tmux.waitFor("Leave this run for")
      tmux.press("y")
      try tmux.waitFor("4 futures: 4 ok")
      tmux.press("q")
      try tmux.expectLeft(exitCode: 0)
    }
  }

  @Test("a setting lasts, and a key can be given another one")
  func settings() async throws {
    try await open { tmux, scratch in
      tmux.press("F2")
      try tmux.waitFor("the set of colours")
      tmux.press("Down", "Down", "Enter")
      try tmux.waitUntil("all is ASCII") { tmux.screen.utf8.allSatisfy { $0 < 128 } }
      tmux.press("q")
      try tmux.waitUntil("it is closed") { !tmux.screen.contains("the set of colours") }
      let file = scratch.path("config/pooltop/config.yaml")
      try tmux.waitUntil("it is kept") {
        (try? String(contentsOfFile: file, encoding: .utf8))?.contains("\ncharacters: ascii")
          == true
      }
      try tmux.leaveNow()

      let text = try String(contentsOfFile: file, encoding: .utf8)
      let changed = text.replacing("keys:\n", with: "keys:\n  panes:\n    add: [b]\nwrapp: on\n")
      try Data(changed.utf8).write(to: URL(filePath: file))
      // So wide that it stands in the log as a whole, too: in the footer it does for seconds only.
      tmux.resize(columns: 120, rows: 24)
      tmux.start(scratch.path("acting.yaml"), settings: scratch.settings)
      try tmux.waitFor("2 running  3 pending")
      try tmux.waitFor("[settings] config.yaml:")
      try tmux.waitFor("there is no setting 'wrapp'; did you mean 'wrap'?")
      #expect(tmux.screen.utf8.allSatisfy { $0 < 128 })
      try tmux.press("a", untilItShows: "a does nothing here")
      tmux.press("b")
      try tmux.waitFor("submitted #6")
    }
  }

  @Test("read-only shows everything, and acts on nothing")
  func readOnly() async throws {
    try await open("--read-only") { tmux, _ in
      try tmux.waitFor("READ-ONLY")
      for key in ["a", "x", "X", "K", "P", "S", "R", "o", "]"] {
        try tmux.press(key, untilItShows: "\(key) is switched off: this is read-only")
      }
      #expect(tmux.screen.contains("2 running  3 pending"))
      try tmux.leaveNow()
    }
  }

  @Test("a click selects, the wheel scrolls, m leaves the mouse to the terminal")
  func mouse() async throws {
    try await open { tmux, _ in
      #expect(tmux.hasMouse)
      // The third row of the futures, as xterm reports a click there.
      try tmux.waitFor("RESULT / ERROR")
      let row = try #require(tmux.lines.firstIndex { $0.contains("RESULT / ERROR") }) + 3
      let place = try #require(Unicode.Scalar(UInt32(row) + 33))
      tmux.type("\u{1B}[M %\(place)")
      try tmux.waitUntil("the row is selected") { tmux.line(row).hasPrefix("▶") }
      tmux.press("m")
      try tmux.waitUntil("nothing is reported any more") { !tmux.hasMouse }
    }
  }
}
