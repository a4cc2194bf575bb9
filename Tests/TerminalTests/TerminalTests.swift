import Glibc
import Terminal
import TerminalDriver
import Testing

/// The program in the terminal.
private let probe = Tmux.program("TerminalProbe")

/// The probe's number, as it shows it.
private func probeProcess(_ tmux: Tmux) throws -> pid_t {
  try tmux.waitFor("pid: ")
  let line = try #require(tmux.lines.first { $0.hasPrefix("pid: ") })
  return try #require(pid_t(line.dropFirst(5)))
}

/// The probe in a real terminal.
@Suite("Terminal", .enabled(if: Tmux.isAvailable), .serialized, .timeLimit(.minutes(5)))
struct TerminalTests {
  @Test("wide, combining and box characters keep their columns, the last cell is drawn")
  func drawing() async throws {
    try await onOwnThread {
      let tmux = try Tmux()
      tmux.run(probe)
      try tmux.waitFor("stops: 0")
      #expect(tmux.isAlternate)
      #expect(!tmux.hasCursor)
      try tmux.waitUntil("the last row is drawn") { tmux.line(11).hasSuffix("#") }
      let lines = tmux.lines
      try #require(lines.count > 11)
      #expect(lines[0] == "probe 60x12 full")
      #expect(lines[1] == "~~~阻塞~~~|")
      #expect(Array(lines[2].unicodeScalars) == Array("e\u{301}a\u{308}|".unicodeScalars))
      #expect(lines[3] == "┌──┐ █▓░ ✗|")
      #expect(lines[11] == String(repeating: " ", count: 59) + "#")
      tmux.press("q")
      try tmux.waitFor("left in order")
      try tmux.expectRestored()
    }
  }

  @Test("keys arrive by their names")
  func keys() async throws {
    try await onOwnThread {
      let tmux = try Tmux()
      tmux.run(probe)
      try tmux.waitFor("key: none")
      for (key, shown) in [
        ("x", "character(\"x\")"), ("Enter", "enter"), ("Escape", "escape"), ("Tab", "tab"),
        ("BTab", "backTab"), ("Up", "up"), ("NPage", "pageDown"), ("Home", "home"), ("End", "end"),
        ("DC", "delete"), ("BSpace", "backspace"), ("F1", "function(1)"), ("F12", "function(12)"),
        ("C-u", "control(\"u\")"), ("M-2", "alt(\"2\")"), ("阻", "character(\"阻\")"),
      ] {
        tmux.press(key)
        try tmux.waitFor("key: \(shown)")
      }
    }
  }

