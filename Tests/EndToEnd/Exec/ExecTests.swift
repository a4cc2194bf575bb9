import Foundation
import TerminalDriver
import Testing

/// Real commands, side by side, as a pipe gets them.
@Suite("exec", .timeLimit(.minutes(5)))
struct ExecTests {
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
      ulimit -n 100
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

  @Test("what is printed to a stream that is closed lands in no file that is opened")
  func closedStreams() async throws {
    try await script(
      #"""
      pooltop exec --joblog log -- 'echo said; echo said >&2 # {}' ::: a <&- >&-; echo $?
      pooltop exec --joblog +log -- 'echo said; echo said >&2 # {}' ::: b <&- 2>&-; echo $?
      pooltop exec --joblog +log -- 'echo said; echo said >&2 # {}' ::: c <&- >&- 2>&-; echo $?
      cut -f 9 log
      """#
    ) { outcome, _ in
      let commands = ["a", "b", "c"].map { "echo said; echo said >&2 # '\($0)'" }
      #expect(outcome.lines.map(String.init) == ["255", "said", "0", "255", "Command"] + commands)
      #expect(
        outcome.errors
          == "said\npooltop: standard output could not be written: Bad file descriptor (9)\n")
    }
  }

  @Test("as many run side by side as were asked for, whatever the usual limit to descriptors")
  func descriptors() async throws {
    try await script(
      #"""
      ulimit -Sn 64
      seq 40 | pooltop exec -j40 -- 'echo {} >> begun
        until [ $(wc -l < begun) = 40 ]; do sleep 0.1; done; ulimit -Sn' | sort | uniq -c
      cat > scenario.yaml <<'end of text'
      pool: { kind: process }
      jobs: { limit: "ulimit -Sn" }
      end of text
      pooltop run --headless scenario.yaml | cut -d ] -f 2
      """#
    ) { outcome, _ in
      #expect(outcome.lines.first?.split(separator: " ") == ["40", "64"])
      #expect(outcome.lines.contains(" 64"))
      #expect(outcome.errors.isEmpty)
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
    try await onOwnThread {
      // A busy machine may need longer to begin the command than the limit is.
      for limit in ["0.1", "1", "10", "60"] {
        let outcome = try runScript(
          """
          pooltop exec --timeout \(limit) --joblog log -- 'echo said; exec sleep {}' ::: 1000
          echo code $?; cat log
          """, in: ScratchFolder())
        #expect(outcome.lines.contains("code 1"))
        #expect(outcome.errors == "pooltop: echo said; exec sleep 1000: ran over its time limit\n")
        #expect(outcome.lines.last?.hasSuffix("\t-1\t15\techo said; exec sleep '1000'") == true)
        if outcome.lines.first == "said" { return }
      }
      Issue.record("what it said was never printed")
    }
  }

  @Test("one that ends well, but only after its limit, failed: told, and in the job log")
  func endedTooLate() async throws {
    let command = "trap \"echo well; exit 0\" TERM; sleep 1000 & wait #"
    try await onOwnThread {
      // A busy machine may need longer to set the trap than the limit is.
      for limit in ["1", "10", "60"] {
        let outcome = try runScript(
          "pooltop exec --timeout \(limit) --joblog log -- '\(command) {}' ::: x; echo $?; cat log",
          in: ScratchFolder())
        #expect(outcome.lines.contains("1"))
        #expect(outcome.errors == "pooltop: \(command) x: ran over its time limit\n")
        #expect(outcome.lines.last?.contains("\t-1\t15\ttrap") == true)
        if outcome.lines.first == "well" { return }
      }
      Issue.record("it never ended well")
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

  @Test("Ctrl-\\ ends it at once, and its commands with it, unless that is ignored")
  func quit() async throws {
    try await script(
      #"""
      pooltop exec -- 'echo $$ > process; kill -QUIT $PPID; exec sleep {}' ::: 1000
      echo $?
      trap '' QUIT
      pooltop exec -- 'kill -QUIT $PPID; echo {}' ::: on
      """#
    ) { outcome, scratch in
      #expect(outcome.lines == ["131", "on"])
      #expect(!outcome.errors.contains("crashed"), "\(outcome.errors)")
      try expectGone(try #require(pid_t(scratch.text(of: "process").dropLast())))
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
        #expect(abs(start - Date().timeIntervalSince1970) < 300)
        #expect(row[2].firstMatch(of: /^\d+\.\d{3}$/) != nil)
        #expect(row[3].firstMatch(of: /^ +\d+\.\d{3}$/) != nil)
      }
    }
  }

  @Test(
    "what a signal ends has no line in the job log, which tells what was done",
    arguments: ["--keep-order", "--json"])
  func jobLogOfInterrupted(_ option: String) async throws {
    try await script(
      #"""
      pooltop exec \#(option) -j1 --joblog log -- \
        'if [ {} = 1 ]; then kill -INT $PPID; exec sleep 1000; fi' ::: 0 1 2 > output
      echo $?
      cut -f 1,7 log
      """#
    ) { outcome, _ in
      #expect(outcome.lines == ["130", "Seq\tExitval", "1\t0"], "\(outcome.errors)")
    }
  }

  @Test("a job log is written in the place of one, or of an empty file, and of nothing else")
  func jobLogOverOthers() async throws {
    try await script(
      #"""
      echo precious > data; echo precious > expected
      for log in data +data; do pooltop exec --joblog $log -- echo ::: a; echo $?; done
      cmp data expected && : > log
      for log in log log +log; do pooltop exec --joblog $log -- true ::: a; echo $?; done
      wc -l < log
      pooltop exec --joblog new --record new -- echo ::: a; echo $?
      """#
    ) { outcome, _ in
      #expect(outcome.lines == ["255", "255", "0", "0", "0", "3", "255"])
      #expect(outcome.errors.contains("'data' is there, and no job log; name another file"))
    }
  }

  // MARK: The command line

  @Test(
    "a command line that is wrong exits with 255, because 2 could be a command's",
    arguments: [
      ["exec", "--", ""], ["exec", "-j", "0", "--", "ls"],
      ["exec", "--timeout", "0s", "--", "ls"], ["exec", "--retries", "-1", "--", "ls"],
      ["exec", "--halt", "later,fail=1", "--", "ls"],
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
