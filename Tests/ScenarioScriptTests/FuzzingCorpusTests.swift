import Foundation
import Testing

/// Files that the fuzzer made; `Tests/Fuzzing/run` makes more.
@Suite(.timeLimit(.minutes(5)))
struct FuzzingCorpusTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fuzzing/Corpus")

  @Test("each is read to its end: it is a scenario, or every line about it names a place")
  func corpus() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(names.count > 100)
    for name in names {
      let bytes = [UInt8](try Data(contentsOf: Self.folder.appending(path: name)))
      for line in problems(bytes) {
        #expect(line.firstMatch(of: /^x\.yaml:\d+:\d+: ./) != nil, "\(name): \(line)")
      }
    }
  }
}
