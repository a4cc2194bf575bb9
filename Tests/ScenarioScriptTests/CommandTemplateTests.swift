import Testing

@testable import ScenarioScript

/// Commands of the command line and their arguments.
@Suite struct CommandTemplateTests {
  private func arguments(
    _ words: String..., for argument: String?, number: Int = 1
  ) throws -> [String] {
    let command = try #require(CommandTemplate(words.map { Array($0.utf8) }))
    return command.arguments(for: argument.map { Array($0.utf8) }, number: number)
      .map { String(decoding: $0, as: UTF8.self) }
  }

  @Test("several words are a program and its arguments, and {} stands for what is filled in")
  func argumentVector() throws {
    #expect(try arguments("gzip", "-9", "{}", for: "a b") == ["gzip", "-9", "a b"])
    #expect(try arguments("cp", "{}", "{}.bak", for: "x") == ["cp", "x", "x.bak"])
    #expect(try arguments("gzip", "-9", for: "$x") == ["gzip", "-9", "$x"])
    #expect(try arguments("ls", "-l", for: nil) == ["ls", "-l"])
  }

  @Test("one word is a text for the shell, which never holds an argument, only its variable")
  func shell() throws {
    #expect(
      try arguments("rm", for: "; rm -r ~") == [
        "/bin/sh", "-c", #"pooltop_whole=$1; set --; rm "${pooltop_whole}""#, "/bin/sh",
        "; rm -r ~",
      ])
    let copy = try arguments("cp {} {.}.old", for: "a b.c")
    #expect(copy[2].hasSuffix(#"; cp "${pooltop_whole}" "${pooltop_withoutExtension}".old"#))
    #expect(copy.suffix(3) == ["/bin/sh", "a b.c", "a b"])
    #expect(try arguments("make all", for: nil) == ["/bin/sh", "-c", "make all"])
  }

  @Test(
    "the variable is one word within whatever quotes the text puts around it",
    arguments: [
      ("wc < {}", #"wc < "$""#), (#"a "b {} c""#, #"a "b $ c""#),
      ("a 'b {} c'", #"a 'b '"$"' c'"#), (#"a "$(b {})""#, #"a "$(b "$")""#),
      (#"a "$(b "{}")" {}"#, #"a "$(b "$")" "$""#), (#"a \" {}"#, #"a \" "$""#),
      (#"a "b ({}) c""#, #"a "b ($) c""#),
      (#"a "\"{}""#, #"a "\"$""#), (#"a '\' {}"#, #"a '\' "$""#),
      ("a `b {}` {}", #"a `b "$"` "$""#), ("a # don't\nb {}", "a # don't\nb \"$\""),
      ("a {}#'{}'", ##"a "$"#''"$"''"##), ("(a '(') && b {}", #"(a '(') && b "$""#),
    ])
  func quotes(_ text: String, _ filled: String) throws {
    #expect(
      try arguments(text, for: "x")[2]
        == "pooltop_whole=$1; set --; "
        + filled.replacing(/\$(?!\()/, with: "${pooltop_whole}"))
  }

  @Test(
    "parts of the argument and its number are what GNU parallel makes of them",
    arguments: [
      ("a/b.c.d", ["a/b.c", "b.c.d", "a", "b.c"]), ("/x/y.z", ["/x/y", "y.z", "/x", "y"]),
      ("noext", ["noext", "noext", ".", "noext"]), ("a.b/c", ["a.b/c", "c", "a.b", "c"]),
      (".hid", ["", ".hid", ".", ""]), ("dir/", ["dir/", "", ".", ""]),
      ("a//b.c", ["a//b", "b.c", "a", "b"]), ("/x", ["/x", "x", "/", "x"]),
      ("", ["", "", ".", ""]),
    ])
  func parts(_ argument: String, _ parts: [String]) throws {
    #expect(
      try arguments("cc", "{.}", "{/}", "{//}", "{/.}", "{}", "{#}", for: argument, number: 7)
        == ["cc"] + parts + [argument, "7"])
  }

  @Test("what is filled in is not looked at again, and a number alone takes the argument's place")
  func once() throws {
    #expect(try arguments("echo", "{}{#}", for: "{#}", number: 3) == ["echo", "{#}3"])
    #expect(try arguments("echo", "{#}", for: "a", number: 3) == ["echo", "3"])
    #expect(try arguments("echo", "{n} {", for: "a") == ["echo", "{n} {", "a"])
  }

  @Test("a command can be written so that a shell does the same")
  func shellText() throws {
    func shellText(_ words: [String], for argument: String) throws -> String {
      let command = try #require(CommandTemplate(words.map { Array($0.utf8) }))
      let text = command.shellText(for: Array(argument.utf8), number: 2)
      return String(decoding: text, as: UTF8.self)
    }
    #expect(
      try shellText(["cp", "{}", "$HOME/{#}", ""], for: "it's") == #"cp 'it'\''s' '$HOME/2' ''"#)
    #expect(try shellText(["cp {} $HOME"], for: "a b") == "cp 'a b' $HOME")
    #expect(try shellText([#"a "{}" '{}'"#], for: "b'") == #"a ""'b'\'''"" '''b'\'''''"#)
  }

  @Test("bytes that are no text stay what they are, and are shown as what cannot be shown")
  func bytes() throws {
    let name: [UInt8] = [0x61, 0x2F, 0xFF, 0xC3, 0x2E, 0x62]
    let words = try #require(CommandTemplate([Array("cat".utf8), [0xFE], Array("{/.}".utf8)]))
    #expect(
      words.arguments(for: name, number: 1) == [Array("cat".utf8), [0xFE], [0xFF, 0xC3]])
    #expect(
      words.shellText(for: name, number: 1) == Array("cat '".utf8) + [
        0xFE, 0x27, 0x20, 0x27, 0xFF, 0xC3, 0x27,
      ])
    #expect(words.shown(for: name, number: 1) == "cat \u{FFFD} \u{FFFD}\u{FFFD}")
    let text = try #require(CommandTemplate([Array("cat {}".utf8)]))
    #expect(text.arguments(for: name, number: 1).last == name)
    #expect(text.shellText(for: name, number: 1) == Array("cat '".utf8) + name + [0x27])
  }

  @Test("without a command the arguments are commands, which no one quotes")
  func commandsAsArguments() throws {
    #expect(try arguments(for: "echo 'a b'; exit 3") == ["/bin/sh", "-c", "echo 'a b'; exit 3"])
    let none = try #require(CommandTemplate([]))
    #expect(none.shellText(for: Array("a | b".utf8), number: 1) == Array("a | b".utf8))
    #expect(none.shown(for: Array("a | b".utf8), number: 1) == "a | b")
  }

  @Test("nothing is no command")
  func nothing() {
    #expect(CommandTemplate([[]]) == nil)
  }

  @Test("a run of commands is one job, which is fed")
  func scenario() throws {
    let command = try #require(CommandTemplate(["gzip", "{}"].map { Array($0.utf8) }))
    let scenario = Scenario(
      running: command, workers: .count(3), timeout: .seconds(9), attempts: 3)
    #expect(scenario.jobs.map(\.name) == ["gzip {}"])
    #expect(scenario.jobs.allSatisfy { $0.timeout == .seconds(9) && $0.retries?.max == 2 })
    #expect(scenario.submissions.map(\.pattern) == [.fed])
    #expect(scenario.submissionCount.exact == nil)
    #expect(scenario.pool.workers == .count(3))
  }
}
