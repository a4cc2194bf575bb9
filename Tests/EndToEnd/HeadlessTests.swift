import Glibc
import TerminalDriver
import Testing

/// Runs as plain lines.
@Suite("headless", .timeLimit(.minutes(5)))
struct HeadlessTests {
  /// Runs a scenario with its output in a pipe.
  private func run(
    _ scenario: String, _ arguments: [String] = ["run", "--headless"],
    onLine: @escaping @Sendable (String, pid_t) -> Void = { _, _ in },
    _ body: @escaping @Sendable (Outcome) throws -> Void
  ) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(scenario, to: "scenario.yaml")
      try body(try runPiped([Project.pooltop] + arguments + [file], onLine: onLine))
    }
  }

  @Test("a run that is as expected exits with 0")
  func met() async throws {
    try await run(Scenarios.short) { outcome in
      #expect(outcome.exitCode == 0)
      #expect(outcome.errors.isEmpty)
      #expect(outcome.output.contains("ok   succeeded: expected 4, got 4"))
    }
  }

  @Test("a run whose pool could not take all of it exits with 1, and says why")
  func refused() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(
        "pool: { kind: process, workers: 60 }\njobs: { a: 20s }\nsubmit: [{ job: a, count: 60 }]\n",
        to: "scenario.yaml")
      let outcome = try runPiped([
        "sh", "-c", "ulimit -n 30; exec \"$@\"", "sh", Project.pooltop, "run", "--headless", file,
      ])
      #expect(outcome.exitCode == 1)
      #expect(outcome.errors.contains("and what comes after it were not submitted"))
      #expect(outcome.lines.last?.contains("1 failed") == true, "\(outcome.output)")
    }
  }

  @Test("a run that is not as expected exits with 1, and shows expected beside actual")
  func notMet() async throws {
    let scenario = Scenarios.short.replacing("succeeded: 4", with: "succeeded: 3, failed: 1")
    try await run(scenario) { outcome in
      #expect(outcome.exitCode == 1)
      #expect(outcome.output.contains("FAIL succeeded: expected 3, got 4"))
      #expect(outcome.output.contains("FAIL failed: expected 1, got 0"))
      #expect(outcome.lines.last?.hasSuffix("; not as expected") == true)
    }
  }

  @Test("a failure is told with its reason, also where nothing collects")
  func failedUnexpectedly() async throws {
    let scenario = """
      pool: { workers: 1 }
      jobs: { nap: { sleep: 10ms, fail: { keys: [1], error: "{key} failed" } } }
      submit: [{ job: nap, count: 2 }]
      """
    try await run(scenario) { outcome in
      #expect(outcome.exitCode == 1)
      #expect(outcome.output.contains("2 futures: 1 ok, 1 failed"))
      #expect(outcome.output.contains("future 1 raised JobFailure: 1 failed"))
    }
  }

  @Test("a pipe is served plain lines without being asked, and not one escape byte")
  func pipe() async throws {
    try await run(Scenarios.short, []) { outcome in
      #expect(outcome.exitCode == 0)
      #expect(outcome.isPlain)
      #expect(outcome.output.contains("4 futures: 4 ok"))
    }
  }

  @Test(
    "a signal ends it with 128 and its number",
    arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143)), (SIGHUP, Int32(129))])
  func signalled(_ signal: Int32, exitCode: Int32) async throws {
    let scenario = Scenarios.long.replacing(
      "sleeper: 1h", with: "sleeper: { sleep: 1h, log: { start: begun } }")
    try await run(
      scenario, onLine: { line, process in if line.contains("begun") { kill(process, signal) } }
    ) { outcome in
      #expect(outcome.exitCode == exitCode)
      #expect(outcome.output.contains("interrupted by"))
    }
  }

  @Test("one that was started deaf to hang-ups, as by nohup, goes on when its terminal is gone")
  func nohup() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(
        "jobs: { nap: { sleep: 300ms, log: { start: begun } } }", to: "scenario.yaml")
      let words = ["run", "--headless", file].map(Tmux.quoted).joined(separator: " ")
      let outcome = try runPiped(
        ["sh", "-c", "trap '' HUP; exec \(Tmux.quoted(Project.pooltop)) \(words)"]
      ) { line, process in if line.contains("begun") { kill(process, SIGHUP) } }
      #expect(outcome.exitCode == 0)
      #expect(outcome.output.contains(": 1 ok"))
    }
  }

  @Test("what a scenario says cannot write escape sequences")
  func hostileText() async throws {
    let scenario = """
      name: "\\e[31mred"
      pool: { workers: 1 }
      jobs: { nap: { sleep: 10ms, log: { start: "a\\e[2Jb" }, fail: { keys: [0], error: "\\e]0;x" } } }
      collect: as_completed
      expect: { succeeded: 1, results: ["\\e[5m\\nx"] }
      """
    try await run(scenario) { outcome in
      #expect(outcome.isPlain)
      #expect(outcome.exitCode == 1)
    }
  }

  @Test("a full disk is told, and is no success")
  func fullDisk() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(Scenarios.short, to: "scenario.yaml")
      let tmux = try Tmux(columns: 80, rows: 24)
      tmux.run("\(Project.pooltop) \(file) > /dev/full; echo code=$?")
      try tmux.waitFor("could not be written")
      try tmux.waitFor("code=1")
    }
  }
}
