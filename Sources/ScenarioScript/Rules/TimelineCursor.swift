internal import HeapModule

// An entry's start is known when the run begins, when the previous entry starts, or when that has
// come to its end; so entries are opened one by one, and only open ones have something in the heap.

/// Walks along a timeline, in the order in which things come.
///
/// What comes at the same moment keeps the order of the file. Nothing is held but one line for each
/// entry, so a million submissions of one entry cost no more than one.
///
/// - Complexity: O(log entries) for each step.
struct TimelineCursor: Sendable {
  /// What comes next.
  enum Step: Sendable, Equatable {
    /// A submission of an entry, by its position in the entry.
    case submission(entry: Int, index: Int, offset: Duration)
    /// A closed loop begins.
    case loop(entry: Int, offset: Duration)
  }

  /// An open entry, and when its next submission comes.
  private struct Line: Sendable, Comparable {
    var offset: Duration
    var entry: Int
    var index: Int

    static func < (left: Line, right: Line) -> Bool {
      (left.offset, left.entry) < (right.offset, right.entry)
    }
  }

  private let entries: [SubmitEntry]
  private let seed: UInt64
  private var lines: Heap<Line> = []
  private var streams: [Int: ArrivalStream] = [:]
  /// When each open entry with arrivals started.
  private var starts: [Int: Duration] = [:]
  /// Entries that came to their end since somebody asked.
  private var ended: [Int] = []

  init(_ entries: [SubmitEntry], seed: UInt64) {
    self.entries = entries
    self.seed = seed
    for (position, entry) in entries.enumerated() {
      switch entry.start {
      case .at(let offset): open(position, at: offset)
      case .after(let pause) where position == 0: open(position, at: pause)
      case .withPrevious where position == 0: open(position, at: .zero)
      case .after, .withPrevious: break
      }
    }
  }

  /// When the next step comes; `nil` when none does, unless a loop ends.
  var nextOffset: Duration? { lines.min?.offset }
  /// The entry of the next step.
  var nextEntry: Int? { lines.min?.entry }

  /// Takes the next step.
  mutating func next() -> Step? {
    guard let line = lines.popMin() else { return nil }
    if case .loop = entries[line.entry].pattern {
      return .loop(entry: line.entry, offset: line.offset)
    }
    if let offset = offset(after: line) {
      lines.insert(Line(offset: offset, entry: line.entry, index: line.index + 1))
    } else {
      close(line.entry, at: line.offset)
    }
    return .submission(entry: line.entry, index: line.index, offset: line.offset)
  }

  /// Ends an entry of which something else than time knows when; those that wait for its end go on.
  mutating func close(_ entry: Int, at last: Duration) {
    if let (next, start) = end(entry, at: last) { open(next, at: start) }
  }

  /// Forgets all that has not come.
  mutating func stop() {
    lines = []
  }

  /// Returns the entries that came to their end since the last time.
  mutating func takeEnded() -> [Int] {
    defer { ended = [] }
    return ended
  }

  private mutating func offset(after line: Line) -> Duration? {
    switch entries[line.entry].pattern {
    case .together(let count):
      return line.index + 1 < count ? line.offset : nil
    case .every(let interval, let count):
      return line.index + 1 < count ? line.offset + interval : nil
    case .arrivals:
      return arrival(line.entry, index: line.index + 1)
    case .loop, .fed:
      return nil
    }
  }

  private mutating func arrival(_ entry: Int, index: Int) -> Duration? {
    guard let start = starts[entry],
      let offset = streams[entry]?.next(DrawSource(seed: seed, entry: entry, index: index))
    else { return nil }
    return start + offset
  }

  // MARK: Opening

  /// Opens an entry, and those that start with it.
  private mutating func open(_ first: Int, at start: Duration) {
    var toOpen: [(entry: Int, start: Duration)] = [(first, start)]
    while let (entry, start) = toOpen.popLast() {
      if follower(of: entry) == .withPrevious { toOpen.append((entry + 1, start)) }
      if entries[entry].pattern == .fed {
        continue
      } else if let offset = firstOffset(entry, start) {
        lines.insert(Line(offset: offset, entry: entry, index: 0))
      } else if let next = end(entry, at: start) {
        toOpen.append(next)
      }
    }
  }

  private mutating func firstOffset(_ entry: Int, _ start: Duration) -> Duration? {
    switch entries[entry].pattern {
    case .together(let count), .every(_, let count):
      return count > 0 ? start : nil
    case .arrivals(let plan):
      starts[entry] = start
      streams[entry] = ArrivalStream(plan)
      return arrival(entry, index: 0)
    case .loop, .fed:
      return start
    }
  }

  /// Notes the end of an entry; returns the one that starts after it.
  private mutating func end(_ entry: Int, at last: Duration) -> (entry: Int, start: Duration)? {
    ended.append(entry)
    streams[entry] = nil
    starts[entry] = nil
    guard case .after(let pause)? = follower(of: entry) else { return nil }
    return (entry + 1, last + pause)
  }

  private func follower(of entry: Int) -> SubmitEntry.Start? {
    entries.indices.contains(entry + 1) ? entries[entry + 1].start : nil
  }
}
