// A flood of tiny jobs leaves 64 bytes for each end, 60 MB from one snapshot to the next; written
// and read, they drive what the program works with out of the processors' caches. But of almost all
// of them a snapshot has only numbers. So in a batch of which nobody wants each event, ends are
// summed up as soon as as many came after them as a snapshot has rows of:
//
//   digest: numbers            earlier: 10,000           finishes: 10,000
//   ◄── summed up, when «finishes» is full, which then is «earlier»
//
// It holds the first ends of its batch, and nothing but usual ones, on workers that did nothing
// else meanwhile: all else that happens leaves a record, and nothing is summed up any more once
// there is one. So whoever takes it in before everything else of the batch finds what single events
// would have led to.

/// The ends that came first in a batch, of which nothing but numbers is kept.
@usableFromInline
struct EndDigest: Sendable {
  /// How many ends there are.
  private(set) var count = 0
  /// How long their futures waited and ran.
  private(set) var times = BatchTimes(ofMany: true)
  /// When they ended.
  private(set) var completions = CompletionRate()
  /// What each worker ran, by index.
  private(set) var lanes: [LaneDigest] = []
  /// The futures that ended, in no order.
  private var endedIDs: [Range<UInt64>] = []

  /// Whether it took little room so far: ids that do not follow each other take 16 bytes each.
  var isCompact: Bool { endedIDs.count <= 4_096 }

  /// Takes in ends that follow those before, up to the first that is not usual.
  ///
  /// - Parameters:
  ///   - finishes: The ends.
  ///   - labelCount: How many labels the batch has, of which each end bears one.
  /// - Returns: How many it took.
  mutating func take(_ finishes: [EventBatch.Finish], labelCount: Int) -> Int {
    let finishes = finishes.span
    let end = expect(finishes)
    guard end > 0 else { return 0 }
    times.makeRoom(labelCount: labelCount)
    times.take(finishes.extracting(first: end), &lanes, &completions)
    count += end
    return end
  }

  /// The futures that ended, as ranges that ascend and do not touch.
  var endedRanges: [Range<UInt64>] {
    var ranges: [Range<UInt64>] = []
    for range in endedIDs.sorted(by: { $0.lowerBound < $1.lowerBound }) { ranges.add(range) }
    return ranges
  }

  /// Looks through ends before they are taken in, and returns how many can be.
  private mutating func expect(_ finishes: Span<EventBatch.Finish>) -> Int {
    var counts = [Int](repeating: 0, count: lanes.count)
    var (least, greatest) = (UInt64.max, UInt64.min)
    var end = 0
    while end < finishes.count, finishes[end].isUsual {
      let worker = Int(finishes[end].worker)
      if worker >= counts.count {
        counts += [Int](repeating: 0, count: worker + 1 - counts.count)
      }
      counts[worker] &+= 1
      least = min(least, finishes[end].id.rawValue)
      greatest = max(greatest, finishes[end].id.rawValue)
      end &+= 1
    }
    while lanes.count < counts.count { lanes.append(LaneDigest()) }
    for (worker, count) in counts.enumerated() where count > 0 { lanes[worker].expect(count) }
    if end > 0 { noteEnded(finishes.extracting(first: end), among: least...greatest) }
    return end
  }

  /// Notes which futures ended: almost always some that follow each other.
  private mutating func noteEnded(
    _ finishes: Span<EventBatch.Finish>, among ids: ClosedRange<UInt64>
  ) {
    let distance = ids.upperBound - ids.lowerBound
    guard distance >= UInt64(finishes.count) else {
      return endedIDs.add(ids.lowerBound..<ids.upperBound + 1)
    }
    guard distance < UInt64(finishes.count) * 256 else {
      for id in finishes.indices.map({ finishes[$0].id.rawValue }).sorted() {
        endedIDs.add(id..<id + 1)
      }
      return
    }
    var isEnded = [Bool](repeating: false, count: Int(distance) + 1)
    for index in finishes.indices {
      isEnded[Int(finishes[index].id.rawValue - ids.lowerBound)] = true
    }
    for place in isEnded.indices where isEnded[place] {
      let id = ids.lowerBound + UInt64(place)
      endedIDs.add(id..<id + 1)
    }
  }
}

extension EventBatch.Finish {
  /// Whether a snapshot that has no row of it needs nothing but numbers.
  fileprivate var isUsual: Bool { outcome == .succeeded && attempt == 1 && isFollowed }
}

extension [Range<UInt64>] {
  /// Adds a range, or makes the last one longer that it follows.
  fileprivate mutating func add(_ range: Range<UInt64>) {
    if let last, last.upperBound == range.lowerBound {
      self[count - 1] = last.lowerBound..<range.upperBound
    } else {
      append(range)
    }
  }
}

extension BatchTimes {
  /// Takes in ends that are usual, and tells the workers' lanes of them.
  fileprivate mutating func take(
    _ finishes: Span<EventBatch.Finish>, _ lanes: inout [LaneDigest],
    _ completions: inout CompletionRate
  ) {
    var lanes = lanes.mutableSpan
    _ = count(finishes, from: 0) { finish in
      completions.record(at: finish.finishedAt)
      lanes[Int(finish.worker)].ran(finish)
      return true
    }
  }
}
