/// A place in a recording, and the pool as of there.
struct RecordingCursor {
  private(set) var decoder: RecordingDecoder
  /// The pool as of here; `nil` before the first line.
  private(set) var history: PoolHistory?
  /// The time of the next event, if it was looked at.
  private(set) var next: PoolInstant?
  /// Whether there is no further line.
  private(set) var isAtEnd = false
  /// How many futures that are done stay as rows; without it, there is no history.
  private let retainedFutureLimit: Int?
  /// How many lines are read, at least, of a file in which none is right.
  private static let foreignLimit = 1_000
  private var feed: RecordingFeed
  private var batch = EventBatch()

  /// Begins with the first line.
  init(_ source: any RecordingSource, retainedFutureLimit: Int?) {
    self.retainedFutureLimit = retainedFutureLimit
    decoder = RecordingDecoder()
    feed = RecordingFeed(source, at: 0)
  }

  /// Begins where a line ends.
  init(_ source: any RecordingSource, after point: RecordingPoint, of header: RecordingHeader) {
    decoder = RecordingDecoder(after: point, of: header)
    history = point.history
    retainedFutureLimit = point.history.retainedFutureLimit
    feed = RecordingFeed(source, at: point.offset)
  }

  /// The place, to come back to it; `nil` before the first line.
  var point: RecordingPoint? {
    history.map {
      RecordingPoint(
        offset: feed.offset, line: decoder.lineCount, lastTime: decoder.lastTime, history: $0)
    }
  }

  /// Reads on until an event is later than a moment, there are enough, or none is left.
  ///
  /// - Parameters:
  ///   - limit: The greatest time that is wanted.
  ///   - eventLimit: The greatest number of events that are wanted.
  ///   - visit: Is shown each batch.
  /// - Throws: What the source throws.
  mutating func advance(
    until limit: PoolInstant, eventLimit: Int = 1 << 17,
    _ visit: (EventBatch) throws -> Void = { _ in }
  ) throws {
    next = nil
    defer { batch.removeAll() }
    var mayWait = true
    while true {
      let stop = decoder.read(
        feed.bytes, from: &feed.position, isLast: feed.isLast, mayWait: mayWait, until: limit,
        eventLimit: eventLimit, into: &batch)
      mayWait = true
      switch stop {
      case .full: return try apply(visit)
      case .later(let time):
        next = time
        return try apply(visit)
      case .end:
        let isForeign = decoder.header == nil && decoder.lineCount > Self.foreignLimit
        if !decoder.isOver, !isForeign {
          if try feed.refill() { continue }
          if feed.isLineTooLong {
            // It is the one that a line before it waits for.
            if feed.hasLine {
              mayWait = false
              continue
            }
            decoder.leaveOutLine("is too long, and is left out")
            if decoder.header != nil, try feed.skipLine() { continue }
          }
        }
        isAtEnd = true
        return try apply(visit)
      }
    }
  }

  private mutating func apply(_ visit: (EventBatch) throws -> Void) throws {
    guard let header = decoder.header else { return }
    if let retainedFutureLimit {
      // What stood before the first line is of no pool.
      if self.history?.pool.createdAt != header.pool.createdAt { self.history = nil }
      var history =
        self.history ?? PoolHistory(pool: header.pool, retainedFutureLimit: retainedFutureLimit)
      // One owner, or the fold would copy what it changes.
      self.history = nil
      history.apply(batch)
      history.droppedEventCount = decoder.lostCount
      self.history = history
    }
    try visit(batch)
  }
}

extension RecordingSource {
  /// Shows the events of a recording in batches, without what becomes of a pool by them.
  ///
  /// - Throws: What the visit throws, and what the source throws.
  package func forEachBatch(_ visit: (EventBatch) throws -> Void) throws {
    var cursor = RecordingCursor(self, retainedFutureLimit: nil)
    repeat {
      try cursor.advance(until: PoolInstant(nanoseconds: .max), visit)
    } while !cursor.isAtEnd
  }
}

/// A place between two lines of a recording.
struct RecordingPoint {
  /// Where in the source the next line begins.
  var offset: Int
  /// How many lines lie before it.
  var line: Int
  /// The greatest time of an event before it.
  var lastTime: PoolInstant
  /// The pool as of here.
  var history: PoolHistory
}
