internal import HeapModule

/// Keeps the closed loops: whose turn it is, and when.
struct LoopLedger: Sendable {
  /// What came of a turn.
  enum Step: Sendable, Equatable {
    /// A submitter submits; after the last one, the loop has ended.
    case submission(entry: Int, index: Int, offset: Duration, isLast: Bool)
    /// The loop's time is over; its last submission came at that offset.
    case ended(entry: Int, last: Duration)
  }

  private struct Loop: Sendable {
    let plan: LoopPlan
    let end: Duration?
    var issuedCount = 0
    /// Those whose ends somebody waits for: the end of what was submitted again gives nobody a
    /// turn.
    var awaited: Set<Int> = []
    var last: Duration
  }

  /// A submitter's turn, or the end of a loop's time.
  private struct Turn: Sendable, Comparable {
    var offset: Duration
    var entry: Int
    var isEnd = false

    static func < (left: Turn, right: Turn) -> Bool {
      (left.offset, left.entry, left.isEnd ? 0 : 1)
        < (right.offset, right.entry, right.isEnd ? 0 : 1)
    }
  }

  private let seed: UInt64
  /// Loops that have not ended, by entry.
  private var loops: [Int: Loop] = [:]
  private var turns: Heap<Turn> = []

  init(seed: UInt64) {
    self.seed = seed
  }

  /// When the next turn comes; `nil` when all submitters wait for their futures.
  var nextOffset: Duration? { turns.min?.offset }
  /// The entry of the next turn.
  var nextEntry: Int? { turns.min?.entry }

  /// Begins a loop; all its submitters have their turn at once.
  mutating func begin(_ entry: Int, _ plan: LoopPlan, at offset: Duration) {
    let end = plan.duration.map { offset + $0 }
    loops[entry] = Loop(plan: plan, end: end, last: offset)
    if let end { turns.insert(Turn(offset: end, entry: entry, isEnd: true)) }
    if plan.count == 0 { turns.insert(Turn(offset: offset, entry: entry, isEnd: true)) }
    for _ in 0..<min(plan.submitters, plan.count ?? .max) {
      turns.insert(Turn(offset: offset, entry: entry))
    }
  }

  /// Takes the next turn; `nil` when it is one of a loop that has ended.
  mutating func next() -> Step? {
    guard let turn = turns.popMin(), var loop = loops[turn.entry] else { return nil }
    if turn.isEnd {
      loops[turn.entry] = nil
      return .ended(entry: turn.entry, last: loop.last)
    }
    let index = loop.issuedCount
    loop.issuedCount += 1
    loop.awaited.insert(index)
    loop.last = turn.offset
    let isLast = loop.issuedCount == loop.plan.count
    loops[turn.entry] = isLast ? nil : loop
    return .submission(entry: turn.entry, index: index, offset: turn.offset, isLast: isLast)
  }

  /// Gives the submitter of a submission that is done its next turn, after it has thought.
  mutating func ended(_ submission: Submission, at now: Duration) {
    guard loops[submission.entry]?.awaited.remove(submission.index) != nil,
      let loop = loops[submission.entry]
    else { return }
    let source = DrawSource(seed: seed, entry: submission.entry, index: submission.index)
    let turn = now + loop.plan.think.draw(source, for: .think)
    if let end = loop.end, turn >= end { return }
    turns.insert(Turn(offset: turn, entry: submission.entry))
  }

  /// Ends a loop before its time; returns whether it had not ended.
  mutating func end(_ entry: Int) -> Bool {
    loops.removeValue(forKey: entry) != nil
  }

  /// Forgets all loops.
  mutating func stop() {
    loops = [:]
    turns = []
  }
}
