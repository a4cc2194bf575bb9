import Foundation
import TerminalDriver
import Testing

/// The scenarios that come with the program.
@Suite("the scenario files", .timeLimit(.minutes(5)))
struct ScenarioFilesTests {
  static let names: [String] = {
    let found = try? FileManager.default.contentsOfDirectory(atPath: Project.path("scenarios"))
    return (found ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
  }()

  @Test(
    "each meets what it expects of itself, also when it goes twenty times as fast", arguments: names
  )
  func met(_ name: String) async throws {
    try await onOwnThread {
      let file = Project.path("scenarios/\(name)")
      let text = try String(contentsOfFile: file, encoding: .utf8)
      #expect(text.hasPrefix("# "), "it begins with what to look for")
      #expect(text.contains("\nexpect: "))
      // A busy machine may take a quarter of a second too long, but not again and again.
      var outcome = try runPiped(
        [Project.pooltop, "run", "--headless", "--speed", "20", file], limit: 120)
      for _ in 0..<3 where outcome.exitCode != 0 {
        outcome = try runPiped(
          [Project.pooltop, "run", "--headless", "--speed", "20", file], limit: 120)
      }
      #expect(outcome.exitCode == 0, "\(outcome.lines.suffix(10).joined(separator: "\n"))")
      #expect(outcome.errors.isEmpty)
    }
  }
}
