/// A picture that is kept whole, and what makes those after it.
struct PastSegment: Sendable {
  /// What a picture has that events do not tell.
  private struct Head: Sendable {
    var takenAt: PoolInstant
    /// How many of the events happened before it.
    var eventCount: Int
    var waitTimes: Distribution
    var runTimes: Distribution
    var completionsPerSecond: [Int]
    var droppedEventCount: Int
  }

  /// The first picture.
  let first: PoolSnapshot
  private var heads: [Head] = []
  private var tape = PastTape()
  private let firstByteCount: Int
  private(set) var isThinned = false

  /// Begins with a picture.
  ///
  /// - Parameters:
  ///   - first: The picture.
  ///   - previous: One that was kept before, with which it shares what did not change since.
  init(_ first: PoolSnapshot, after previous: PoolSnapshot?) {
    var first = first
    first.log.forget(downTo: PoolPast.logByteLimit)
    self.first = first
    firstByteCount = first.byteCount(beside: previous)
  }

  /// How many pictures it has.
  var count: Int { 1 + heads.count }
  /// When the last of them was taken.
  var end: PoolInstant { heads.last?.takenAt ?? first.takenAt }
  /// About how many bytes it takes.
  var byteCount: Int {
    firstByteCount + tape.byteCount + heads.count * (MemoryLayout<Head>.stride + 512)
  }

  /// Whether a picture taken at a moment, after some events, shall be one of these.
  func hasRoom(for events: [PoolEvent], at moment: PoolInstant) -> Bool {
    let limit = PoolPast.segmentLimit
    return tape.count + events.count <= limit.eventCount
      && first.takenAt.duration(to: moment) < limit.length
      && events.reduce(tape.byteCount) { $0 + PastTape.byteCount(of: $1) } <= limit.byteCount
  }

  mutating func append(_ snapshot: PoolSnapshot, after events: [PoolEvent]) {
    for event in events { tape.append(event) }
    heads.append(
      Head(
        takenAt: snapshot.takenAt, eventCount: tape.count, waitTimes: snapshot.waitTimes,
        runTimes: snapshot.runTimes, completionsPerSecond: snapshot.completionsPerSecond,
        droppedEventCount: snapshot.droppedEventCount))
  }

  func moment(of place: Int) -> PoolInstant {
    place == 0 ? first.takenAt : heads[place - 1].takenAt
  }

  func snapshot(at place: Int) -> PoolSnapshot {
    guard place > 0 else { return first }
    let head = heads[place - 1]
    var history = PoolHistory(resuming: first)
    tape.tell(head.eventCount, to: &history)
    var snapshot = history.snapshot(at: head.takenAt)
    snapshot.waitTimes = head.waitTimes
    snapshot.runTimes = head.runTimes
    snapshot.completionsPerSecond = head.completionsPerSecond
    snapshot.droppedEventCount = head.droppedEventCount
    return snapshot
  }

  /// Drops all pictures but the first; returns how many those were.
  mutating func thin() -> Int {
    defer { (heads, tape, isThinned) = ([], PastTape(), true) }
    return heads.count
  }
}

extension PoolSnapshot {
  /// About how many bytes it takes, beside what it shares with an earlier one.
  fileprivate func byteCount(beside previous: PoolSnapshot?) -> Int {
    let rows = futures.byteCount(beside: previous?.futures ?? FutureTable())
    let lineCount = min(log.entries.count, log.totalCount - (previous?.log.totalCount ?? 0))
    let lines = max(0, lineCount) * 128 + log.byteCount(ofLast: lineCount)
    let lanes = workers.reduce(0) { sum, worker in
      let ran = worker.doneCount - (previous?.doneCount(of: worker.index) ?? 0)
      return sum + 512 + min(worker.spans.count, ran + 64) * MemoryLayout<WorkerSpan>.stride
        + worker.past.quanta.count * MemoryLayout<WorkerPast.Quantum>.stride
    }
    return 4_096 + rows + lines + lanes
  }

  private func doneCount(of index: Int) -> Int {
    workers.indices.contains(index) ? workers[index].doneCount : 0
  }
}
