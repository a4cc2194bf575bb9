import PoolObservation
import Testing

@testable import Reports

@Suite("A comparison of two runs")
struct ComparisonTests {
  private func record(
    _ change: (inout [(Double, PoolEvent.Change)]) -> Void = { _ in }
  ) throws -> RunRecord {
    var events = Story.events
    change(&events)
    return try Story.record(of: events)
  }

  private func differences(
    _ second: RunRecord, _ tolerance: RunComparison.Tolerance = .init()
  ) throws -> [String] {
    RunComparison(try record(), second, within: tolerance).lines.filter { !$0.isSame }
      .map { "\($0.name): \($0.first) | \($0.second)" }
  }

  @Test("a run is the same as itself")
  func same() throws {
    #expect(try differences(try record()) == [])
  }

  @Test("another outcome is a difference, in the counts and by name")
  func outcome() throws {
    let second = try record { events in
      events[8].1 = .finished(Story.id(0), outcome: .failed, text: "")
    }
    #expect(
      try differences(second) == [
        "succeeded: 1 | 0", "failed: 1 | 2",
        "job a: 1 succeeded, 1 cancelled | 1 failed, 1 cancelled",
      ])
  }

  @Test("times count only beyond what is tolerated")
  func times() throws {
    let second = try record { $0[11].0 = 7.4 }
    #expect(try differences(second, .init(share: 0.2, least: .zero)) == [])
    #expect(
      try differences(second, .init(share: 0.1, least: .zero)) == [
        "run p95: 2.00 s | 2.40 s", "run p99: 2.00 s | 2.40 s", "run max: 2.00 s | 2.40 s",
      ])
    #expect(try differences(second, .init(share: 0, least: .milliseconds(400))) == [])
  }

  @Test("another order of starts is a difference")
  func order() throws {
    let second = try record { events in
      // The second one is started before the first is tried again.
      let swapped = [
        (1.0, PoolEvent.Change.started(Story.id(1), worker: 0, attempt: 1)),
        (2, .finished(Story.id(1), outcome: .failed, text: "")), (3, .held), (4, .resumed),
        (4, .started(Story.id(0), worker: 0, attempt: 1)),
        (5, .finished(Story.id(0), outcome: .succeeded, text: "")),
      ]
      events.replaceSubrange(3...11, with: swapped)
    }
    let found = try differences(second, .init(share: 10, least: .seconds(100)))
    #expect(
      found == [
        "retried: 1 | 0", "order of starts: start 1 was submission 1 | submission 2",
      ])
  }

  @Test("a run that was cut short, or lost events, is not the same as one that was judged")
  func ends() throws {
    let time = #""time":"2026-11-22T15:07:44Z""#
    func record(_ end: String) throws -> RunRecord {
      try RunRecord(reading: Array("{\(time),\"event\":\"began\",\"name\":\"x\"}\n\(end)".utf8))
    }
    let judged = try record("{\(time),\"event\":\"judged\",\"met\":true}")
    for (line, word) in [("", "cut off"), ("{\(time),\"event\":\"interrupted\"}", "interrupted")] {
      let lines = RunComparison(judged, try record(line), within: .init()).lines
      #expect(lines.first { !$0.isSame }.map { "\($0.name) \($0.second)" } == "end \(word)")
    }
    let lossy = try record(
      "{\(time),\"event\":\"lost\",\"counts\":{\"events\":7}}\n{\(time),\"event\":\"judged\"}")
    let lines = RunComparison(judged, lossy, within: .init()).lines
    #expect(lines.first { !$0.isSame }.map { "\($0.name) \($0.second)" } == "lost events 7")
  }
}
