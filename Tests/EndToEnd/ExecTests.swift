import TerminalDriver
import Testing

/// Real commands, side by side.
@Suite("exec", .timeLimit(.minutes(1)))
struct ExecTests {
  @Test("a command runs once for each argument behind :::, and its output is there")
  func arguments() async throws {
    try await onOwnThread {
      let outcome = try pooltop("exec", "-j", "2", "--", "echo", "got", ":::", "a", "b c", "it's")
      #expect(outcome.exitCode == 0)
      #expect(outcome.errors.isEmpty)
      for text in ["got a", "got b c", "got it's", "3 futures: 3 ok"] {
        #expect(outcome.lines.contains { $0.hasSuffix(text) || $0.hasPrefix(text) }, "\(text)")
      }
    }
  }

  @Test("arguments come from standard input, one a line, and never break a text for the shell")
  func standardInput() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let list = try scratch.write("one\ntwo 'three'\n$(exit 9)\n", to: "list")
      let script = "exec '\(Project.pooltop)' exec -- 'printf \"<%s>\\n\" {}' < '\(list)'"
      let outcome = try runPiped(["sh", "-c", script])
      #expect(outcome.exitCode == 0, "\(outcome.output) \(outcome.errors)")
      for text in ["<one>", "<two 'three'>", "<$(exit 9)>"] {
        #expect(outcome.lines.contains { $0.hasSuffix(text) }, "\(text)")
      }
    }
  }

  @Test("one that fails is told, tried again where that is wanted, and makes the exit code 1")
  func failure() async throws {
    try await onOwnThread {
      let failed = try pooltop("exec", "--", "sh", "-c", "exit {}", ":::", "0", "2")
      #expect(failed.exitCode == 1)
      #expect(failed.output.contains("exit code 2"))
      let retried = try pooltop(
        "exec", "--retries", "2", "--", "test $POOLTOP_ATTEMPT = 3 # {}", ":::", "x")
      #expect(retried.exitCode == 0, "\(retried.output)")
      let late = try pooltop("exec", "--timeout", "50ms", "--", "sleep", ":::", "1000")
      #expect(late.exitCode == 1)
    }
  }

  @Test(
    "a command line that is wrong exits with 255, because 2 could be a command's",
    arguments: [
      ["exec"], ["exec", "--"], ["exec", "-j", "0", "--", "ls"],
      ["exec", "--retries", "-1", "--", "ls"],
      ["exec", "--no-such-option"], ["exec", "--", ":::", "a"],
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
