import TerminalDriver
import Testing

/// Real commands, as a terminal gets them.
@Suite(
  "exec on a terminal", .enabled(if: Tmux.isAvailable), .serialized, .timeLimit(.minutes(5)))
struct ExecOnATerminalTests {
  @Test("it is the dashboard, its exit code is the number of failures, and the job log is written")
  func dashboard() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let tmux = try Tmux(columns: 80, rows: 24)
      tmux.start(
        "exec", "-j2", "--joblog", scratch.path("log"), "--", "sh", "-c", "echo said; exit {}",
        ":::",
        "0", "2", "3")
      // The verdict comes when all is written down.
      try tmux.waitFor("3 futures: 1 ok, 2 failed")
      #expect(tmux.isAlternate)
      tmux.press("q")
      try tmux.expectLeft(exitCode: 2)
      #expect(scratch.text(of: "log").split(separator: "\n").count == 4)
    }
  }

  @Test("the arguments come in a pipe, the keys from the terminal")
  func pipedArguments() async throws {
    try await onOwnThread {
      let tmux = try Tmux(columns: 80, rows: 24)
      tmux.run(
        "clear; printf '%s\\n' one two | \(Tmux.quoted(Project.pooltop)) exec -- 'echo said {}'")
      try tmux.waitFor("2 futures: 2 ok")
      #expect(tmux.isAlternate)
      try tmux.waitFor("said two")
      tmux.press("?")
      try tmux.waitFor("submit one more job")
      tmux.press("Escape")
      try tmux.waitUntilGone("submit one more job")
      tmux.press("q")
      try tmux.expectLeft(exitCode: 0)
    }
  }

  @Test("who leaves waits until the last command is in the job log")
  func leavesWhenWritten() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let tmux = try Tmux(columns: 80, rows: 24)
      // A line is longer than a pipe, and nobody reads there until the gate is open.
      let text = try scratch.write(
        """
        cd '\(scratch.path("."))'; mkfifo log gate
        { read x < gate; cat > copy; } < log &
        XDG_CONFIG_HOME=/none '\(Project.pooltop)' exec --joblog log -- \
          "true $(head -c 100000 /dev/zero | tr '\\0' x)" ::: ''; code=$?
        wait; echo left=$code
        """, to: "text")
      tmux.run("clear; sh \(Tmux.quoted(text))")
      try tmux.waitFor("1 ok")
      tmux.press("q")
      try tmux.waitFor("this is still being written")
      _ = try scratch.write("\n", to: "gate")
      try tmux.waitFor("left=0")
      #expect(scratch.text(of: "copy").hasSuffix("x ''\n"))
    }
  }

  @Test("what a second Ctrl-C ends has no line in the job log")
  func leavesAtOnce() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let tmux = try Tmux(columns: 80, rows: 24)
      tmux.start(
        "exec", "-j1", "--joblog", scratch.path("log"), "--record", scratch.path("record"), "--",
        "sleep", ":::", "0", "1000", "1001", "1002")
      try tmux.waitFor("1 ok  0 failed  0 cancelled  1 running")
      try tmux.leaveNow()
      let commands = scratch.text(of: "log").split(separator: "\n").map {
        $0.split(separator: "\t").last
      }
      #expect(commands == ["Command", "sleep '0'"])
    }
  }

  @Test("the details tell the command and its argument as they were given")
  func details() async throws {
    try await onOwnThread {
      let tmux = try Tmux(columns: 120, rows: 30)
      tmux.start("exec", "--", "echo", "said {}", ":::", "one")
      try tmux.waitFor("1 future: 1 ok")
      // The pane wraps it.
      try tmux.waitFor("by the command line,")
      try tmux.waitUntil("the details are whole") {
        let screen = tmux.screen
        return ["argument 1", "does      echo said one", "input     one"]
          .allSatisfy(screen.contains)
      }
      tmux.press("q")
      try tmux.expectLeft(exitCode: 0)
    }
  }

  @Test("without a command and without arguments it says what is missing")
  func nothing() async throws {
    try await onOwnThread {
      let tmux = try Tmux(columns: 80, rows: 24)
      tmux.start("exec")
      try tmux.waitFor("say after -- what to run")
      try tmux.expectLeft(exitCode: 255)
    }
  }

  @Test("of what a command says nothing reaches a terminal that it would obey")
  func hostile() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let tmux = try Tmux(columns: 80, rows: 24)
      let say =
        #"printf '\033[31mred\033]0;title\007\233\302\2332J\000end\n'; printf 'errs\033[2J\n' >&2"#
      for options in [["--headless"], ["--json"]] {
        tmux.run("clear")
        let bytes = scratch.path("bytes\(options[0])")
        tmux.record(to: bytes)
        let words = ([Project.pooltop, "exec"] + options + ["--", say, ":::", ""])
        let command = try scratch.write(
          words.map(Tmux.quoted).joined(separator: " ") + "; echo over", to: "command")
        tmux.run("sh \(Tmux.quoted(command))")
        try tmux.waitFor("over")
        try tmux.waitUntil("all is recorded") {
          scratch.text(of: "bytes\(options[0])").contains("over")
        }
        let text = scratch.text(of: "bytes\(options[0])")
        // From the program's first letter to its last; before and after it the shell speaks.
        let said = try #require(text.firstMatch(of: /(?s)red.*errs/)?.output)
        #expect(said.contains("end"))
        #expect(
          said.unicodeScalars.allSatisfy {
            $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) || $0 == "\n" || $0 == "\r"
          }, "\(said.debugDescription)")
      }
    }
  }
}
