import Glibc
import TerminalDriver
import Testing

/// What the program does to the terminal and the shell it was started from.
@Suite(
  "manners of the program", .enabled(if: Tmux.isAvailable), .serialized,
  .timeLimit(.minutes(1)))
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
    ])
  func ended(by signal: Int32, exitCode: Int32) async throws {
    try await withLongRun { tmux, process in
      kill(process, signal)
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

  @Test("Ctrl-Z gives the terminal to the shell, fg brings the screen back")
  func suspend() async throws {
    try await withLongRun { tmux, process in
      tmux.press("C-z")
      try tmux.waitFor("Stopped")
      try tmux.expectRestored()
      tmux.run("fg")
      try tmux.waitFor("2 running  2 pending")
      #expect(tmux.isAlternate)
      tmux.press("x")
      try tmux.waitFor("refused: #0 is running")
      tmux.press("C-c")
      try tmux.waitFor("Quit?")
      tmux.press("C-c")
      try tmux.expectLeft(exitCode: 130)
    }
  }
}
