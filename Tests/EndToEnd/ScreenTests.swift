import TerminalDriver
import Testing

/// The dashboard in a real terminal.
@Suite(
  "the screen", .enabled(if: Tmux.isAvailable), .serialized, .timeLimit(.minutes(5)))
struct ScreenTests {
  /// Starts a scenario in a terminal of 80 by 24.
  private func open(
    _ scenario: String, _ option: String = "--palette=8", settings: String = "",
    _ body: @escaping @Sendable (Tmux) throws -> Void
  ) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(scenario, to: "scenario.yaml")
      let tmux = try Tmux(columns: 80, rows: 24)
      tmux.start(option, file, settings: settings)
      try tmux.waitFor("F1 Help")
      try tmux.waitFor("Futures [")
      try body(tmux)
    }
  }

  /// Starts a scenario of which two jobs run until the gate is opened, and two wait.
  private func openGated(
    _ body: @escaping @Sendable (Tmux, CommandGate) throws -> Void
  ) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let gate = try scratch.gate()
      let text = Scenarios.long.replacing("sleeper: 1h", with: "held: \"\(gate.wait)\"")
      let tmux = try Tmux(columns: 80, rows: 24)
      tmux.start(
        "--palette=8",
        try scratch.write(text.replacing("job: sleeper", with: "job: held"), to: "gated.yaml"))
      try tmux.waitFor("2 running  2 pending")
      try body(tmux, gate)
    }
  }

  @Test("a running future is not cancelled, and a sentence says why")
  func cancelRunning() async throws {
    try await open(Scenarios.long) { tmux in
      try tmux.waitFor("2 running  2 pending")
      try tmux.press("Home", "x", untilItShows: "refused: #0 is running")
      #expect(tmux.screen.contains("0 cancelled  2 running  2 pending"))
    }
  }

  @Test("where the locale has only ASCII it draws with that, and not with question marks")
  func plainLocale() async throws {
    try await open(Scenarios.short, settings: "LC_ALL=C") { tmux in
      try tmux.waitFor("4 futures: 4 ok")
      try tmux.waitFor("Futures [####")
      let screen = tmux.screen
      let isPlain = screen.allSatisfy { $0.isASCII && $0 != "?" }
      #expect(isPlain, "\(screen)")
      tmux.press("q")
      try tmux.expectLeft(exitCode: 0)
    }
  }

  @Test("a number before a submits as many")
  func submitSeveral() async throws {
    try await open(Scenarios.long) { tmux in
      try tmux.waitFor("2 running  2 pending")
      tmux.press("1", "2", "a")
      try tmux.waitFor("[dashboard] submitted 12, from #4")
      try tmux.waitFor("2 running  14 pending")
    }
  }

  @Test("quitting with work asks, Esc goes back, the second Ctrl-C leaves")
  func quitWithWork() async throws {
    try await open(Scenarios.long) { tmux in
      try tmux.waitFor("2 running  2 pending")
      tmux.press("q")
      try tmux.waitFor("Quit?")
      try tmux.waitFor("2 running, 2 pending.")
      tmux.press("Escape")
      try tmux.waitUntilGone("Quit?")
      try tmux.leaveNow()
    }
  }

  @Test("quitting can cancel what is pending and wait for what runs")
  func quitAndWait() async throws {
    try await openGated { tmux, gate in
      tmux.press("q")
      try tmux.waitFor("cancel the 2 pending, wait for the 2 running, quit")
      tmux.press("c")
      try tmux.waitFor("Ctrl-c leaves now")
      gate.open()
      try tmux.expectLeft(exitCode: 1)
    }
  }

  @Test("shutting down can cancel what is pending")
  func shutDownAndCancel() async throws {
    try await openGated { tmux, gate in
      tmux.press("S")
      try tmux.waitFor("cancel the 2 pending, wait for the 2 running")
      tmux.press("c")
      try tmux.waitFor("2 pending cancelled, 2 running go on")
      gate.open()
      try tmux.waitFor("2 ok  0 failed  2 cancelled  0 running  0 pending")
      try tmux.waitFor("SHUT DOWN")
      tmux.press("q")
      try tmux.expectLeft(exitCode: 1)
    }
  }

  @Test("it follows the terminal's size, also to nearly nothing and back")
  func resizing() async throws {
    try await open(Scenarios.long) { tmux in
      try tmux.waitFor("2 running  2 pending")
      tmux.resize(columns: 160, rows: 50)
      try tmux.waitUntil("the footer is in row 50") { tmux.line(49).contains("F1 Help") }
      try tmux.waitFor("2 running")
      tmux.resize(columns: 30, rows: 6)
      try tmux.waitUntilGone("F1 Help")
      try tmux.waitFor("2r 2p")
      tmux.resize(columns: 80, rows: 24)
      try tmux.waitUntil("the footer is in row 24") { tmux.line(23).contains("F1 Help") }
      try tmux.waitFor("2 running  2 pending")
    }
  }

  @Test("after the end everything stays until q")
  func staysUntilQuit() async throws {
    try await open(Scenarios.short) { tmux in
      try tmux.waitFor("4 futures: 4 ok")
      #expect(tmux.isAlternate)
      try tmux.waitFor("✓ returned")
      tmux.press("?")
      try tmux.waitFor("submit one more job")
      tmux.press("q")
      try tmux.waitUntilGone("submit one more job")
      tmux.press("q")
      try tmux.expectLeft(exitCode: 0)
    }
  }

  @Test("the verdict comes when everything is done, though the pool stays open")
  func verdictWhileOpen() async throws {
    let scenario = """
      pool: { workers: 1 }
      jobs: { nap: { sleep: 10ms, fail: { keys: [0], error: "disk full" } } }
      """
    try await open(scenario) { tmux in
      try tmux.waitFor("future 0 raised JobFailure: disk full")
      try tmux.waitFor("1 future: 0 ok, 1 failed")
      try tmux.waitFor("RUNNING")
      tmux.press("q")
      try tmux.expectLeft(exitCode: 1)
    }
  }

  @Test("very many futures are filtered, sorted, searched and stepped through beside the keys")
  func veryMany() async throws {
    let scenario = """
      pool: { workers: 2 }
      jobs: { nap: 1000s }
      submit: [{ job: nap, count: 20000 }]
      """
    try await open(scenario) { tmux in
      try tmux.waitFor("19,998 pend")
      tmux.press("/")
      tmux.type("state:running")
      try tmux.waitFor("2 of 20,000")
      // At once they would be Alt-I.
      tmux.press("Escape")
      try tmux.waitUntilGone("2 of 20,000")
      tmux.press("I")
      try tmux.waitFor("▶19999 PENDING")
      tmux.press("I", "F3")
      tmux.type("#15000")
      try tmux.waitFor("▶15000 PENDING")
      // After one more, the picture that is shown is not the first.
      tmux.press("Enter", "a")
      try tmux.waitFor("19,999 pend")
      tmux.press("Z")
      try tmux.press(",", untilItShows: "picture ")
      // The picture is another one.
      try tmux.waitUntilGone("FROZEN, 0s old")
    }
  }

  @Test("a key that means nothing says so")
  func wrongKeys() async throws {
    try await open(Scenarios.long) { tmux in
      for (key, sentence) in [
        ("Y", "Y does nothing here; F1 shows the keys"),
        ("F11", "F11 does nothing here"),
        ("M-9", "Alt-9 does nothing here"),
        ("0", "a number before a key begins with 1 to 9"),
      ] {
        try tmux.press(key, untilItShows: sentence)
      }
    }
  }

  @Test("with --ascii not one character is outside ASCII")
  func ascii() async throws {
    try await open(Scenarios.short, "--ascii") { tmux in
      try tmux.waitFor("4 futures: 4 ok")
      #expect(tmux.screen.utf8.allSatisfy { $0 < 128 }, "\(tmux.screen)")
    }
  }

  @Test("with NO_COLOR there are no colours", arguments: [true, false])
  func noColor(_ isSet: Bool) async throws {
    let settings = isSet ? "NO_COLOR=1" : ""
    try await open(Scenarios.short, "run", settings: settings) { tmux in
      try tmux.waitFor("4 futures: 4 ok")
      let colour = /\u{1B}\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]/
      #expect(tmux.colouredScreen.contains(colour) == !isSet)
    }
  }

  @Test(
    "a terminal that no screen can be drawn on gets plain lines and a hint",
    arguments: [
      ("TERM=dumb", "cannot move its cursor"), ("TERM=no-such-terminal", "is not known here"),
      ("TERM=", "TERM is not set"),
    ])
  func noScreen(_ settings: String, _ hint: String) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(Scenarios.short, to: "scenario.yaml")
      let tmux = try Tmux(columns: 160, rows: 24)
      tmux.start(file, settings: settings)
      try tmux.waitFor("4 futures: 4 ok")
      #expect(tmux.screen.contains(hint))
      #expect(tmux.screen.contains("; plain lines instead"))
      try tmux.expectLeft(exitCode: 0)
    }
  }
}
