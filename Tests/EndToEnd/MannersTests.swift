import Glibc
import TerminalDriver
import Testing

/// What the program does to the terminal and the shell it was started from.
@Suite(
  "manners of the program", .enabled(if: Tmux.isAvailable), .serialized,
  .timeLimit(.minutes(5)))
struct MannersTests {
  /// Starts a scenario that outlasts the test.
  private func withLongRun(_ body: @escaping @Sendable (Tmux, pid_t) throws -> Void) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(Scenarios.long, to: "scenario.yaml")
      let tmux = try Tmux(columns: 80, rows: 24)
      let process = try tmux.startKnown(file, in: scratch)
      try tmux.waitFor("2 running  2 pending")
      try body(tmux, process)
    }
  }

  @Test(
    "a signal that ends it leaves the terminal as it was",
    arguments: [
      (SIGTERM, Int32(143)), (SIGHUP, Int32(129)), (SIGSEGV, Int32(139)), (SIGABRT, Int32(134)),
      // How a Swift trap ends, on one processor and on another.
      (SIGILL, Int32(132)), (SIGTRAP, Int32(133)), (SIGBUS, Int32(135)), (SIGFPE, Int32(136)),
      (SIGQUIT, Int32(131)),
    ])
  func ended(by signal: Int32, exitCode: Int32) async throws {
    try await withLongRun { tmux, process in
      kill(process, signal)
      try tmux.expectLeft(exitCode: exitCode)
    }
  }

  @Test(
    "where there is no second screen, what comes next begins in a blank row",
    arguments: [
      (SIGTERM, Int32(143), "TERM=vt100"), (SIGSEGV, Int32(139), "TERM=vt100"),
      // Promised, and not there.
      (SIGTERM, Int32(143), ""), (SIGSEGV, Int32(139), ""),
    ])
  func oneScreen(_ signal: Int32, _ exitCode: Int32, _ settings: String) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(Scenarios.long, to: "scenario.yaml")
      let tmux = try Tmux(columns: 80, rows: 24)
      tmux.dropSecondScreen()
      let process = try tmux.startKnown(file, in: scratch, settings: settings)
      try tmux.waitFor("2 running  2 pending")
      try tmux.waitFor("Quit")
      kill(process, signal)
      try tmux.waitForPrompt()
      let screen = tmux.screen
      #expect(screen.contains("LOG"), "nobody has cleared it: \(screen)")
      #expect(!screen.contains("F1 Help") && !screen.contains("Quit"), "\(screen)")
      try tmux.expectLeft(exitCode: exitCode)
    }
  }

  @Test("an interrupt is a question, the second one leaves")
  func interruptedTwice() async throws {
    try await withLongRun { tmux, process in
      kill(process, SIGINT)
      try tmux.waitFor("Quit?")
      kill(process, SIGINT)
      try tmux.expectLeft(exitCode: 130)
    }
  }

  @Test("it ends when the terminal is taken away")
  func hangUp() async throws {
    try await withLongRun { tmux, process in
      tmux.hangUp()
      try tmux.waitUntil("the program is gone") { kill(process, 0) != 0 }
    }
  }

  @Test(
    "Ctrl-Z or its command gives the terminal to the shell, fg brings the screen back",
    arguments: [["C-z"], [":", "s", "u", "s", "p", "Enter"]])
  func suspend(_ keys: [String]) async throws {
    try await withLongRun { tmux, process in
      for key in keys { tmux.press(key) }
      try tmux.waitFor("Stopped")
      try tmux.expectRestored()
      tmux.run("fg")
      try tmux.waitFor("2 running  2 pending")
      #expect(tmux.isAlternate)
      try tmux.press("x", untilItShows: "refused: #0 is running")
      try tmux.leaveNow()
    }
  }

  @Test(
    "commands stop with it, and that time counts for no limit", arguments: ["thread", "process"])
  func suspendedCommands(_ kind: String) async throws {
    try await onOwnThread {
      // On a busy machine the limit may pass before Ctrl-Z comes: then a longer one.
      for limit in [4, 16, 64] where try Self.stopsInTime(kind, limit: .seconds(limit)) { return }
      Issue.record("the command was never stopped within its time")
    }
  }

  /// Stops a command for longer than its time limit, and lets it go on into the limit.
  ///
  /// - Returns: Whether its time was not over when somebody looked.
  private static func stopsInTime(_ kind: String, limit: Duration) throws -> Bool {
    let scratch = try ScratchFolder()
    let file = try scratch.write(
      """
      pool: { kind: \(kind), workers: 1 }
      jobs:
        ticker:
          command: "echo $$ > '\(scratch.path("leader"))'; sleep 600"
          timeout: \(limit.components.seconds)s
      """, to: "scenario.yaml")
    let tmux = try Tmux(columns: 80, rows: 24)
    let begin = ContinuousClock.now
    let process = try tmux.startKnown(file, in: scratch)
    try tmux.waitUntil("the command has begun") { scratch.text(of: "leader").hasSuffix("\n") }
    let leader = try #require(pid_t(scratch.text(of: "leader").dropLast()))
    tmux.press("C-z")
    try tmux.waitFor("Stopped")
    let isStopped = { [process, leader].allSatisfy { state(of: $0) == "T" } }
    while !isStopped() {
      guard .now - begin < limit else { return false }
      usleep(20_000)
    }
    let stoppedAt = ContinuousClock.now
    try tmux.waitUntil("the limit would have passed") { .now - stoppedAt > limit + .seconds(1) }
    let goneOnAt = ContinuousClock.now
    tmux.run("fg")
    while !tmux.screen.contains("1 running  0 pending") || state(of: leader) != "S" {
      guard (stoppedAt - begin) + (.now - goneOnAt) < limit else { return false }
      usleep(20_000)
    }
    try tmux.waitFor("✗ timed out: JobTimeoutError")
    tmux.press("q")
    try tmux.expectLeft(exitCode: 1)
    return true
  }

  @Test("without a screen, too, commands stop and go on with it", arguments: [true, false])
  func suspendedLines(_ isBatch: Bool) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let command = "echo $$ > '\(scratch.path("leader"))'; sleep 600"
      let file = try scratch.write(
        "pool: { workers: 1 }\njobs: { ticker: { command: \"\(command)\" } }\n",
        to: "scenario.yaml")
      let arguments = isBatch ? ["exec", "--", command] : ["run", "--headless", file]
      let words = ([Project.pooltop] + arguments).map(Tmux.quoted).joined(separator: " ")
      let tmux = try Tmux(columns: 120, rows: 24)
      tmux.run("clear; \(words) > \(Tmux.quoted(scratch.path("output"))) 2>&1")
      try tmux.waitUntil("the command has begun") { scratch.text(of: "leader").hasSuffix("\n") }
      let leader = try #require(pid_t(scratch.text(of: "leader").dropLast()))
      tmux.press("C-z")
      try tmux.waitFor("Stopped")
      try tmux.waitUntil("it is stopped") { state(of: leader) == "T" }
      tmux.run("fg")
      try tmux.waitUntil("it goes on") { state(of: leader) == "S" }
      tmux.press("C-c")
      tmux.run("echo exit=$?")
      try tmux.waitFor("exit=130")
    }
  }

  @Test(
    "a hang-up ends its commands as well, and its workers; commands are told before",
    arguments: ["thread", "process"])
  func hangUpWithCommands(_ kind: String) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(
        """
        pool: { kind: \(kind), workers: 1 }
        jobs:
          long:
            command: |-
              trap "echo told > '\(scratch.path("told"))'; exit" TERM
              sleep 600 & echo $$ $PPID > '\(scratch.path("processes"))'; wait
        """, to: "scenario.yaml")
      let tmux = try Tmux(columns: 80, rows: 24)
      let process = try tmux.startKnown(file, in: scratch)
      try tmux.waitUntil("the command has begun") { scratch.text(of: "processes").hasSuffix("\n") }
      let numbers = scratch.text(of: "processes").split { $0 == " " || $0 == "\n" }
      let leader = try #require(numbers.first.flatMap { pid_t($0) })
      let worker = try #require(numbers.last.flatMap { pid_t($0) })
      #expect((worker == process) == (kind == "thread"))
      tmux.hangUp()
      try tmux.waitUntil("all are gone") {
        [process, worker, -leader].allSatisfy { kill($0, 0) != 0 }
      }
      #expect(scratch.text(of: "told") == "told\n")
    }
  }

  @Test("what anyone writes to its descriptors goes to the log, and is there at the end")
  func strangersWords() async throws {
    try await withLongRun { tmux, process in
      for (descriptor, words) in [(1, "words on output"), (2, "words on errors")] {
        _ = Tmux.output("echo '\(words)' > /proc/\(process)/fd/\(descriptor)")
        try tmux.waitFor("[output] \(words)")
      }
      #expect(tmux.line(0).hasPrefix(" pooltop  long"))
      tmux.press("C-c")
      try tmux.waitFor("Quit?")
      tmux.press("C-c")
      try tmux.waitFor("words on output\nwords on errors\n")
      #expect(!tmux.isAlternate)
    }
  }

  @Test("a thrown error is readable on the normal screen")
  func thrown() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(Scenarios.short, to: "scenario.yaml")
      let tmux = try Tmux(columns: 100, rows: 24)
      // So few descriptors that the screen can be opened, and what comes after it cannot.
      let words = [Project.pooltop, file].map(Tmux.quoted).joined(separator: " ")
      tmux.run("clear; (ulimit -n 12; exec \(words))")
      try tmux.waitFor("Too many open files")
      try tmux.expectRestored()
    }
  }

  @Test("keys come from the terminal when standard input is a pipe")
  func pipedInput() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(Scenarios.short, to: "scenario.yaml")
      let tmux = try Tmux(columns: 80, rows: 24)
      tmux.run("clear; ls / | \(Tmux.quoted(Project.pooltop)) \(Tmux.quoted(file))")
      try tmux.waitFor("4 futures: 4 ok")
      #expect(tmux.isAlternate)
      tmux.press("?")
      try tmux.waitFor("submit one more job")
      tmux.press("Escape")
      try tmux.waitUntilGone("submit one more job")
      tmux.press("q")
      try tmux.expectLeft(exitCode: 0)
    }
  }

  @Test("without any terminal to read keys from there are plain lines, and the usual exit code")
  func noKeyboard() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(Scenarios.short, to: "scenario.yaml")
      let tmux = try Tmux(columns: 160, rows: 24)
      tmux.run(
        "clear; setsid -w \(Tmux.quoted(Project.pooltop)) \(Tmux.quoted(file)) < /dev/null")
      try tmux.waitFor("4 futures: 4 ok")
      #expect(tmux.screen.contains("there is no terminal to read keys from; plain lines instead"))
      try tmux.expectLeft(exitCode: 0)
    }
  }

  @Test("a screen of 10 by 3 is survived, also one that comes and goes")
  func nearlyNoScreen() async throws {
    try await withLongRun { tmux, process in
      for _ in 0..<3 {
        tmux.resize(columns: 10, rows: 3)
        try tmux.waitUntil("the counts are all there is") { tmux.line(0) == "0/4 done" }
        tmux.resize(columns: 80, rows: 24)
        try tmux.waitFor("2 running  2 pending")
      }
      #expect(kill(process, 0) == 0)
    }
  }
}

/// What the kernel says a process does: `S`, `R`, `T`, and so on.
private func state(of process: pid_t) -> Character? {
  let text = Tmux.output("cat /proc/\(process)/stat 2> /dev/null")
  return text.split(separator: ") ").last?.first
}
