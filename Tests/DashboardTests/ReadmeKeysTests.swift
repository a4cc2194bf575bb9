import Foundation
import Testing

@testable import Dashboard

@Suite("the keys in the README")
struct ReadmeKeysTests {
  private static let readme = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "README.md")

  /// The key table as the README shows it.
  private var table: String {
    let rows = Keymap.standard.explained
      .compactMap { binding in binding.help.map { "| `\(binding.label)` | \($0) |" } }
    return (["| keys | what they do |", "| --- | --- |"] + rows).joined(separator: "\n")
  }

  @Test("they are those of the key table")
  func keys() throws {
    let text = String(decoding: try Data(contentsOf: Self.readme), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "| keys | what they do |"))
    let found = lines[start...].prefix { $0.hasPrefix("|") }
    if ProcessInfo.processInfo.environment["RECORD_README"] == "1" {
      let recorded =
        lines[..<start].map(String.init) + [table] + lines[found.endIndex...].map(String.init)
      try Data(recorded.joined(separator: "\n").utf8).write(to: Self.readme)
      Issue.record("recorded the keys, nothing checked")
      return
    }
    #expect(found.joined(separator: "\n") == table, "RECORD_README=1 swift test writes it anew")
  }
}
