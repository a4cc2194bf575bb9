import SeededRandom
import Testing

@testable import PoolObservation

/// A recording as of any moment.
@Suite("A recording's timeline")
struct TimelineTests {
  /// A story that was told, as events and as a recording of them.
  private struct Told {
    var events: [PoolEvent] = []
    var bytes: [UInt8] = []

    init(seed: Int, steps: Int = 2_000) {
      var encoder = RecordingEncoder(createdAt: 1_000_000_000_000)
      var story = Story(seed: seed)
      var batch = EventBatch()
      encoder.append(
        RecordingHeader(
          title: "story",
          pool: PoolDescription(
            name: "p", kind: .thread, maxWorkers: 4, createdAt: 1_000_000_000_000)))
      story.begin(&batch)
      for step in 0..<steps {
        story.step(&batch)
        guard step.isMultiple(of: 97) || step == steps - 1 else { continue }
        encoder.append(batch)
        events += Array(batch)
        batch.removeAll()
      }
      bytes = encoder.take()
    }

    /// The pool as of a moment, event by event.
    func snapshot(at moment: PoolInstant, _ pool: PoolDescription) -> PoolSnapshot {
      var history = PoolHistory(pool: pool)
      for event in events.prefix(while: { $0.time <= moment }) { history.apply(event) }
      return history.snapshot(at: moment)
    }
  }

  @Test("shows at any moment what the events up to then say, forwards and back", arguments: 0..<6)
  func anyMoment(_ seed: Int) throws {
    let told = Told(seed: seed)
    var timeline = try RecordingTimeline(reading: told.bytes, interval: 300)
    #expect(timeline.problems.isEmpty, "\(timeline.problems.lines)")
    #expect(timeline.eventCount == told.events.count)
    #expect(timeline.end == told.events.map(\.time).max())
    var generator = SeededRandom(UInt64(seed))
    for step in 0..<60 {
      // Now near to the last one, now anywhere.
      let nanoseconds = generator.next() % (timeline.end.nanoseconds + 1)
      let moment = PoolInstant(nanoseconds: step == 0 ? .max : nanoseconds)
      let shown = try timeline.snapshot(at: moment)
      #expect(shown == told.snapshot(at: moment, timeline.header.pool), "at \(nanoseconds)")
    }
  }

  @Test("steps from one moment at which something happens to the next, and back again")
  func steps() throws {
    let told = Told(seed: 3, steps: 300)
    var timeline = try RecordingTimeline(reading: told.bytes, interval: 50)
    let moments = Set(told.events.map(\.time)).sorted()
    var forwards = [PoolInstant.zero]
    while let next = try timeline.moment(after: forwards[forwards.count - 1]) {
      forwards.append(next)
    }
    #expect(forwards == moments)
    var backwards = [timeline.end]
    while let last = try timeline.moment(before: backwards[backwards.count - 1]) {
      backwards.append(last)
    }
    #expect(backwards == moments.reversed())
  }

  @Test("is the same however the source hands the bytes out")
  func pieces() throws {
    let told = Told(seed: 1, steps: 400)
    var whole = try RecordingTimeline(reading: told.bytes)
    var trickled = try RecordingTimeline(reading: Trickle(bytes: told.bytes), interval: 70)
    let middle = PoolInstant(nanoseconds: whole.end.nanoseconds / 2)
    for moment in [whole.end, middle, .zero, whole.end] {
      #expect(try whole.snapshot(at: moment) == trickled.snapshot(at: moment))
    }
  }

  /// A source that gives some bytes more than one line at a time, as if it were megabytes.
  private struct Trickle: RecordingSource {
    var bytes: [UInt8]
    var byteCount: Int { bytes.count }

    func read(_ count: Int, at offset: Int, into target: inout [UInt8]) {
      target += bytes.dropFirst(offset).prefix(130)
    }
  }

  // MARK: - Damage

