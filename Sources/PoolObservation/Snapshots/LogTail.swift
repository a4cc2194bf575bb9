public import DequeModule

/// The last lines of a pool's log.
public struct LogTail: Sendable, Hashable, Codable {
  /// One line, and when it was said.
  public struct Entry: Sendable, Hashable, Codable {
    /// When it was said.
    public var time: PoolInstant
    /// What was said, and who said it.
    public var line: LogLine

    /// Makes an entry.
    public init(time: PoolInstant, line: LogLine) {
      self.time = time
      self.line = line
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

  /// Makes an empty tail.
  public init(capacity: Int = 2_000, byteCapacity: Int = 64 << 20) {
    self.capacity = capacity
    self.byteCapacity = byteCapacity
  }

  /// Adds a line, and forgets the oldest when there are too many, or too long ones.
  ///
  /// ``totalCount`` goes on counting, so that one sees that some were forgotten.
  public mutating func append(_ entry: Entry) {
    entries.append(entry)
    totalCount += 1
    byteCount += entry.line.text.utf8.count
    while entries.count > capacity, let oldest = entries.popFirst() {
      byteCount -= oldest.line.text.utf8.count
    }
    forget(downTo: byteCapacity)
  }

  /// Forgets the oldest lines until no more than so many bytes of text are left.
  package mutating func forget(downTo limit: Int) {
    while byteCount > limit, let oldest = entries.popFirst() {
      byteCount -= oldest.line.text.utf8.count
    }
  }

  /// The bytes of the last lines, up to a number of them.
  func byteCount(ofLast count: Int) -> Int {
    count >= entries.count
      ? byteCount : entries.suffix(max(0, count)).reduce(0) { $0 + $1.line.text.utf8.count }
  }
}
