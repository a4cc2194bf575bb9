import Testing

@testable import ScenarioScript

/// Commands of the command line and their arguments.
@Suite struct CommandTemplateTests {
  private func arguments(_ words: String..., for argument: String?) throws -> [String] {
    try #require(CommandTemplate(words)).arguments(for: argument)
  }

  @Test("several words are a program and its arguments, and {} stands for what is filled in")
  func argumentVector() throws {
    #expect(try arguments("gzip", "-9", "{}", for: "a b") == ["gzip", "-9", "a b"])
    #expect(try arguments("cp", "{}", "{}.bak", for: "x") == ["cp", "x", "x.bak"])
    #expect(try arguments("gzip", "-9", for: "$x") == ["gzip", "-9", "$x"])
    #expect(try arguments("ls", "-l", for: nil) == ["ls", "-l"])
  }

  @Test("one word is a text for the shell, in which an argument is one word, whatever is in it")
  func shell() throws {
    let shell = ["/bin/sh", "-c"]
    #expect(try arguments("wc < {}", for: "a b") == shell + ["wc < 'a b'"])
    #expect(try arguments("rm", for: "; rm -r ~") == shell + ["rm '; rm -r ~'"])
    #expect(try arguments("echo {}", for: "it's") == shell + [#"echo 'it'\''s'"#])
    #expect(try arguments("make all", for: nil) == shell + ["make all"])
  }

  @Test("nothing is no command")
  func nothing() {
    #expect(CommandTemplate([]) == nil)
    #expect(CommandTemplate([""]) == nil)
  }

  @Test("each argument is a job of its own, in order")
  func scenario() throws {
    let command = try #require(CommandTemplate(["gzip", "{}"]))
    let scenario = Scenario(
      running: command, arguments: ["a", "b"], workers: .count(3), timeout: .seconds(9), retries: 2)
    #expect(scenario.jobs.map(\.name) == ["gzip a", "gzip b"])
    #expect(scenario.jobs.allSatisfy { $0.timeout == .seconds(9) && $0.retries?.max == 2 })
    #expect(scenario.submissions.map(\.jobs) == [[0], [1]])
    #expect(scenario.pool.workers == .count(3))
  }
}