  @Test("cut anywhere, all that is whole is shown, and the line that is not is named")
  func truncated() throws {
    let told = Told(seed: 2, steps: 40)
    let lines = told.bytes.split(separator: UInt8(ascii: "\n")).count
    for length in 1..<told.bytes.count {
      let bytes = Array(told.bytes.prefix(length))
      let whole = bytes.count { $0 == UInt8(ascii: "\n") }
      // An object is whole without its line's end.
      let isWhole = [UInt8(ascii: "\n"), UInt8(ascii: "}")].contains(bytes[length - 1])
      guard whole > 0 || isWhole else {
        #expect(throws: RecordingError.self) { try RecordingTimeline(reading: bytes) }
        continue
      }
      let timeline = try RecordingTimeline(reading: bytes)
      if isWhole {
        #expect(timeline.problems.isEmpty, "\(length): \(timeline.problems.lines)")
      } else {
        #expect(timeline.problems.count == 1)
        #expect(timeline.problems.lines[0].hasPrefix("line \(whole + 1): is cut short"))
      }
      #expect(timeline.eventCount <= lines)
    }
  }

  @Test("whatever bytes are damaged, what can be so is shown", arguments: 0..<40)
  func damaged(_ seed: Int) throws {
    var bytes = Told(seed: seed, steps: 400).bytes
    var generator = SeededRandom(UInt64(seed))
    for _ in 0..<(1 + seed * 3) {
      let place = Int(generator.next() % UInt64(bytes.count))
      switch generator.next() % 3 {
      case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
      case 1: bytes.removeSubrange(place..<min(place + 20, bytes.count))
      default: bytes.insert(contentsOf: bytes.prefix(place).suffix(150), at: place)
      }
    }
    guard var timeline = try? RecordingTimeline(reading: bytes, interval: 100) else { return }
    for part in 0...4 {
      let moment = PoolInstant(nanoseconds: timeline.end.nanoseconds / 4 * UInt64(part))
      let snapshot = try timeline.snapshot(at: moment)
      #expect(snapshot.counts.pending >= 0 && snapshot.counts.running >= 0)
      #expect(snapshot.futures.count + snapshot.forgottenFutureCount == snapshot.counts.total)
      for worker in snapshot.workers {
        guard let current = worker.current else { continue }
        let state = snapshot.futures[id: current]?.state
        #expect(state == .running || worker.state == .late, "worker \(worker.index)")
      }
    }
  }

  @Test("what cannot be so is left out and counted, and the rest is shown")
  func impossible() throws {
    let time = #""time":"2026-11-22T15:07:44.000000001Z""#
    let text = """
      {\(time),"event":"began","name":"x"}
      {\(time),"event":"worker_started","worker":0,"name":"w"}
      {\(time),"event":"submitted","future":1}
      {\(time),"event":"submitted","future":1}
      {\(time),"event":"started","future":1,"worker":0,"attempt":1}
      {\(time),"event":"started","future":1,"worker":0,"attempt":1}
      {\(time),"event":"started","future":9,"worker":0,"attempt":1}
      {\(time),"event":"finished","future":1,"outcome":"succeeded"}
      {\(time),"event":"finished","future":1,"outcome":"failed"}
      {\(time),"event":"finished","future":2,"outcome":"failed"}
      {\(time),"event":"worker_started","worker":0,"name":"again"}
      {\(time),"event":"worker_ended","worker":5}
      {\(time),"event":"submitted","future":4}
      """
    var timeline = try RecordingTimeline(reading: Array(text.utf8))
    #expect(timeline.problems.count == 1)
    #expect(timeline.problems.lines[0].hasPrefix("7 of the events cannot be so"))
    let snapshot = try timeline.snapshot(at: timeline.end)
    #expect(snapshot.counts.succeeded == 1 && snapshot.counts.pending == 1)
    #expect(snapshot.counts.total == 2 && snapshot.workers.count == 1)
  }

