// A flood of tiny jobs leaves 64 bytes for each end, 60 MB from one snapshot to the next; written
// and read, they drive what the program works with out of the processors' caches. But of almost all
// of them a snapshot has only numbers. So in a batch of which nobody wants each event, ends are
// summed up as soon as as many came after them as a snapshot has rows of:
//
//   digest: numbers  ◄──  earlier: 2,500 │ 2,500 │ 2,500 │ 2,500  ◄──  finishes: up to 2,500
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
  private(set) var times = BatchTimes.ofMany
  /// When they ended.
  private(set) var completions = CompletionRate()
  /// What each worker ran, by index.
  private(set) var lanes: [LaneDigest] = []
  /// The futures that ended, in no order.
  private var endedIDs: [Range<UInt64>] = []

  /// Whether it took little room so far: ids that do not follow each other, as where two pools are
  /// given futures in turns, take 16 bytes each, and are put in order.
  var isCompact: Bool { endedIDs.count <= 16_384 }

  /// Takes in ends that follow those before.
  ///
  /// - Parameters:
  ///   - list: The ends.
  ///   - next: Those that come after them.
  ///   - labelCount: How many labels the batch has, of which each end bears one.
  mutating func take(_ list: EndList, before next: ArraySlice<EndList>, labelCount: Int) {
    while lanes.count < list.runCounts.count { lanes.append(LaneDigest()) }
    for (worker, runCount) in list.runCounts.enumerated() where runCount > 0 {
      lanes[worker].expect(runCount, before: next.reduce(0) { $0 + $1.runCount(of: worker) })
    }
    times.makeRoom(labelCount: labelCount)
    times.take(list.ends.span, &lanes, &completions)
    noteEnded(list)
    count += list.ends.count
  }

  /// The futures that ended, as ranges that ascend and do not touch.
  var endedRanges: [Range<UInt64>] {
    var ranges: [Range<UInt64>] = []
    for range in endedIDs.sorted(by: { $0.lowerBound < $1.lowerBound }) { ranges.add(range) }
    return ranges
  }

  /// Notes which futures ended: almost always some that follow each other.
  private mutating func noteEnded(_ list: EndList) {
    let (first, ends) = (list.ids.lowerBound, list.ends)
    let distance = list.ids.upperBound - first
    guard distance >= UInt64(ends.count) else { return endedIDs.add(first..<first + distance + 1) }
    guard distance < UInt64(ends.count) * 16 else {
      for id in ends.map(\.id.rawValue).sorted() { endedIDs.add(id..<id + 1) }
      return
    }
    var isEnded = [Bool](repeating: false, count: Int(distance) + 1)
    for end in ends { isEnded[Int(end.id.rawValue - first)] = true }
    for place in isEnded.indices where isEnded[place] {
      let id = first + UInt64(place)
      endedIDs.add(id..<id + 1)
    }
  }
}

/// Ends that may be summed up later, as they came.
struct EndList: Sendable {
  private(set) var ends: [EventBatch.Finish]
  /// How many runs of each worker ended, by index.
  private(set) var runCounts: [Int] = []
  /// The least and the greatest id.
  private(set) var ids: ClosedRange<UInt64>

  /// Looks through some ends, of which there is at least one; `nil` where one is not usual.
  init?(_ ends: [EventBatch.Finish]) {
    var (least, greatest) = (UInt64.max, UInt64.min)
    let span = ends.span
    for index in span.indices {
      guard span[index].isUsual else { return nil }
      let worker = Int(span[index].worker)
      if worker >= runCounts.count {
        runCounts += [Int](repeating: 0, count: worker + 1 - runCounts.count)
      }
      runCounts[worker] &+= 1
      least = min(least, span[index].id.rawValue)
      greatest = max(greatest, span[index].id.rawValue)
    }
    (self.ends, ids) = (ends, least...greatest)
  }

  /// How many runs of a worker ended.
  func runCount(of worker: Int) -> Int { worker < runCounts.count ? runCounts[worker] : 0 }
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
