import Foundation
import Glibc
import TerminalDriver
import Testing

/// Scenarios that are chosen on the screen, and what the command line and the settings say to that.
@Suite(
  "choosing a scenario", .enabled(if: Tmux.isAvailable), .serialized, .timeLimit(.minutes(5)))
struct ScenarioChoiceTests {
  /// Gives a shell in a folder with scenarios.
  private func open(
    _ body: @escaping @Sendable (Tmux, ScratchFolder) throws -> Void
  ) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      try scratch.write(Scenarios.short, to: "scenarios/short.yaml")
      try scratch.write(Scenarios.long, to: "scenarios/long.yaml")
      let tmux = try Tmux(columns: 160, rows: 40)
      tmux.run("cd \(Tmux.quoted(scratch.path("")))")
      try body(tmux, scratch)
    }
  }

  @Test("who names none chooses one, and it is played as if it had been named")
  func alone() async throws {
    try await open { tmux, _ in
      tmux.start("--palette=8")
      try tmux.waitFor("open a scenario")
      try tmux.waitFor("scenarios/long.yaml")
      tmux.type("short")
      tmux.press("Enter")
      try tmux.waitFor("4 futures: 4 ok")
      tmux.press("q")
      try tmux.expectLeft(exitCode: 0)
    }
  }

  @Test("who chooses none leaves with nothing run", arguments: ["Escape", "C-c"])
  func none(_ key: String) async throws {
    try await open { tmux, _ in
      tmux.start("--ascii")
      try tmux.waitFor("open a scenario")
      tmux.press(key)
      try tmux.expectLeft(exitCode: 0)
    }
  }

  @Test("a scenario that is opened later is played as the command line wants it, too")
  func overrides() async throws {
    try await open { tmux, _ in
      tmux.start("run", "--workers", "3", "scenarios/long.yaml")
      try tmux.waitFor("3 running  1 pending")
      tmux.press("o")
      try tmux.waitFor("open a scenario")
      tmux.type("short")
      tmux.press("Enter")
      try tmux.waitFor("Leave this run for scenarios/short.yaml?")
      tmux.press("y")
      try tmux.waitFor("4 futures: 4 ok")
      #expect(tmux.screen.contains("thread pool, 3 workers"))
      tmux.press("q")
      try tmux.expectLeft(exitCode: 0)
    }
  }

  @Test("settings that are no file are told, and nobody waits for them")
  func noFile() async throws {
    try await open { tmux, scratch in
      let file = try scratch.write("", to: "config/pooltop/config.yaml")
      #expect(unsafe unlink(file) == 0 && mkfifo(file, 0o600) == 0)
      tmux.start("scenarios/short.yaml", settings: scratch.settings)
      try tmux.waitFor("4 futures: 4 ok")
      try tmux.waitFor("config.yaml cannot be read: it is no file")
      tmux.press("q")
      try tmux.expectLeft(exitCode: 0)
    }
  }

  @Test("all that is wrong with the settings stands in the log")
  func complaints() async throws {
    try await open { tmux, scratch in
      try scratch.write("colour: red\nrate: 7 Hz\n", to: "config/pooltop/config.yaml")
      // A terminal of eight colours, which is asked for more.
      tmux.start(
        "--palette=256", "scenarios/short.yaml", settings: "TERM=xterm \(scratch.settings)")
      try tmux.waitFor("4 futures: 4 ok")
      // With the whole screen for the log, all of it stands there.
      tmux.press("Tab", "Tab", "z")
      try tmux.waitFor("[settings] config.yaml:1:1:")
      try tmux.waitFor("[settings] config.yaml:2:")
      try tmux.waitFor("[settings] this terminal has 8 colours, so --palette is 8, not 256")
      tmux.press("q")
      try tmux.expectLeft(exitCode: 0)
    }
  }
}