  @Test(
    "a wrong line is named with what was expected there",
    arguments: [
      (#"{"time":"yesterday","event":"held"}"#, "line 2: expected a time such as"),
      (#"{"time":"2026-11-22T15:07:45Z"}"#, "line 2: expected a member 'event'"),
      (#"{"time":"2026-11-22T15:07:45Z","event":"exploded"}"#, "no event is called 'exploded'"),
      (#"{"time":"2026-11-22T15:07:45Z","event":"started"}"#, "'started' lacks a member"),
      (
        #"{"time":"2026-11-22T15:07:45Z","event":"finished","future":1,"outcome":"eaten"}"#,
        "line 2: expected succeeded, failed, cancelled, crashed or timed_out at column 73"
      ),
      (
        #"{"time":"2026-11-22T15:07:45Z","event":"began","name":"two"}"#,
        "line 2: another recording begins here"
      ),
      ("15:07:45 hello", "line 2: expected '{' at column 1"),
      (#"{"time":"2026-11-22T15:07:45Z","event":"he"#, "line 2: is cut short"),
      (#"{"a":"# + String(repeating: "[", count: 100) + "}", "line 2: expected no more than 64"),
    ])
  func wrongLine(_ line: String, _ says: String) throws {
    let text = """
      {"time":"2026-11-22T15:07:44Z","event":"began","version":1,"name":"x"}
      \(line)
      """
    let timeline = try RecordingTimeline(reading: Array(text.utf8))
    #expect(timeline.problems.count == 1)
    #expect(timeline.problems.lines[0].contains(says), "\(timeline.problems.lines)")
  }

  @Test("numbers that cannot be are held within what can be")
  func impossibleNumbers() throws {
    let most = Int.max
    let time = #""time":"2026-11-22T15:07:44Z""#
    let text = """
      {\(time),"event":"began","name":"x","workers":\(most),"speed":1e19}
      {\(time),"event":"worker_started","worker":0,"name":"w"}
      {\(time),"event":"submitted","future":1,"name":"a"}
      {\(time),"event":"started","future":1,"worker":0,"attempt":1}
      {\(time),"event":"finished","future":1,"outcome":"succeeded"}
      {\(time),"event":"submitted","future":2,"name":"a"}
      {\(time),"event":"resized","workers":\(most)}
      {\(time),"event":"lost","counts":{"events":\(most)}}
      {\(time),"event":"lost","counts":{"events":\(most)}}
      {\(time),"event":"judged","met":true,"counts":{"succeeded":\(most),"failed":\(most)}}
      """
    var timeline = try RecordingTimeline(reading: Array(text.utf8))
    #expect(timeline.problems.isEmpty)
    #expect(timeline.header.speed == nil)
    let snapshot = try timeline.snapshot(at: timeline.end)
    #expect(snapshot.droppedEventCount == most)
    #expect(snapshot.estimatedRemaining == .zero)
    #expect(snapshot.outlook(of: FutureID(rawValue: 2)) != nil)
    #expect((timeline.verdict?.counts.total ?? 0) > 1)
  }

  @Test("a file of a later version is shown as far as it is known, and that is said")
  func laterVersion() throws {
    let text = """
      {"time":"2026-11-22T15:07:44Z","event":"began","version":2,"name":"x"}
      {"time":"2026-11-22T15:07:45Z","event":"held"}
      """
    let timeline = try RecordingTimeline(reading: Array(text.utf8))
    #expect(timeline.eventCount == 1)
    #expect(
      timeline.problems.lines == [
        "line 1: this is version 2, and only version 1 is known; what is new in it is left out"
      ])
  }

  @Test("of a large file in which no line is right only the beginning is read")
  func foreignGiant() {
    /// As many lines of a log as anybody wants.
    final class Log: RecordingSource {
      var readCount = 0
      var byteCount: Int { 10 << 30 }

      func read(_ count: Int, at offset: Int, into bytes: inout [UInt8]) {
        readCount += count
        bytes += Array(String(repeating: "hello, log\n", count: count / 11 + 1).utf8.prefix(count))
      }
    }
    let log = Log()
    #expect(throws: RecordingError.self) { try RecordingTimeline(reading: log) }
    #expect(log.readCount < 4 << 20)
  }

  @Test(
    "a file without one line of a recording is refused, with the reason",
    arguments: [
      "", "\n\n\n", "hello\nworld\n", "{}\n", "{\"a\":1}\n", "\u{7F}ELF\u{1}\u{2}",
      "name: a scenario\njobs: { a: 1s }\n", "[1,2,3]\n",
      String(repeating: "{\"event\":\"held\"}\n", count: 3),
    ])
  func foreign(_ text: String) {
    #expect(throws: RecordingError.self) { try RecordingTimeline(reading: Array(text.utf8)) }
  }
}
