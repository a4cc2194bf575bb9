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

  /// Makes an empty tail.
  public init(capacity: Int = 2_000) {
    self.capacity = capacity
  }

  /// Adds a line, and forgets the oldest when there are too many.
  public mutating func append(_ entry: Entry) {
    entries.append(entry)
    totalCount += 1
    if entries.count > capacity {
      entries.removeFirst()
    }
  }
}
