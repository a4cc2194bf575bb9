import PoolObservation
import Reports

/// A small run in which something of everything happens.
enum Story {
  static let hostile = "<script>alert(1)</script>"

  static var bytes: [UInt8] {
    let createdAt: Int64 = 1_795_360_064_000_000_000
    var encoder = RecordingEncoder(createdAt: createdAt)
    let pool = PoolDescription(name: "p", kind: .thread, maxWorkers: 1, createdAt: createdAt)
    var header = RecordingHeader(title: "story \(hostile)", pool: pool)
    header.seed = 7
    header.processID = 42
    encoder.append(header)
    for (time, change) in events {
      encoder.append(PoolEvent(time: seconds(time), change: change))
    }
    var counts = FutureCounts()
    counts.succeeded = 1
    counts.failed = 1
    counts.cancelled = 1
    encoder.append(
      RecordedVerdict(
        time: seconds(9), isMet: false, sentence: "3 futures: 1 ok", counts: counts,
        checks: [.init(name: "succeeded", expected: "3", actual: "1", isMet: false)]))
    return encoder.take()
  }

  static let events: [(Double, PoolEvent.Change)] = [
    (0, .workerStarted(worker: 0, name: "w_0 \(hostile)", systemID: 4_711)),
    (1, .submitted(id(0), name: "a")),
    (1, .submitted(id(1), name: hostile, tags: ["t", hostile], priority: 1)),
    (1, .started(id(0), worker: 0, attempt: 1)),
    (2, .retrying(id(0), outcome: .failed, text: "once")),
    (3, .held), (4, .resumed),
    (4, .started(id(0), worker: 0, attempt: 2)),
    (5, .finished(id(0), outcome: .succeeded, text: "=1+1")),
    (5, .started(id(1), worker: 0, attempt: 1)),
    (
      5.5,
      .logged(
        LogLine(
          worker: 0, future: id(1), threadName: "w", threadID: 1,
          text: "\u{1B}[31mred \(hostile) </pre>"))
    ),
    (7, .finished(id(1), outcome: .failed, text: "\u{1B}]0;x\u{7} \(hostile) \"quoted\", cut")),
    (7.5, .submitted(id(2), name: "a")),
    (8, .finished(id(2), outcome: .cancelled, text: "")),
    (9, .shutDown),
  ]

  /// What a recording of some events tells.
  static func record(
    of events: [(Double, PoolEvent.Change)], name: String = "p", workers: Int = 1
  ) throws -> RunRecord {
    var encoder = RecordingEncoder(createdAt: 0)
    encoder.append(
      RecordingHeader(
        title: name,
        pool: PoolDescription(name: name, kind: .thread, maxWorkers: workers, createdAt: 0)))
    for (time, change) in events {
      encoder.append(PoolEvent(time: seconds(time), change: change))
    }
    return try RunRecord(reading: encoder.take())
  }

  static var record: RunRecord { get throws { try RunRecord(reading: bytes) } }

  static func seconds(_ count: Double) -> PoolInstant {
    PoolInstant(nanoseconds: UInt64(count * 1e9))
  }

  static func id(_ number: UInt64) -> FutureID { FutureID(rawValue: number) }
}
