import Foundation
import Testing

@testable import PoolObservation

/// The article on the format, held beside what reads and writes it.
@Suite("The article on recordings")
struct FormatArticleTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(
      path: "../../../Sources/ConcurrentFutures/ConcurrentFutures.docc/RecordingARun.md"
    ).standardizedFileURL

  private let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""

  private var sample: String {
    let parts = text.components(separatedBy: "```json\n")
    return parts.count == 2 ? parts[1].components(separatedBy: "```")[0] : ""
  }

  @Test("its sample can be read, and is what would be written")
  func sampleIsWritten() throws {
    var events: [PoolEvent] = []
    let timeline = try RecordingTimeline(reading: Array(sample.utf8)) { events += Array($0) }
    #expect(timeline.problems.isEmpty, "\(timeline.problems.lines)")
    var encoder = RecordingEncoder(createdAt: timeline.header.pool.createdAt)
    encoder.append(timeline.header)
    for event in events { encoder.append(event) }
    encoder.append(try #require(timeline.verdict))
    #expect(String(decoding: encoder.take(), as: UTF8.self) == sample)
  }

  @Test("it names every event and every member", arguments: EventName.allCases)
  func events(_ name: EventName) {
    #expect(
      sample.contains("\"event\":\"\(name.rawValue)\"") || text.contains("`\(name.rawValue)`"))
  }

  @Test("it says what every member is", arguments: LineMember.allCases)
  func members(_ member: LineMember) {
    #expect(text.contains("`\(member.rawValue)`"))
  }

  @Test("it tells the version that is written")
  func version() {
    #expect(text.contains("## The format, version \(RecordingHeader.currentVersion)\n"))
  }
}
