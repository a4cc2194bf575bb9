public import DequeModule

/// The last lines of a pool's log.
public struct LogTail: Sendable, Hashable, Codable {
  /// One line, and when it was said.
  public struct Entry: Sendable, Hashable, Codable {
    /// When it was said.
    public var time: PoolInstant
    /// What was said, and who said it.
    public var line: LogLine
    /// Whether it tells what happened in the pool, and nobody said it.
    package let isEvent: Bool
    /// Its place among all lines there ever were, from 1.
    public fileprivate(set) var number = 0

    /// Makes an entry.
    public init(time: PoolInstant, line: LogLine) {
      self.init(time: time, line: line, isEvent: false)
    }

    init(time: PoolInstant, line: LogLine, isEvent: Bool) {
      self.time = time
      self.line = line
      self.isEvent = isEvent
    }
  }

  /// The lines that are kept, oldest first.
  public private(set) var entries: Deque<Entry> = []
  /// How many lines there ever were.
  public private(set) var totalCount = 0
  /// How many lines are kept at most.
  ///
  /// More lets people scroll further back; fewer saves memory.
  public let capacity: Int

  /// How many bytes of text are kept at most.
  public let byteCapacity: Int
  private var byteCount = 0
  private var eventCount = 0
  private var totalEventCount = 0

  /// How many of the lines that are kept may tell what happened in the pool.
  ///
  /// More tells more of jobs that are tried again and again; fewer leaves more of what was said.
  private var eventCapacity: Int { max(1, capacity / 4) }

  /// Makes an empty tail.
  public init(capacity: Int = 2_000, byteCapacity: Int = 64 << 20) {
    self.capacity = capacity
    self.byteCapacity = byteCapacity
  }

  /// Adds a line, and forgets the oldest when there are too many, or too long ones.
  ///
  /// ``totalCount`` goes on counting, so that one sees that some were forgotten; which ones, the
  /// entries' numbers tell.
  public mutating func append(_ entry: Entry) {
    totalCount += 1
    if entry.isEvent { totalEventCount += 1 }
    add(entry, number: totalCount)
    if eventCount > eventCapacity { forgetEvents() }
    while entries.count > capacity { forgetOldest() }
    forget(downTo: byteCapacity)
  }

  private mutating func add(_ entry: Entry, number: Int) {
    byteCount += entry.line.text.utf8.count
    if entry.isEvent { eventCount += 1 }
    entries.append(entry)
    entries[entries.count - 1].number = number
  }

  private mutating func forgetOldest() {
    guard let oldest = entries.popFirst() else { return }
    byteCount -= oldest.line.text.utf8.count
    if oldest.isEvent { eventCount -= 1 }
  }

  /// Forgets the oldest half of what happened in the pool: each alone would cost a look at all.
  private mutating func forgetEvents() {
    var excess = eventCount - max(1, eventCapacity / 2)
    let kept = entries.filter { entry in
      guard entry.isEvent, excess > 0 else { return true }
      excess -= 1
      return false
    }
    (entries, byteCount, eventCount) = ([], 0, 0)
    for entry in kept { add(entry, number: entry.number) }
  }

  /// Forgets the oldest lines until no more than so many bytes of text are left.
  package mutating func forget(downTo limit: Int) {
    while byteCount > limit, !entries.isEmpty { forgetOldest() }
  }

  /// Goes on from an earlier log of the same pool, which tells what happened there, too.
  ///
  /// Its lines keep their numbers; what was said since comes behind them.
  package mutating func follow(_ former: LogTail) {
    let happened = former.totalEventCount
    let heard = former.totalCount - happened
    let said = self
    self = former
    for entry in said.entries where entry.number > heard {
      totalCount = entry.number + happened - 1
      append(entry)
    }
    totalCount = said.totalCount + happened
  }

  /// The bytes of the last lines, up to a number of them.
  func byteCount(ofLast count: Int) -> Int {
    count >= entries.count
      ? byteCount : entries.suffix(max(0, count)).reduce(0) { $0 + $1.line.text.utf8.count }
  }
}
