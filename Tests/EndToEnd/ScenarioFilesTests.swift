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

  @Test("each says first what it is, what to look for, and which keys to press", arguments: names)
  func says(_ name: String) throws {
    let text = try String(contentsOfFile: Project.path("scenarios/\(name)"), encoding: .utf8)
    let comment = text.split(separator: "\n").prefix { $0.hasPrefix("#") }
    #expect(comment.contains { $0.hasPrefix("# Look for: ") })
    #expect(comment.contains { $0.hasPrefix("# Press: ") })
  }

  @Test("without arguments they are listed, those to begin with first")
  func listed() async throws {
    try await onOwnThread {
      let outcome = try runPiped([
        "sh", "-c", "cd \"$1\" && exec \"$0\"", Project.pooltop, Project.folder.path,
      ])
      let listed = outcome.lines.dropFirst().compactMap { $0.split(separator: " ").first }
      #expect(
        listed.prefix(2).map { $0.split(separator: "/").last } == [
          "six-jobs-on-three-workers.yaml", "seven-jobs-key-3-fails.yaml",
        ])
      #expect(Set(listed) == Set(Self.names.map { "scenarios/\($0)" }))
    }
  }

  @Test(
    "each meets what it expects of itself, also when it goes twenty times as fast", arguments: names
  )
  func met(_ name: String) async throws {
    try await onOwnThread {
      let file = Project.path("scenarios/\(name)")
      let text = try String(contentsOfFile: file, encoding: .utf8)
      #expect(text.contains("\nexpect: "))
      // A busy machine may take a quarter of a second too long, but not each time.
      let outcome = try pooltop(
        "run", "--headless", "--speed", "20", file, until: { $0.exitCode == 0 })
      #expect(outcome.exitCode == 0, "\(outcome.lines.suffix(10).joined(separator: "\n"))")
      #expect(outcome.errors.isEmpty)
    }
  }
}
