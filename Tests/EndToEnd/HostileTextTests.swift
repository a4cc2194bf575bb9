import Foundation
import TerminalDriver
import Testing

/// Text from outside that wants to be obeyed, in the real program.
@Suite("hostile text", .enabled(if: Tmux.isAvailable), .serialized, .timeLimit(.minutes(5)))
struct HostileTextTests {
  /// What nobody would wish as a name, a result, an error, a log line and a file's name.
  private static let words =
    "a\u{1B}[2J\u{1B}[5;5H\u{1B}]0;owned\u{7}\u{9B}31m\u{202E}gpj\u{2066}"
    + "\u{200D}e\u{301}\u{301}阻塞👨‍👩‍👧\u{FEFF}±\u{8}\u{8}z"

  private static var yamlWords: String {
    let escaped = words.unicodeScalars.map { scalar -> String in
      scalar.isASCII && scalar.value >= 0x20
        ? String(scalar) : "\\U" + ("0000000" + String(scalar.value, radix: 16)).suffix(8)
    }
    return "\"" + escaped.joined() + "\""
  }

  /// What can be seen of the words.
  private static let visibleWords = "agpje\u{301}\u{301}阻塞👨±z"

  private static var scenario: String {
    """
    pool: { workers: 2 }
    jobs:
      good: { sleep: 20ms, result: \(yamlWords), log: { start: \(yamlWords), finish: "plain end" } }
      bad: { sleep: 20ms, fail: { keys: [1], error: \(yamlWords) } }
      said: { command: "printf 'x\\\\033[2J\\\\033]0;owned\\\\007\\\\342\\\\200\\\\256y\\\\n'" }
    submit: [{ job: good, name: \(yamlWords) }, { job: bad }, { job: said }]
    """
  }

  @Test(
    "nothing of it reaches the terminal, and every column holds",
    arguments: ["the title is the scenario's name", "the title is the file's name"])
  func onTheScreen(_ title: String) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let hasName = title.contains("scenario")
      let name = hasName ? "name: \(Self.yamlWords)\n" : ""
      _ = try scratch.write(name + Self.scenario, to: (hasName ? "s" : Self.words) + ".yaml")
      let tmux = try Tmux(columns: 120, rows: 40)
      let bytes = scratch.path("bytes")
      tmux.record(to: bytes)
      // The shell finds the file: typed, its name would reach the terminal.
      let start = "XDG_CONFIG_HOME=/none \(Tmux.quoted(Project.pooltop)) *.yaml"
      tmux.run("clear; cd \(Tmux.quoted(scratch.path("."))); \(start)")
      try tmux.waitFor("3 futures: 2 ok, 1 failed")
      tmux.press("F5")
      try tmux.waitFor("LANES")
      tmux.press("Escape")
      try tmux.waitFor("FUTURE #1")
      tmux.press("j")
      try tmux.waitFor("name      \(Self.visibleWords)")
      try tmux.waitUntil("what is beside it stands where it belongs") {
        Self.isWellDrawn(tmux.lines)
      }
      tmux.press("q")
      try tmux.expectLeft(exitCode: 1)
      try tmux.waitUntilRecorded(in: bytes)
      let raw = try Data(contentsOf: URL(filePath: bytes))
      #expect(raw.range(of: Data("LANES".utf8)) != nil)
      let forbidden = ["\u{1B}]0;owned", "\u{202E}", "\u{2066}", "\u{9B}", "\u{7}", "\u{FEFF}"]
      for text in forbidden {
        #expect(raw.range(of: Data(text.utf8)) == nil, "\(text.unicodeScalars.map(\.value))")
      }
    }
  }

  /// Whether the title ends at the right edge, and the rule before the details stands in one
  /// column.
  private static func isWellDrawn(_ lines: [String]) -> Bool {
    guard let header = lines.firstIndex(where: { $0.contains("│ FUTURE #0") }) else { return false }
    let futures = lines[header...].prefix(4).map { $0.prefix { $0 != "│" } }
    return lines[0].hasPrefix(" pooltop  " + visibleWords) && lines[0].hasSuffix("10Hz")
      && columnCount(lines[0]) == columnCount(lines[1])
      && futures.filter { $0.contains("agp") }.count == 2
      && Set(futures.map(columnCount)).count == 1
  }

  /// How many columns a terminal needs for it.
  private static func columnCount(_ text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { count, scalar in
      count + (scalar == "\u{301}" ? 0 : scalar.value < 0x2E80 ? 1 : 2)
    }
  }

  @Test("as plain lines it is plain")
  func asPlainLines() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(Self.scenario, to: "\u{1B}[31mred.yaml")
      let outcome = try pooltop("run", "--headless", file)
      #expect(outcome.isPlain && outcome.output.contains("plain end"))
      for text in ["\u{202E}", "\u{7}", "\u{9B}", "\u{8}"] {
        #expect(!(outcome.output + outcome.errors).contains(text))
      }
    }
  }
}
