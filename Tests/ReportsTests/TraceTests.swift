import Foundation
import PoolObservation
import Testing

@testable import Reports

/// The trace held against the rules of Chrome's trace event format, which Perfetto reads.
///
/// - Source: «Trace Event Format», the document of the Chromium project: the JSON object format,
///   and what each phase demands.
@Suite("A trace")
struct TraceTests {
  private func text(_ record: RunRecord) throws -> String {
    var text = ""
    try record.write(.trace) { text += $0 }
    return text
  }

  private func events(of record: RunRecord) throws -> [[String: Any]] {
    let object = try JSONSerialization.jsonObject(with: Data(try text(record).utf8))
    return try #require((object as? [String: Any])?["traceEvents"] as? [[String: Any]])
  }

  private func events() throws -> [[String: Any]] { try events(of: try Story.record) }

  @Test("is an object with its events, a unit that is known, and nothing that a reader must guess")
  func object() throws {
    let bytes = Data(try text(try Story.record).utf8)
    let object = try #require(JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    #expect(Set(object.keys) == ["displayTimeUnit", "otherData", "traceEvents"])
    #expect(object["displayTimeUnit"] as? String == "ms")
    #expect((object["otherData"] as? [String: String])?["began"] == "2026-11-22T15:07:44Z")
  }

  /// What the events of a phase have, all of it and nothing else.
  private static let members: [String: Set<String>] = [
    "M": ["ph", "name", "pid", "tid", "args"],
    "X": ["ph", "name", "cat", "pid", "tid", "ts", "dur", "args"],
    "i": ["ph", "name", "cat", "pid", "tid", "ts", "s"],
    "C": ["ph", "name", "pid", "tid", "ts", "args"],
  ]

  @Test("has in each event what its phase demands, and in the demanded form")
  func rules() throws {
    let events = try events()
    #expect(Set(events.compactMap { $0["ph"] as? String }) == ["M", "X", "i", "C"])
    for event in events {
      let phase = try #require(event["ph"] as? String)
      #expect(Set(event.keys) == Self.members[phase])
      #expect((event["name"] as? String)?.isEmpty == false)
      #expect(event["pid"] as? Int == 42)
      #expect((event["tid"] as? Int).map { $0 >= 0 } == true)
      // A category is a list with commas, and so no name may have one.
      if let category = event["cat"] {
        #expect((category as? String)?.contains(",") == false, "\(category)")
      }
      for time in ["ts", "dur"] where Self.members[phase]?.contains(time) == true {
        #expect((event[time] as? Double).map { $0.isFinite && $0 >= 0 } == true)
      }
      if let arguments = event["args"] { #expect(arguments is [String: Any]) }
      if phase == "i" { #expect(["g", "p", "t"].contains(event["s"] as? String)) }
      if phase == "C" {
        let levels = try #require(event["args"] as? [String: Int])
        #expect(Set(levels.keys) == ["pending", "running"] && levels.values.allSatisfy { $0 >= 0 })
      }
    }
  }

  @Test("names its process once, and each worker's thread before anything runs on it")
  func names() throws {
    let events = try events()
    let metadata = events.prefix { $0["ph"] as? String == "M" }
    #expect(metadata.count == events.count { $0["ph"] as? String == "M" })
    let names = metadata.map { event in
      let arguments = event["args"] as? [String: Any]
      let text = arguments?["name"] as? String ?? (arguments?["sort_index"] as? Int).map { "\($0)" }
      return "\(event["name"] ?? "") \(event["tid"] ?? "") \(text ?? "nothing")"
    }
    #expect(
      names == [
        "process_name 0 story \(Story.hostile)", "thread_name 1 w_0 \(Story.hostile)",
        "thread_sort_index 1 0",
      ])
    let threads = Set(events.filter { $0["ph"] as? String == "X" }.compactMap { $0["tid"] as? Int })
    #expect(threads == [1])
  }

  @Test("tells each attempt on its worker, in microseconds")
  func attempts() throws {
    let attempts = try events().filter { $0["ph"] as? String == "X" }
    let times = attempts.map { [$0["ts"] as? Double ?? -1, $0["dur"] as? Double ?? -1] }
    #expect(
      times == [[1_000_000, 1_000_000], [4_000_000, 1_000_000], [5_000_000, 2_000_000]])
    #expect(attempts.map { $0["cat"] as? String } == ["failed", "succeeded", "failed"])
    let last = try #require(attempts.last?["args"] as? [String: Any])
    #expect(last["future"] as? Int == 1 && last["wait_s"] as? Double == 4)
    #expect(last["text"] as? String == "\u{1B}]0;x\u{7} \(Story.hostile) \"quoted\", cut")
  }

