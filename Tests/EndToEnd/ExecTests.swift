import Foundation
import TerminalDriver
import Testing

/// Real commands, side by side, as a pipe gets them.
@Suite("exec", .timeLimit(.minutes(5)))
struct ExecTests {
  /// Runs a script in which `pooltop` stands for the program, in a folder of its own.
  private func script(
    _ text: String, _ check: @escaping @Sendable (Outcome, ScratchFolder) throws -> Void
  ) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(
        "cd '\(scratch.path("."))' || exit\npooltop() { '\(Project.pooltop)' \"$@\"; }\n\(text)\n",
        to: "script")
      try check(try runPiped(["sh", file]), scratch)
    }
  }

  // MARK: Arguments

  @Test("a command runs once for each argument behind :::, and its output is all that is printed")
  func arguments() async throws {
    try await script(#"pooltop exec -j2 -- echo got ::: a "b c" "it's""#) { outcome, _ in
      #expect(outcome.exitCode == 0)
      #expect(outcome.errors.isEmpty)
      #expect(outcome.lines.sorted() == ["got a", "got b c", "got it's"])
    }
  }

  @Test("arguments come from standard input, one a line, and never break a text for the shell")
  func standardInput() async throws {
    try await script(
      #"""
      printf '%s\n' one "two 'three'" '$(exit 9)' '' | pooltop exec -k -- 'printf "<%s>\n" {}'
      """#
    ) { outcome, _ in
      #expect(outcome.exitCode == 0)
      #expect(outcome.lines == ["<one>", "<two 'three'>", "<$(exit 9)>", "<>"])
    }
  }

  @Test(
    "an argument is one word within whatever quotes the text puts around it, and never obeyed",
    arguments: [
      "printf '<%s>' {}", #"printf '<%s>' "{}""#, "printf '<%s>' '{}'",
      #"printf '<%s>' "$(printf %s {})""#, #"printf '<%s>' "$(printf %s "{}")""#,
      #"printf '<%s>' "`printf %s {}`""#, "set -- a b; f() { printf '<%s>' {}; }; f c",
      "true # don't {}\nprintf '<%s>' {}",
    ])
  func hostileArguments(_ text: String) async throws {
    try await script(
      #"""
      set -- '$(touch hit)' '`touch hit`' '"; touch hit; "' "'; touch hit; '" '\' '$HOME' '*' '' \
        'a  b' 'x
      touch hit
      y'
      printf '<%s>' "$@" > expected
      printf '%s\0' "$@" > arguments
      cat <<'end of text' > text
      \#(text)
      end of text
      pooltop exec -k -0 -- "$(cat text)" < arguments > output; echo $?
      pooltop exec -k -0 -- 'cat <<here > /dev/null
      {}
      here' < arguments; echo $?
      cmp output expected && ls
      """#
    ) { outcome, _ in
      #expect(outcome.errors.isEmpty)
      #expect(outcome.lines == ["0", "0", "arguments", "expected", "output", "script", "text"])
    }
  }

  @Test("standard input that cannot be read is told, and nothing runs")
  func unreadableInput() async throws {
    try await script("pooltop exec -- echo {} < /tmp; echo $?") { outcome, _ in
      #expect(outcome.lines == ["255"])
      #expect(outcome.errors.contains("cannot read standard input: Is a directory"))
    }
  }

  @Test("with -0 they end with NUL, and hold line ends")
  func nullEnded() async throws {
    try await script(#"printf 'a\nb\0c\0' | pooltop exec -0 -k -- printf '<%s>' "#) { outcome, _ in
      #expect(outcome.output == "<a\nb><c>")
    }
  }

  @Test("without a command, each line of standard input is one, and so is each argument behind :::")
  func commandsAsArguments() async throws {
    try await script(
      #"""
      printf '%s\n' 'echo "a  b" | tr a c' 'exit 3' 'echo {}' > commands
      pooltop exec -j1 -k --joblog log < commands; echo $?
      pooltop exec -k -- ::: 'echo one' 'false' 'false'; echo $?
      cut -f 9 log
      pooltop exec < /dev/null; echo $?
      """#
    ) { outcome, _ in
      #expect(
        outcome.lines == [
          "c  b", "{}", "1", "one", "2", "Command", #"echo "a  b" | tr a c"#, "exit 3", "echo {}",
          "0",
        ])
    }
  }

  @Test("a NUL in a line is refused, and what takes it is named")
  func nulInLine() async throws {
    try await script(#"printf 'a\0b\n' | pooltop exec -- echo; echo $?"#) { outcome, _ in
      #expect(outcome.lines == ["255"])
      #expect(outcome.errors.contains("NUL bytes") && outcome.errors.contains("--null"))
    }
  }

  @Test("parts of the argument, and its number, are filled in")
  func parts() async throws {
    try await script("pooltop exec -k -- echo {} {.} {/} {//} {/.} {#} ::: a/b.c x") {
      outcome, _ in
      #expect(outcome.lines == ["a/b.c a/b b.c a b 1", "x x x . x 2"])
    }
  }

  @Test("an argument that is no text arrives byte for byte, and is shown as what cannot be shown")
  func bytesOfArguments() async throws {
    try await script(
      #"""
      name=$(printf 'a\377\303(b.c')
      printf said > "$name"
      find . -name 'a*' -print > found
      pooltop exec --joblog log -- cat {} < found
      pooltop exec -k -- printf '%s %s\n' {} {/.} ::: "$name" | od -An -c
      pooltop exec -- 'printf %s {} | cat - {} | od -An -c' ::: "$name"
      pooltop exec -- false "$name" ::: {}
      pooltop exec -- "no-such-$name" {} ::: x
      grep -c "cat './$name'" log
      """#
    ) { outcome, _ in
      let name = #"a 377 303   (   b"#
      #expect(outcome.output.hasPrefix("said"))
      #expect(outcome.lines.count { $0.contains(name) } == 2, "\(outcome.output)")
      #expect(outcome.lines.last == "1")
      #expect(
        outcome.errors.contains("pooltop: no-such-a\u{FFFD}\u{FFFD}(b.c x: cannot be started"))
    }
  }

  // MARK: Output

  @Test("each stream goes to its own, byte by byte")
  func bytes() async throws {
    try await script(
      #"""
      make() { printf 'a\0\377\376\033[31mred\r\n\n'; head -c 3000000 /dev/zero | tr '\0' x; }
      make > expected
      { make; } > made
      pooltop exec -- 'cat {}; cat {} >&2' ::: made > output 2> errors
      cmp output expected && cmp errors expected && echo same
      """#
    ) { outcome, _ in
      #expect(outcome.output == "same\n", "\(outcome.errors)")
    }
  }

  @Test("what one command writes stays together, whatever runs beside it")
  func grouped() async throws {
    try await script(
      #"""
      mkfifo there back
      pooltop exec -j2 -- 'echo {} begins; {}; echo {} ends' \
        ::: 'echo > there; read x < back' 'read x < there; echo > back'
      """#
    ) { outcome, _ in
      let lines = outcome.lines
      try #require(lines.count == 4)
      #expect(lines[0].dropLast("begins".count) == lines[1].dropLast("ends".count))
      #expect(lines[2].dropLast("begins".count) == lines[3].dropLast("ends".count))
    }
  }

  @Test("with -k the output is in the order of the arguments, however many wait for the first")
  func keepsOrder() async throws {
    try await script(
      #"""
      mkfifo gate
      ulimit -n 40
      seq 100 | pooltop exec -k -j2 -- \
        'if [ {#} = 1 ]; then read x < gate; fi; echo {}; echo e{} >&2; if [ {#} = 100 ]; then echo > gate; fi'
      """#
    ) { outcome, _ in
      #expect(outcome.exitCode == 0)
      #expect(outcome.lines == (1...100).map { "\($0)" })
      #expect(outcome.errors.split(separator: "\n") == (1...100).map { "e\($0)" })
    }
  }

  @Test("a reader that leaves ends it, as it ends any other program")
  func readerLeaves() async throws {
    try await script(
      #"{ pooltop exec -j1 -- seq ::: 100000 100000 1000000000000; echo $? > code; } | head -n 1"#
    ) { outcome, scratch in
      #expect(outcome.output == "1\n")
      #expect(scratch.text(of: "code") == "141\n")
    }
  }

  @Test("a disk that is full is told, and ends it")
  func fullDisk() async throws {
    try await script("pooltop exec -- echo ::: a > /dev/full") { outcome, _ in
      #expect(outcome.exitCode == 255)
      #expect(outcome.errors.contains("could not be written: No space left on device"))
    }
  }

  @Test("a job log that cannot be written is told once, and the exit code says so")
  func fullJobLog() async throws {
    try await script("pooltop exec --joblog /dev/full -- echo ::: a b; echo $?") { outcome, _ in
      #expect(outcome.lines.last == "255")
      #expect(
        outcome.errors == "pooltop: the job log '/dev/full' could not be written: No space left "
          + "on device (28)\n")
    }
  }

  @Test("where nothing can be kept, the folder is named")
  func noFolder() async throws {
    try await script("TMPDIR=/no/such/folder pooltop exec -- echo ::: a") { outcome, _ in
      #expect(outcome.exitCode == 1)
      #expect(outcome.errors.contains("/no/such/folder"))
    }
  }

  @Test("json is asked for, and then each event is an object")
  func json() async throws {
    try await script("pooltop exec --json -- echo ::: hello") { outcome, _ in
      #expect(outcome.exitCode == 0)
      #expect(outcome.lines.allSatisfy { $0.hasPrefix("{") })
      #expect(outcome.output.contains(#""text":"hello""#))
    }
  }

  // MARK: Failures

  @Test(
    "the exit code is the number of commands that failed, 101 for more",
    arguments: [("0 2 0 255", 2), ("1", 1), ("0", 0), ("$(seq 100)", 100), ("$(seq 105)", 101)])
  func exitCode(_ arguments: String, _ code: Int32) async throws {
    try await script("pooltop exec -- sh -c 'exit {}' ::: \(arguments)") { outcome, _ in
      #expect(outcome.exitCode == code)
      #expect(outcome.errors.isEmpty)
    }
  }

  @Test("one that cannot be started is told, and failed")
  func notStarted() async throws {
    try await script("pooltop exec --joblog log -- no-such-program {} ::: a; echo $?; cat log") {
      outcome, _ in
      #expect(outcome.lines.first == "1")
      #expect(outcome.errors.contains("no-such-program a: cannot be started"))
      #expect(outcome.output.contains("\t127\t0\tno-such-program a\n"))
    }
  }

  @Test("one that fails is tried so often in all, and its last attempt is what is printed")
  func retries() async throws {
    try await script(
      #"""
      pooltop exec --retries 3 -- 'echo {} >> tries; echo attempt $POOLTOP_ATTEMPT; false' ::: x
      echo $?
      pooltop exec --retries 0 -- 'echo attempt $POOLTOP_ATTEMPT; test $POOLTOP_ATTEMPT = 7 # {}' ::: x
      echo $?
      """#
    ) { outcome, scratch in
      #expect(scratch.text(of: "tries") == "x\nx\nx\n")
      #expect(outcome.lines == ["attempt 3", "1", "attempt 7", "0"])
    }
  }

  @Test("one that runs over its limit is ended, told, and failed; what it said is printed")
  func timeout() async throws {
    try await script(
      "pooltop exec --timeout 0.1 --joblog log -- 'echo said; exec sleep {}' ::: 1000; echo $?; cat log"
    ) { outcome, _ in
      #expect(outcome.lines.prefix(2) == ["said", "1"])
      #expect(outcome.errors == "pooltop: echo said; exec sleep 1000: ran over its time limit\n")
      #expect(outcome.lines.last?.hasSuffix("\t-1\t15\techo said; exec sleep '1000'") == true)
    }
  }

  // MARK: Halting

  @Test(
    "soon starts no other one, and its exit code says why",
    arguments: [
      ("soon,fail=1", "0 3 0 0", "0 3", Int32(3)), ("soon,fail=2", "1 0 3 0", "1 0 3", 2),
      ("soon,fail=50%", "1 0 3 0", "1 0 3", 50), ("soon,success=1", "1 0 3 0", "1 0", 0),
      ("soon,done=2", "1 0 3 0", "1 0", 1), ("2", "0 3 0 0", "0 3", 3),
      ("soon,fail=3", "1 0 3 0", "1 0 3 0", 2), ("soon,fail=90%", "1 0 0", "1 0 0", 34),
      ("now,fail=1", "0 3 0", "0 3", 3), ("soon,fail=30%", "0 3 0 1 1 0", "0 3 0 1", 34),
      ("now,done=50%", "1 0 3 0", "1 0", 25), ("soon,success=30%", "1 1 1 0 3", "1 1 1 0 3", 80),
      ("1", "0 3 0", "0 3", 3), ("-1", "1 0 3", "1 0", 0), ("-2", "1 0 3", "1 0", 0),
      ("never", "0 3 0", "0 3 0", 1), ("0", "0 3 1", "0 3 1", 2),
      ("never,fail=1", "1 0 3", "1 0 3", 2), ("20%", "1 0 0 0 0 0", "1 0 0 0 0 0", 17),
    ])
  func halt(_ rule: String, _ codes: String, _ ran: String, _ exitCode: Int32) async throws {
    try await script("pooltop exec -j1 --halt \(rule) -- 'echo {}; exit {}' ::: \(codes)") {
      outcome, _ in
      #expect(outcome.exitCode == exitCode)
      #expect(outcome.lines.joined(separator: " ") == ran)
    }
  }

  @Test("soon lets those that run come to their ends")
  func haltSoon() async throws {
    try await script(
      #"""
      mkfifo there
      pooltop exec -j2 --halt soon,fail=1 --joblog log -- 'sh -c {}' \
        ::: 'echo > there; exit 5' 'read x < there; until grep -q exit log; do :; done; echo end' \
        'echo never'
      """#
    ) { outcome, _ in
      #expect(outcome.exitCode == 5)
      #expect(outcome.output == "end\n")
    }
  }

  @Test("now ends those that run")
  func haltNow() async throws {
    try await script(
      #"""
      mkfifo there
      pooltop exec -j2 --halt now,fail=1 --joblog log -- 'sh -c {}' \
        ::: 'read x < there; exit 9' 'echo said; echo > there; exec sleep 1000' 'echo never'
      echo $?
      cat log
      """#
    ) { outcome, _ in
      #expect(outcome.lines.prefix(2) == ["said", "9"])
      #expect(!outcome.output.contains("never\n"))
      #expect(outcome.output.contains("\t9\t0\tsh -c 'read"))
      #expect(outcome.output.contains("\t-1\t15\tsh -c 'echo said"))
    }
  }

  @Test("a signal ends the commands that run, prints nothing of them, and starts no other one")
  func interrupted() async throws {
    try await script(
      #"""
      pooltop exec -j1 -- 'echo said; kill -INT $PPID; exec sleep {}' ::: 1000 1000 1000
      echo $?
      """#
    ) { outcome, _ in
      #expect(outcome.output == "130\n")
      #expect(outcome.errors.isEmpty)
    }
  }

  // MARK: The job log

  @Test("the job log has GNU parallel's columns, a line for each command that ran")
  func jobLog() async throws {
    try await script(
      #"""
      pooltop exec -j1 --joblog log -- sh -c 'printf 12345; exit {}' ::: 0 3
      pooltop exec -j1 --joblog +log -- 'kill -KILL $$ # {}' ::: 'a
      b'
      cat log
      """#
    ) { outcome, _ in
      let lines = outcome.output.dropFirst("1234512345".count).split(separator: "\n")
      let rows = lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
      try #require(rows.count == 4 && rows.allSatisfy { $0.count == 9 }, "\(lines)")
      #expect(
        lines[0] == "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand")
      #expect(rows[1][0...1] == ["1", ":"] && rows[2][0...1] == ["2", ":"])
      #expect(rows[1][4...] == ["0", "5", "0", "0", "sh -c 'printf 12345; exit 0'"])
      #expect(rows[2][4...] == ["0", "5", "3", "0", "sh -c 'printf 12345; exit 3'"])
      #expect(rows[3][4...] == ["0", "0", "0", "9", "kill -KILL $$ # 'a\0b'"])
      for row in rows.dropFirst() {
        let start = try #require(Double(row[2]))
        #expect(abs(start - Date().timeIntervalSince1970) < 60)
        #expect(row[2].firstMatch(of: /^\d+\.\d{3}$/) != nil)
        #expect(row[3].firstMatch(of: /^ +\d+\.\d{3}$/) != nil)
      }
    }
  }

  // MARK: The command line

  @Test(
    "a command line that is wrong exits with 255, because 2 could be a command's",
    arguments: [
      ["exec", "--", ""], ["exec", "-j", "0", "--", "ls"],
      ["exec", "--retries", "-1", "--", "ls"], ["exec", "--halt", "later,fail=1", "--", "ls"],
      ["exec", "--no-such-option"], ["exec", "--", "", ":::", "a"],
      ["exec", "--", "echo", ":::", "a", ":::", "b"],
      ["exec", "--joblog", "/no/such/folder/log", "--", "echo", ":::", "a"],
    ])
  func wrong(_ arguments: [String]) async throws {
    try await onOwnThread {
      let outcome = try runPiped([Project.pooltop] + arguments)
      #expect(outcome.exitCode == 255)
      #expect(outcome.output.isEmpty)
      #expect(!outcome.errors.isEmpty)
    }
  }
}

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
      try tmux.waitFor("1 ok  2 failed")
      #expect(tmux.isAlternate)
      tmux.press("q")
      try tmux.expectLeft(exitCode: 2)
      #expect(scratch.text(of: "log").split(separator: "\n").count == 4)
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
