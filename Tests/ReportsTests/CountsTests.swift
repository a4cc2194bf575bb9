import Foundation
import PoolObservation
import Testing

@testable import Reports

@Suite("The counts of a report")
struct CountsTests {
  /// A run of one future in the pool, and of as many outcomes as its verdict says.
  private func record(failed: Int) throws -> RunRecord {
    let time = #""time":"2026-11-22T15:07:44Z""#
    let text = """
      {\(time),"event":"began","name":"x"}
      {\(time),"event":"submitted","future":1,"name":"a"}
      {\(time),"event":"finished","future":1,"outcome":"cancelled"}
      {\(time),"event":"judged","met":false,"text":"so","counts":{"cancelled":1,"failed":\(failed)}}
      """
    return try RunRecord(reading: Array(text.utf8))
  }

  private func text(_ record: RunRecord, _ format: ReportFormat) throws -> String {
    var text = ""
    try record.write(format) { text += $0 }
    return text
  }

  @Test("are those of the verdict, which knows of what never reached the pool")
  func unsubmitted() throws {
    let record = try record(failed: 2)
    #expect(record.counts.failed == 2 && record.counts.cancelled == 1)
    let json = try text(record, .json)
    #expect(json.contains(#""failed":2"#) && json.contains(#""unsubmitted":2"#))
    let page = try text(record, .html)
    #expect(page.contains("Of these 2 never reached the pool"))
    #expect(page.contains("<dt>failed</dt><dd>2</dd>"))
    let comparison = RunComparison(
      record, try self.record(failed: 0), within: .init())
    #expect(comparison.lines.contains { $0.name == "failed" && $0.first == "2" && !$0.isSame })
  }

  @Test("say nothing of that where everything did")
  func submitted() throws {
    let record = try record(failed: 0)
    #expect(record.unsubmittedCount == 0)
    #expect(try !text(record, .json).contains("unsubmitted"))
    #expect(try !text(record, .html).contains("never reached"))
  }
}
