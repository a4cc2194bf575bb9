import Foundation
import Testing

/// The documentation's articles.
@Suite("the articles", .timeLimit(.minutes(5)))
struct ArticleTests {
  static let catalog = "Sources/ConcurrentFutures/ConcurrentFutures.docc"

  @Test(
    "each Swift sample stands in a file that is compiled",
    arguments: [
      "ConcurrentFutures", "ComingFromPython", "EmbeddingAPool", "HowAPoolWorks", "RecordingARun",
      "SeeingAPool", "Speed", "WorkerProcesses",
    ])
  func samples(_ article: String) throws {
    let compiled = try ["ContractSurface/ArticleSamples", "ReadmeSample/main"].map {
      trimmed(try lines(of: "Tests/Fixtures/\($0).swift"))
    }
    for sample in samples(of: try lines(of: "\(Self.catalog)/\(article).md")) {
      #expect(
        compiled.contains { $0.contains(trimmed(sample)) }, "\(sample.joined(separator: "\n"))")
    }
  }

  @Test("every article is looked at")
  func allArticles() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Project.path(Self.catalog))
    #expect(
      files.sorted() == [
        "ComingFromPython.md", "ConcurrentFutures.md", "EmbeddingAPool.md", "HowAPoolWorks.md",
        "RecordingARun.md", "SeeingAPool.md", "Speed.md", "WorkerProcesses.md",
      ])
  }

  private func lines(of path: String) throws -> [Substring] {
    try String(contentsOfFile: Project.path(path), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
  }

  private func samples(of article: [Substring]) -> [[Substring]] {
    article.split(separator: "```swift", omittingEmptySubsequences: false).dropFirst().map {
      Array($0.prefix { $0 != "```" })
    }
  }

  /// The lines without their indentation, which is another in a function.
  private func trimmed(_ lines: [Substring]) -> [Substring] {
    lines.map { $0.drop { $0 == " " } }
  }
}
