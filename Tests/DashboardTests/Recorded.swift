import Foundation
import PoolObservation

@testable import Dashboard

// Golden frames are made from runs that were recorded: Tests/Recordings/record makes them anew. One
// cannot be kept, for it has ten megabytes: a burst of a hundred thousand jobs is told by a story,
// which is recorded in memory. What no recording knows is told beside it: what a live pool says of a
// future (who submitted it, its limits), which files there are, and what a person presses.

/// A run that was recorded.
struct Recorded {
  private var timeline: RecordingTimeline
  private let events: [PoolEvent]

  var title: String { timeline.header.title }

  /// Opens one of those in Tests/Recordings.
  init(_ name: String) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Recordings/\(name).jsonl").standardizedFileURL
    try self.init(reading: Array(Data(contentsOf: file)))
  }

  /// Records a story, and opens that.
  init(_ script: Script, title: String) throws {
    var encoder = RecordingEncoder(createdAt: script.pool.createdAt)
    encoder.append(RecordingHeader(title: title, pool: script.pool))
    for event in script.told { encoder.append(event) }
    try self.init(reading: encoder.take())
  }

  private init(reading bytes: [UInt8]) throws {
    var events: [PoolEvent] = []
    timeline = try RecordingTimeline(reading: bytes) { events += Array($0) }
    self.events = events
  }

  /// What the pool looked like at a moment.
  mutating func snapshot(at seconds: Double) throws -> PoolSnapshot {
    try timeline.snapshot(at: instant(seconds))
  }

  /// What it looked like every tenth of a second up to a moment.
  mutating func past(until seconds: Double) throws -> PoolPast {
    var past = PoolPast()
    var coming = events[...]
    for tenth in 0...Int(seconds * 10) {
      let moment = Double(tenth) / 10
      let latest = coming.prefix { $0.time <= instant(moment) }
      coming.removeFirst(latest.count)
      past.append(try snapshot(at: moment), after: Array(latest))
    }
    return past
  }
}

extension Model {
  /// A model that has seen one moment of a recording.
  static func showing(
    _ recorded: Recorded, at seconds: Double, options: Options = Options()
  ) throws -> Model {
    var recorded = recorded
    var model = Model(title: recorded.title, options: options)
    _ = update(&model, .sampled(try recorded.snapshot(at: seconds)))
    return model
  }
}
