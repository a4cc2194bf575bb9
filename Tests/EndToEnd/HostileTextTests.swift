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

  private static var scenario: String {
    """
    name: \(yamlWords)
    pool: { workers: 2 }
    jobs:
      good: { sleep: 20ms, result: \(yamlWords), log: { start: \(yamlWords), finish: "plain end" } }
      bad: { sleep: 20ms, fail: { keys: [1], error: \(yamlWords) } }
      said: { command: "printf 'x\\\\033[2J\\\\033]0;owned\\\\007\\\\342\\\\200\\\\256y\\\\n'" }
    submit: [{ job: good, name: \(yamlWords) }, { job: bad }, { job: said }]
    """
  }

  @Test("nothing of it reaches the terminal, and every column holds")
  func onTheScreen() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let file = try scratch.write(Self.scenario, to: "\u{1B}]0;owned\u{7}\u{202E}s.yaml")
      let tmux = try Tmux(columns: 120, rows: 40)
      let bytes = scratch.path("bytes")
      tmux.record(to: bytes)
      tmux.start(file)
      try tmux.waitFor("3 futures: 2 ok, 1 failed")
      tmux.press("F5")
      try tmux.waitFor("LANES")
      tmux.press("Escape")
      try tmux.waitFor("FUTURE #")
      try tmux.waitUntil("its name and the rule before the lanes stand where they belong") {
        Self.isWellDrawn(tmux.lines)
      }
      tmux.press("q")
      try tmux.expectLeft(exitCode: 1)
      try tmux.waitUntilRecorded(in: bytes)
      let raw = try Data(contentsOf: URL(filePath: bytes))
      #expect(raw.range(of: Data("LANES".utf8)) != nil)
      let forbidden = ["\u{1B}]0;owned", "\u{202E}", "\u{2066}", "\u{9B}", "\u{7}", "\u{FEFF}"]
      for text in forbidden {
        // The shell echoes the command, and with it the file's name, before the screen opens.
        let screen = raw.suffix(from: raw.range(of: Data("\u{1B}[?1049h".utf8))?.lowerBound ?? 0)
        #expect(screen.range(of: Data(text.utf8)) == nil, "\(text.unicodeScalars.map(\.value))")
      }
    }
  }

  /// Whether the rule stands in one column, whatever stands before it, below the scenario's name.
  private static func isWellDrawn(_ lines: [String]) -> Bool {
    guard lines[0].hasPrefix(" pooltop  a"), lines[0].contains("RUNNING"),
      let header = lines.firstIndex(where: { $0.hasPrefix("WID") }),
      let column = Array(lines[header]).firstIndex(of: "│")
    else { return false }
    return lines[(header + 1)...].prefix(2).allSatisfy { line in
      line.dropFirst(column).first == "│"
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
