import Foundation
import Testing

@testable import PoolObservation

/// What stands in the lines of a recording.
@Suite("The lines of a recording")
struct EventLinesTests {
  /// 2026-11-22T15:07:44Z.
  static let createdAt: Int64 = 1_795_360_064_000_000_000

  static func text(_ fill: (inout RecordingEncoder) -> Void) -> String {
    var encoder = RecordingEncoder(createdAt: createdAt)
    fill(&encoder)
    return String(decoding: encoder.take(), as: UTF8.self)
  }

  /// Every kind of event, and its line without the time.
  static let events: [(PoolEvent.Change, String)] = [
    (
      .workerStarted(worker: 0, name: "w_0", systemID: 4_711),
      #""event":"worker_started","worker":0,"name":"w_0","thread_id":4711"#
    ),
    (.submitted(id(7), name: "fetch"), #""event":"submitted","future":7,"name":"fetch""#),
    (
      .submitted(id(8), name: "", tags: ["a", "b\""], priority: -2),
      #""event":"submitted","future":8,"priority":-2,"tags":["a","b\""]"#
    ),
    (
      .started(id(7), worker: 0, attempt: 1),
      #""event":"started","future":7,"worker":0,"attempt":1"#
    ),
    (
      .progressed(id(7), fraction: 0.25, note: "half of half"),
      #""event":"progressed","future":7,"fraction":0.25,"text":"half of half""#
    ),
    (
      .retrying(id(7), outcome: .failed, text: "no"),
      #""event":"retrying","future":7,"outcome":"failed","text":"no""#
    ),
    (
      .started(id(7), worker: 0, attempt: 2),
      #""event":"started","future":7,"worker":0,"attempt":2"#
    ),
    (
      .waiting(worker: 0, for: id(8)), #""event":"waiting","worker":0,"future":8"#
    ),
    (.waiting(worker: 0, for: nil), #""event":"waiting","worker":0"#),
    (
      .logged(
        LogLine(
          worker: 0, future: id(7), threadName: "w_0", threadID: 4_711, text: "a\nb\t\u{1B}[2J")
      ),
      #""event":"logged","worker":0,"future":7,"thread":"w_0","thread_id":4711,"#
        + #""text":"a\nb\t\u001b[2J""#
    ),
    (
      .logged(LogLine(threadName: "main", threadID: 1, text: "~~~阻塞~~~ \u{9B}31m")),
      #""event":"logged","thread":"main","thread_id":1,"text":"~~~阻塞~~~ \u009b31m""#
    ),
    (
      .logged(LogLine(threadName: "\u{202E}x", threadID: 1, text: "\u{2066}\u{200F}y")),
      #""event":"logged","thread":"\u202ex","thread_id":1,"text":"\u2066\u200fy""#
    ),
    (.ranOver(id(7), worker: 0), #""event":"ran_over","future":7,"worker":0"#),
    (
      .finished(id(7), outcome: .timedOut, text: "too \\ long"),
      #""event":"finished","future":7,"outcome":"timed_out","text":"too \\ long""#
    ),
    (.workerFreed(worker: 0), #""event":"worker_freed","worker":0"#),
    (
      .finished(id(8), outcome: .cancelled, text: ""),
      #""event":"finished","future":8,"outcome":"cancelled""#
    ),
    (.workerStarting(worker: 0), #""event":"worker_starting","worker":0"#),
    (.workerReady(worker: 0), #""event":"worker_ready","worker":0"#),
    (.held, #""event":"held""#), (.resumed, #""event":"resumed""#),
    (.resized(maxWorkers: 9), #""event":"resized","workers":9"#),
    (.shutdownBegan(cancelFutures: true), #""event":"shutdown_began","cancel":true"#),
    (.workerEnded(worker: 0, reason: .released), #""event":"worker_ended","worker":0"#),
    (.shutDown, #""event":"shut_down""#),
    (.broke(reason: "no more"), #""event":"broke","text":"no more""#),
  ]

  @Test("each event is one line, as the article describes it")
  func written() {
    for (place, (change, line)) in Self.events.enumerated() {
      let time = PoolInstant(nanoseconds: UInt64(place) * 1_000_000_001)
      let text = Self.text { $0.append(PoolEvent(time: time, change: change)) }
      let second = 44 + place
      let stamp = second < 60 ? "15:07:\(second)" : "15:08:0\(second - 60)"
      let digits = String(1_000_000_000 + place).dropFirst()
      #expect(text == "{\"time\":\"2026-11-22T\(stamp).\(digits)Z\",\(line)}\n")
    }
  }

  @Test("each line is JSON for everybody else")
  func json() throws {
    for (change, _) in Self.events {
      let text = Self.text { $0.append(PoolEvent(time: .zero, change: change)) }
      let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
      #expect(object is [String: Any], "\(text)")
    }
  }

  @Test("what was written is read again, whatever happened")
  func roundTrip() throws {
    let changes = Self.events.map(\.0)
    let text = Self.text { encoder in
      encoder.append(RecordingHeader(title: "t", pool: Self.pool))
      for (place, change) in changes.enumerated() {
        encoder.append(PoolEvent(time: PoolInstant(nanoseconds: UInt64(place)), change: change))
      }
    }
    var read: [PoolEvent] = []
    let timeline = try RecordingTimeline(reading: Array(text.utf8)) { read += Array($0) }
    #expect(timeline.problems.isEmpty, "\(timeline.problems.lines)")
    #expect(read.map(\.change) == changes)
    #expect(read.map { Int($0.time.nanoseconds) } == Array(changes.indices))
  }

  static let pool = PoolDescription(
    name: "p", kind: .thread, maxWorkers: 3, createdAt: createdAt)

  @Test("the first line and the last come back as they were")
  func ends() throws {
    var header = RecordingHeader(title: "6 jobs \u{1B}[31m", pool: Self.pool)
    header.description = "two \u{7} at a time"
    header.seed = .max
    header.speed = 0.5
    header.processID = 4_711
    var counts = FutureCounts()
    counts.succeeded = 5
    counts.timedOut = 1
    let verdict = RecordedVerdict(
      time: seconds(2), isMet: false, sentence: "6 futures: \"5 ok\"", counts: counts,
      checks: [
        .init(name: "succeeded", expected: "6", actual: "5", isMet: false),
        .init(name: "order", expected: "fifo", actual: "fifo", isMet: true),
      ])
    let text = Self.text { encoder in
      encoder.append(header)
      encoder.append(lostCount: 7, at: seconds(1))
      encoder.append(verdict)
    }
    #expect(
      text.hasPrefix(
        #"{"time":"2026-11-22T15:07:44.000000000Z","event":"began","version":1,"#
          + #""name":"6 jobs \u001b[31m","description":"two \u0007 at a time","#
          + #""pool":"p","kind":"thread","workers":3,"#
          + #""seed":18446744073709551615,"speed":0.5,"process_id":4711}"#))
    var timeline = try RecordingTimeline(reading: Array(text.utf8))
    #expect(timeline.header == header)
    #expect(timeline.verdict == verdict)
    #expect(timeline.end == seconds(2))
    #expect(try timeline.snapshot(at: seconds(2)).droppedEventCount == 7)
  }

  @Test("members may stand in any order, with spaces, and beside others that nobody knows")
  func otherWriters() throws {
    let text = """
      {"event" : "began","new":{"a":[1,{"b":"}"}]},"time":"2026-11-22T15:07:44Z","name":"x"}
      { "worker":0,"name":"\\u0077\\ud83d\\ude00","event":"worker_started","time":"2026-11-22T15:07:44.5Z" }\r

      {"future":3,"also":null,"event":"submitted","time":"2026-11-22T15:07:45.25Z","yes":true}
      """
    var timeline = try RecordingTimeline(reading: Array(text.utf8))
    #expect(timeline.problems.isEmpty, "\(timeline.problems.lines)")
    let snapshot = try timeline.snapshot(at: timeline.end)
    #expect(snapshot.workers.map(\.name) == ["w😀"])
    #expect(snapshot.workers.map(\.startedAt) == [seconds(0.5)])
    #expect(snapshot.futures.map(\.submittedAt) == [seconds(1.25)])
  }

  @Test(
    "a day's time is what the calendar says",
    arguments: [
      (0, "1970-01-01T00:00:00"), (951_782_399, "2000-02-28T23:59:59"),
      (951_782_400, "2000-02-29T00:00:00"), (951_868_800, "2000-03-01T00:00:00"),
      (1_709_164_800, "2024-02-29T00:00:00"), (1_735_689_599, "2024-12-31T23:59:59"),
      (4_107_542_400, "2100-03-01T00:00:00"), (1_795_360_064, "2026-11-22T15:07:44"),
    ])
  func calendar(_ second: Int, _ text: String) {
    #expect(CivilTime(second: Int64(second)).text == text)
    var clock = LineClock()
    let bytes = Array("\(text)Z".utf8)
    #expect(
      clock.nanoseconds(bytes.span, 0..<bytes.count) == Int64(second) * 1_000_000_000)
  }
}
