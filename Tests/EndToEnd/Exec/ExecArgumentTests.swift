import Glibc
import TerminalDriver
import Testing

/// What becomes of the arguments of commands.
@Suite("arguments of exec", .timeLimit(.minutes(5)))
struct ExecArgumentTests {
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

  @Test("a command begins as soon as its line is there, whatever comes after it")
  func begins() async throws {
    try await script(
      #"""
      mkfifo gate
      { echo first; read x < gate; echo second; } |
        pooltop exec -k -- 'echo {}; case {} in first) echo > gate ;; esac'
      """#
    ) { outcome, _ in
      #expect(outcome.exitCode == 0 && outcome.errors.isEmpty)
      #expect(outcome.lines == ["first", "second"])
    }
  }

  @Test("what never ends is read as far as it is needed")
  func endless() async throws {
    try await script(
      #"""
      yes | pooltop exec -j1 --halt soon,done=20 -- echo {#} > said; echo $?
      head -c 3000000 /dev/zero | pooltop exec -- echo; echo $?
      """#
    ) { outcome, scratch in
      #expect(outcome.lines == ["0", "255"])
      #expect(outcome.errors.hasPrefix("pooltop: line 1 of standard input holds NUL bytes"))
      #expect(scratch.text(of: "said").split(separator: "\n").count == 20)
    }
  }

  @Test("a percentage to halt by is of all lines")
  func percentage() async throws {
    try await script(
      "printf '%s\\n' 'echo a; exit 3' 'echo b' 'echo c' | pooltop exec -j1 --halt soon,fail=50%"
    ) { outcome, _ in
      #expect(outcome.exitCode == 34)
      #expect(outcome.lines == ["a", "b", "c"])
    }
  }

  @Test("a signal ends it while it waits for a line")
  func interruptedWhileReading() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let program = "'\(Project.pooltop)' exec --joblog log -- 'echo {}'"
      let text = """
        cd '\(scratch.path("."))' && mkfifo lines && exec 3<> lines || exit
        echo a >&3
        exec \(program) < lines
        """
      let outcome = try runPiped(["sh", "-c", text]) { line, process in
        if line == "a\n" { kill(process, SIGINT) }
      }
      #expect(outcome.exitCode == 130)
      #expect(outcome.output == "a\n" && outcome.errors.isEmpty)
      #expect(scratch.text(of: "log").hasSuffix("\techo 'a'\n"))
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

  @Test("a NUL in a line ends the reading there, with the line's number and what takes it")
  func nulInLine() async throws {
    try await script(
      #"printf 'a\nb\nc\0d\ne\n' | pooltop exec -k -- echo; echo $?"#
    ) { outcome, _ in
      #expect(outcome.lines == ["a", "b", "255"])
      #expect(outcome.errors.hasPrefix("pooltop: line 3 of standard input holds NUL bytes"))
      #expect(outcome.errors.contains("--null"))
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
}
