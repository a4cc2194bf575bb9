// Most futures of a busy pool come and go between two snapshots, and would be forgotten at once.
// So a batch is looked at as a whole before it is folded. Of a future that ends in it,
//
//   submitted in it too       ──► isWhole       no row that waits or runs: a finished one, or none
//   not among the last kept   ──► leavesNoRow   no row at all; one from an earlier batch goes first
//
// and whatever else is said of a future (progress, another attempt) makes it an ordinary one, as is
// one that ends badly and is not whole.

/// What becomes of the futures that end in a batch.
struct BatchPlan {
  /// What is known of one future.
  struct Fate {
    /// The place of its end in the batch, from 1; from bit 28 on the flags.
    private var bits: UInt32

    static let none = Fate(bits: 0)
    /// The most ends of a batch that fit.
    static let greatestIndex = 1 << 28 - 2

    private init(bits: UInt32) {
      self.bits = bits
    }

    init(index: Int) {
      bits = UInt32(truncatingIfNeeded: index + 1)
    }

    var isNone: Bool { bits == 0 }
    /// Whether nothing needs to be done to a row when it starts and ends.
    var isPlanned: Bool { bits & 0x3000_0000 != 0 }
    /// The place of its end in the batch.
    var index: Int { Int(bits & 0x0FFF_FFFF) - 1 }

    var isWhole: Bool {
      get { bits & 0x1000_0000 != 0 }
      set { bits = newValue ? bits | 0x1000_0000 : bits & ~0x1000_0000 }
    }

    var leavesNoRow: Bool {
      get { bits & 0x2000_0000 != 0 }
      set { bits = newValue ? bits | 0x2000_0000 : bits & ~0x2000_0000 }
    }

    /// Whether a worker ran it before the batch.
    var wasRunning: Bool {
      get { bits & 0x4000_0000 != 0 }
      set { bits = newValue ? bits | 0x4000_0000 : bits & ~0x4000_0000 }
    }

    /// Whether it waits for another attempt, and ends without one.
    var isPaused: Bool {
      get { bits & 0x8000_0000 != 0 }
      set { bits = newValue ? bits | 0x8000_0000 : bits & ~0x8000_0000 }
    }
  }

  /// The fates from the first id on.
  private var fates: [Fate] = []
  private var firstID: UInt64 = 0
  /// The futures whose ends were summed up, as ranges that ascend.
  private let summed: [Range<UInt64>]
  /// The first of these ranges that was not passed.
  private var nextSummed = 0
  /// How many runs of each worker end in the batch, by index, but for those that were summed up.
  private(set) var runCounts: [Int]

  /// Looks at a batch; a limited number of rows is kept beside those of failures before it.
  init(_ batch: EventBatch, retainedCount: Int, failureCount: Int, workerCount: Int) {
    runCounts = [Int](repeating: 0, count: workerCount)
    summed = batch.digest?.endedRanges ?? []
    let count = batch.finishes.count
    guard count > 0, count <= Fate.greatestIndex else { return }
    // Few ends far apart: the older of them are ordinary.
    let range = min(batch.greatestFinished - batch.leastFinished, UInt64(count) * 4 + 65_536)
    firstID = batch.greatestFinished - range
    fates = [Fate](repeating: .none, count: Int(range) + 1)
    let keptCount = retainedCount - min(retainedCount, failureCount + batch.failureCount)
    Self.markEnds(batch, keeping: keptCount, from: firstID, &fates, &runCounts)
    for change in batch.changes {
      if let id = change.event.change.future { self[id] = .none }
    }
  }

  /// Notes all ends; of those that end well, all but the last so many leave no row.
  private static func markEnds(
    _ batch: EventBatch, keeping keptCount: Int, from firstID: UInt64, _ fates: inout [Fate],
    _ runCounts: inout [Int]
  ) {
    let finishes = batch.finishes.span
    var fates = fates.mutableSpan
    var runCounts = runCounts.mutableSpan
    var earlyCount = finishes.count - batch.failureCount - keptCount
    for index in finishes.indices {
      let worker = Int(finishes[index].worker)
      if worker >= 0, worker < runCounts.count { runCounts[worker] &+= 1 }
      let place = finishes[index].id.rawValue &- firstID
      let isEarly = earlyCount > 0 && !finishes[index].outcome.isFailure
      if isEarly { earlyCount &-= 1 }
      guard place < UInt64(fates.count) else { continue }
      var fate = Fate(index: index)
      fate.leavesNoRow = isEarly
      fates[Int(place)] = fate
    }
  }

  /// Notes that a future that ends in the batch was submitted in it; returns what becomes of it.
  mutating func noteSubmission(_ id: FutureID) -> Fate {
    let place = id.rawValue &- firstID
    guard place < UInt64(fates.count), !fates[Int(place)].isNone else { return .none }
    fates[Int(place)].isWhole = true
    return fates[Int(place)]
  }

  /// Takes futures whose ends were summed up off the beginning of some that were submitted,
  /// ascending; returns the last of them.
  ///
  /// Nothing is left of them.
  mutating func passSummed(_ ids: inout Range<UInt64>) -> FutureID? {
    while nextSummed < summed.count, summed[nextSummed].upperBound <= ids.lowerBound {
      nextSummed += 1
    }
    guard nextSummed < summed.count, summed[nextSummed].contains(ids.lowerBound) else { return nil }
    let end = min(ids.upperBound, summed[nextSummed].upperBound)
    ids = end..<ids.upperBound
    return FutureID(rawValue: end - 1)
  }

  /// The next future whose end was summed up, after those that were passed.
  var nextSummedID: UInt64 {
    nextSummed < summed.count ? summed[nextSummed].lowerBound : .max
  }

  /// Futures of earlier batches whose rows go, ascending, of which one was the newest; to be asked
  /// when all submissions are noted.
  func leaving(upTo newest: FutureID?) -> [FutureID] {
    guard !summed.isEmpty, let newest else { return plannedLeaving }
    var leaving: [FutureID] = []
    for range in summed {
      leaving += range.clamped(to: 0..<newest.rawValue + 1).lazy.map { FutureID(rawValue: $0) }
    }
    let (last, planned) = (leaving.last, plannedLeaving)
    leaving += planned
    if let last, let next = planned.first, next < last { leaving.sort() }
    return leaving
  }

  private var plannedLeaving: [FutureID] {
    var leaving: [FutureID] = []
    let fates = fates.span
    for place in fates.indices where fates[place].leavesNoRow && !fates[place].isWhole {
      leaving.append(FutureID(rawValue: firstID + UInt64(place)))
    }
    return leaving
  }

  /// What becomes of a future; nothing is planned for one that does not end in the batch.
  subscript(id: FutureID) -> Fate {
    @inline(__always) get {
      let place = id.rawValue &- firstID
      return place < UInt64(fates.count) ? fates[Int(place)] : .none
    }
    set {
      let place = id.rawValue &- firstID
      if place < UInt64(fates.count) { fates[Int(place)] = newValue }
    }
  }
}

extension PoolEvent.Change {
  /// The future whose row this changes.
  fileprivate var future: FutureID? {
    switch self {
    case .submitted(let id, _, _, _), .started(let id, _, _), .progressed(let id, _, _),
      .retrying(let id, _, _), .ranOver(let id, _), .finished(let id, _, _):
      id
    case .workerStarted, .workerStarting, .workerReady, .workerEnded, .workerFreed, .waiting,
      .logged, .held, .resumed, .resized, .shutdownBegan, .shutDown, .broke:
      nil
    }
  }
}
