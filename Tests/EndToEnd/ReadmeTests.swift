import Foundation
import TerminalDriver
import Testing

/// The README, as blocks that can be run.
private struct Readme {
  private let text: String

  init() throws {
    text = try String(contentsOfFile: Project.path("README.md"), encoding: .utf8)
  }

  /// The first fenced block of a language at or after a line that begins with some text.
  func block(_ language: String, after beginning: String = "") throws -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let heading = try #require(lines.firstIndex { $0.hasPrefix(beginning) }, "\(beginning)")
    let fence = try #require(lines[heading...].firstIndex(of: "```\(language)"))
    return lines[(fence + 1)...].prefix { $0 != "```" }.map { $0 + "\n" }.joined()
  }
}

@Suite("the README", .timeLimit(.minutes(5)))
struct ReadmeTests {
  @Test("its scenario runs, and comes to what it expects")
  func scenario() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let scenario = try Readme().block("yaml", after: "## A scenario")
      let file = try scratch.write(scenario, to: "naps.yaml")
      let outcome = try pooltop(file, until: { $0.exitCode == 0 })
      #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
    }
  }

  @Test("its program is the one that is compiled here, and it runs")
  func library() async throws {
    try await onOwnThread {
      let source = Project.path("Tests/Fixtures/ReadmeSample/main.swift")
      let sample = try String(contentsOfFile: source, encoding: .utf8)
      #expect(try Readme().block("swift", after: "## The library") == sample)
      let outcome = try runPiped([Tmux.program("ReadmeSample")])
      #expect(outcome.exitCode == 0)
      #expect(outcome.lines.contains("[0, 1, 4, 9, 16, 25]"))
      #expect(outcome.lines.contains("1 done; too late to cancel"))
    }
  }

  @Test("its picture has the tables of the screen as it is now")
  func picture() async throws {
    try await onOwnThread {
      let file = Project.path(".ci/dashboard.svg")
      let picture = rows(of: try String(contentsOfFile: file, encoding: .utf8))
      let now = try pooltop("frame", "--svg", "--size", "80x24", "--at", "1s", Project.sixJobs)
      for heading in ["WID TID", "ID STATE", "F1 Help"] {
        let row = rows(of: now.output).first { $0.hasPrefix(heading) }
        #expect(row != nil && picture.contains { $0 == row }, "run .ci/readme-picture")
      }
    }
  }

  /// The words of a picture, a row each.
  private func rows(of picture: String) -> [String] {
    var rows: [(y: Substring, text: String)] = []
    for match in picture.matches(of: #/<text x="[\d.]+" y="([\d.]+)"[^>]*>([^<]*)</text>/#) {
      if rows.last?.y == match.1 {
        rows[rows.count - 1].text += " \(match.2)"
      } else {
        rows.append((match.1, String(match.2)))
      }
    }
    return rows.map(\.text)
  }
}
