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
  private var fates: [Fate]
  private let firstID: UInt64
  /// Futures of earlier batches whose rows go, ascending.
  private(set) var leaving: [FutureID] = []

  /// Looks at a batch; a limited number of rows is kept beside those of failures before it.
  init(_ batch: EventBatch, newestID: FutureID?, retainedCount: Int, failureCount: Int) {
    var least = UInt64.max
    var greatest = UInt64.min
    var failureCount = failureCount
    for finish in batch.finishes {
      least = min(least, finish.id.rawValue)
      greatest = max(greatest, finish.id.rawValue)
      if finish.outcome.isFailure { failureCount += 1 }
    }
    guard least <= greatest, batch.finishes.count <= Fate.greatestIndex else {
      (fates, firstID) = ([], 0)
      return
    }
    // Few ends far apart: the older of them are ordinary.
    let range = min(greatest - least, UInt64(batch.finishes.count) * 4 + 65_536)
    firstID = greatest - range
    fates = [Fate](repeating: .none, count: Int(range) + 1)
    for (index, finish) in batch.finishes.enumerated() {
      guard finish.id.rawValue >= firstID else { continue }
      fates[Int(finish.id.rawValue - firstID)] = Fate(index: index)
    }
    for change in batch.changes {
      if let id = change.event.change.future { self[id] = .none }
    }
    markWhole(batch, newestID)
    markForgotten(batch, keeping: max(0, retainedCount - failureCount))
  }

  /// What becomes of a future; nothing is planned for one that does not end in the batch.
  subscript(id: FutureID) -> Fate {
    get {
      let place = id.rawValue &- firstID
      return place < UInt64(fates.count) ? fates[Int(place)] : .none
    }
    set {
      let place = id.rawValue &- firstID
      if place < UInt64(fates.count) { fates[Int(place)] = newValue }
    }
  }

  private mutating func markWhole(_ batch: EventBatch, _ newestID: FutureID?) {
    var newestID = newestID
    for submission in batch.submissions {
      if let newestID, newestID >= submission.id {
        self[submission.id] = .none
        continue
      }
      newestID = submission.id
      let place = submission.id.rawValue &- firstID
      guard place < UInt64(fates.count), !fates[Int(place)].isNone else { continue }
      fates[Int(place)].isWhole = true
    }
  }

  /// Marks those that end well before the last so many.
  private mutating func markForgotten(_ batch: EventBatch, keeping keptCount: Int) {
    var later = 0
    var hasEarlierRows = false
    for finish in batch.finishes.reversed() where !finish.outcome.isFailure {
      if later >= keptCount {
        let place = finish.id.rawValue &- firstID
        guard place < UInt64(fates.count), !fates[Int(place)].isNone else { continue }
        fates[Int(place)].leavesNoRow = true
        if !fates[Int(place)].isWhole { hasEarlierRows = true }
      }
      later += 1
    }
    guard hasEarlierRows else { return }
    for place in fates.indices where fates[place].leavesNoRow && !fates[place].isWhole {
      leaving.append(FutureID(rawValue: firstID + UInt64(place)))
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
    case .workerStarted, .workerEnded, .workerFreed, .waiting, .logged, .held, .resumed, .resized,
      .shutdownBegan, .shutDown, .broke:
      nil
    }
  }
}