  @Test("what tells of the focus is no key, where the terminal's description calls it one")
  func focus() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let folder = Tmux.quoted(scratch.path("descriptions"))
      let tmux = try Tmux()
      tmux.run(
        "{ infocmp -x; printf '\\tkxIN=\\\\E[I, kxOUT=\\\\E[O,\\n'; } | tic -x -o \(folder) - "
          + "&& TERMINFO=\(folder) \(probe)")
      try tmux.waitFor("key: none")
      tmux.type("\u{1B}[O")
      tmux.type("\u{1B}[I")
      // Comes after them.
      tmux.resize(columns: 61, rows: 12)
      try tmux.waitFor("probe 61x12")
      #expect(tmux.line(5) == "key: none")
    }
  }

  @Test("what is pasted arrives as text")
  func pasted() async throws {
    try await onOwnThread {
      let tmux = try Tmux()
      tmux.run(probe)
      try tmux.waitFor("key: none")
      tmux.paste("quit")
      try tmux.waitFor("key: pasted(\"quit\")")
      tmux.press("x")
      try tmux.waitFor("key: character(\"x\")")
    }
  }

  @Test("it follows the terminal's size, down to nearly nothing and back")
  func resizing() async throws {
    try await onOwnThread {
      let tmux = try Tmux()
      tmux.run(probe)
      try tmux.waitFor("probe 60x12")
      tmux.resize(columns: 10, rows: 3)
      try tmux.waitFor("probe 10x3")
      tmux.resize(columns: 100, rows: 30)
      try tmux.waitFor("probe 100x30")
      try tmux.waitUntil("the last row is drawn") {
        tmux.line(29).hasSuffix("#") && tmux.line(29).count == 100
      }
    }
  }

  @Test("redrawing brings back what something else has written over")
  func redraw() async throws {
    try await onOwnThread {
      let tmux = try Tmux()
      tmux.run(probe)
      try tmux.waitFor("stops: 0")
      tmux.scribble("garbage")
      try tmux.waitFor("garbage")
      tmux.press("C-l")
      try tmux.waitUntil("the garbage is gone") {
        tmux.line(0) == "probe 60x12 full" && !tmux.screen.contains("garbage")
      }
    }
  }

  @Test("Ctrl-Z gives the terminal to the shell, fg takes it again")
  func suspend() async throws {
    try await onOwnThread {
      let tmux = try Tmux()
      tmux.run(probe)
      try tmux.waitFor("stops: 0")
      tmux.press("C-z")
      try tmux.waitFor("Stopped")
      try tmux.expectRestored()
      tmux.run("fg")
      try tmux.waitFor("stops: 1")
      #expect(tmux.isAlternate)
      #expect(!tmux.hasCursor)
      tmux.press("x")
      try tmux.waitFor("key: character(\"x\")")
      tmux.press("q")
      try tmux.waitFor("left in order")
      try tmux.expectRestored()
    }
  }

  @Test("a signal ends it in order", arguments: [SIGINT, SIGTERM, SIGHUP])
  func signals(_ signal: Int32) async throws {
    try await onOwnThread {
      let tmux = try Tmux()
      tmux.run(probe)
      kill(try probeProcess(tmux), signal)
      try tmux.waitFor("left in order")
      try tmux.expectRestored()
    }
  }

  @Test("it ends when the terminal is taken away")
  func hangUp() async throws {
    try await onOwnThread {
      let tmux = try Tmux()
      tmux.run(probe)
      let process = try probeProcess(tmux)
      tmux.hangUp()
      try tmux.waitUntil("the program is gone") { kill(process, 0) != 0 }
    }
  }

  @Test(
    "a crash leaves the terminal as it was, and its last words on it",
    arguments: [
      ("s", "Segmentation fault"), ("i", "Illegal instruction"), ("a", "Aborted"),
      ("w", "Illegal instruction"), ("d", "Illegal instruction"),
    ])
  func crashes(_ key: String, _ verdict: String) async throws {
    try await onOwnThread {
      let tmux = try Tmux(columns: 120, rows: 60)
      tmux.run("clear; " + probe)
      try tmux.waitFor("stops: 0")
      tmux.press(key)
      try tmux.waitFor(verdict)
      // Where the prompt was, not where somebody drew last.
      #expect(tmux.lines.contains("last words"), "\(tmux.screen)")
      try tmux.expectRestored()
    }
  }

  @Test(
    "a stack that is full is no reason to keep the terminal, whose thread it may be",
    arguments: ["v", "p"])
  func overflows(_ key: String) async throws {
    try await onOwnThread {
      let tmux = try Tmux(columns: 120, rows: 60)
      tmux.run("clear; " + probe)
      try tmux.waitFor("stops: 0")
      tmux.press(key)
      try tmux.waitFor("Segmentation fault")
      try tmux.expectRestored()
    }
  }

  @Test("a thrown error is readable on the normal screen")
  func thrown() async throws {
    try await onOwnThread {
      let tmux = try Tmux()
      tmux.run(probe)
      try tmux.waitFor("stops: 0")
      tmux.press("t")
      try tmux.waitFor("thrown: ProbeError(reason: \"as asked\")")
      try tmux.expectRestored()
    }
  }

  @Test("what is written meanwhile is shown as lines, and at the end")
  func captured() async throws {
    try await onOwnThread {
      let tmux = try Tmux()
      tmux.run(probe)
      try tmux.waitFor("line: none")
      tmux.press("o")
      try tmux.waitFor("line: hello from standard output")
      tmux.press("q")
      try tmux.waitFor("captured: hello from standard output")
    }
  }

  @Test("keys come from the controlling terminal when standard input is none")
  func pipedInput() async throws {
    try await onOwnThread {
      let tmux = try Tmux()
      tmux.run("echo data | " + probe)
      try tmux.waitFor("key: none")
      tmux.press("Down")
      try tmux.waitFor("key: down")
      tmux.press("q")
      try tmux.waitFor("left in order")
      try tmux.expectRestored()
    }
  }

  @Test(
    "where no screen can be, a sentence says why and nothing was changed",
    arguments: [
      ("TERM=no-such-terminal", "", "the terminal 'no-such-terminal' is not known here"),
      ("TERM=dumb", "", "the terminal 'dumb' cannot move its cursor"),
      ("TERM=", "", "TERM is not set"),
      ("TERM=xterm", "| cat", "standard output is no terminal"),
      ("setsid -w", "< /dev/null", "there is no terminal to read keys from"),
    ])
  func noScreen(_ prefix: String, _ suffix: String, _ sentence: String) async throws {
    try await onOwnThread {
      let tmux = try Tmux(columns: 120)
      tmux.run("clear; env \(prefix) \(probe) \(suffix)")
      try tmux.waitFor("plain lines: \(sentence)")
      try tmux.expectRestored()
    }
  }

  @Test("a locale that knows only ASCII shows question marks in the right columns")
  func asciiLocale() async throws {
    try await onOwnThread {
      let tmux = try Tmux()
      tmux.run("LC_ALL=C \(probe)")
      try tmux.waitFor("stops: 0")
      #expect(tmux.line(1) == "~~~? ? ~~~|")
      #expect(tmux.line(3) == "???? ??? ?|")
    }
  }

  @Test(
    "colours follow NO_COLOR, the terminal, and who asks",
    arguments: [
      ("NO_COLOR=1", "off"), ("TERM=xterm", "eight"), ("TERM=xterm-mono", "off"),
      ("PROBE_DEPTH=16", "sixteen"), ("NO_COLOR=1 PROBE_DEPTH=8", "eight"),
    ])
  func depth(_ settings: String, _ depth: String) async throws {
    try await onOwnThread {
      let tmux = try Tmux()
      tmux.run("\(settings) \(probe)")
      try tmux.waitFor("probe 60x12 \(depth)")
      tmux.press("q")
      try tmux.waitFor("left in order")
    }
  }
}
