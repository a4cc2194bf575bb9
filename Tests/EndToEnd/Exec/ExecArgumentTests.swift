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
}