  @Test("is JSON whatever a name is, and gives it back")
  func hostileNames() throws {
    let controls = (UInt8(0)...0x20).map { "a\(Character(Unicode.Scalar($0)))b" }
    let others = [
      "\"", "\\", "\\\"", "\u{7F}", "\u{9B}2J", "\u{2028}", "\u{202E}", "a\u{FEFF}b", "\u{10FFFF}",
      "🧵", "</script>", "a, b", "{}", "e\u{301}",
    ]
    let names = controls + others
    let lives = names.enumerated().flatMap { place, name -> [(Double, PoolEvent.Change)] in
      let id = Story.id(UInt64(place))
      let begin = Double(place)
      return [
        (begin, .submitted(id, name: name)), (begin, .started(id, worker: 0, attempt: 1)),
        (begin + 1, .finished(id, outcome: .failed, text: name)),
      ]
    }
    let worker = PoolEvent.Change.workerStarted(worker: 0, name: names.joined(), systemID: 1)
    let record = try Story.record(of: [(0, worker)] + lives, name: names.joined())
    let events = try events(of: record)
    let attempts = events.filter { $0["ph"] as? String == "X" }
    #expect(attempts.map { $0["name"] as? String } == names)
    #expect(attempts.map { ($0["args"] as? [String: Any])?["text"] as? String } == names)
    #expect((events[0]["args"] as? [String: Any])?["name"] as? String == names.joined())
  }

  @Test("lets what one worker runs nest or follow, never overlap, although a limit ends one before")
  func nesting() throws {
    // A worker runs the second while the first waits for it; the limit of the first passes
    // meanwhile.
    let events: [(Double, PoolEvent.Change)] = [
      (0, .workerStarted(worker: 0, name: "w_0", systemID: 1)),
      (0, .submitted(Story.id(0), name: "outer")),
      (0, .started(Story.id(0), worker: 0, attempt: 1)),
      (1, .submitted(Story.id(1), name: "inner")), (1, .waiting(worker: 0, for: Story.id(1))),
      (2, .started(Story.id(1), worker: 0, attempt: 1)),
      (3, .ranOver(Story.id(0), worker: 0)),
      (3, .finished(Story.id(0), outcome: .timedOut, text: "")),
      (5, .finished(Story.id(1), outcome: .succeeded, text: "")),
      (6, .workerFreed(worker: 0)), (7, .submitted(Story.id(2), name: "next")),
      (7, .started(Story.id(2), worker: 0, attempt: 1)),
      (8, .finished(Story.id(2), outcome: .succeeded, text: "")),
    ]
    let spans = try self.events(of: try Story.record(of: events))
      .filter { $0["ph"] as? String == "X" }
      .map { event in
        let start = event["ts"] as? Double ?? -1
        let end = start + (event["dur"] as? Double ?? -1)
        return "\(event["name"] ?? "") \(start / 1e6) \(end / 1e6)"
      }
    #expect(
      spans == [
        "outer 0.0 3.0", "inner 2.0 3.0", "next 7.0 8.0", "#0 after its time limit 3.0 6.0",
      ])
  }

  @Test("shows an attempt once, though its future fails before there is another")
  func failedBetweenAttempts() throws {
    let spans = try events(
      of: try Story.record(of: [
        (0, .workerStarted(worker: 0, name: "w_0", systemID: 1)),
        (0, .submitted(Story.id(0), name: "a")),
        (0, .started(Story.id(0), worker: 0, attempt: 1)),
        (1, .retrying(Story.id(0), outcome: .failed, text: "Boom()")),
        (3, .broke(reason: "no more")),
        (5, .finished(Story.id(0), outcome: .failed, text: "lost")),
      ])
    ).filter { $0["ph"] as? String == "X" }
    #expect(spans.map { $0["dur"] as? Double } == [1e6])
  }

  @Test("counts what waits and runs")
  func counters() throws {
    let levels = try events().filter { $0["ph"] as? String == "C" }
      .compactMap { $0["args"] as? [String: Int] }
    #expect(levels.contains { $0["pending"] == 2 && $0["running"] == 0 })
    #expect(levels.last?["pending"] == 0 && levels.last?["running"] == 0)
  }
}
