// Submissions come by the thousand, with ids that follow each other and the name of one job. So all
// of a run is kept once, and of each submission the moment alone:
//
//   runs    first 41, label 0, place 7      first 90, label 1, place 52    …
//   times   t41 t42 t43 …               t90 t91 …                   8 bytes each
//
// Ids are those of a process: where two pools are given futures in turns, each is a run of its
// own, and takes 40 bytes.

/// What was put in the queue of a pool, in order, in a form that is cheap to fill.
@usableFromInline
package struct SubmissionLog: Sendable {
  /// The runs before the last.
  @usableFromInline var earlierRuns: [Run] = []
  /// The last run; not in the list, which each submission would ask whether it is shared.
  @usableFromInline var lastRun = Run.none
  /// When each was submitted, run after run.
  @usableFromInline var times: [UInt64] = []
  @usableFromInline var labels: [EventBatch.Label] = []

  /// Submissions of the same label, whose ids and places follow each other.
  @usableFromInline
  struct Run: Sendable {
    @usableFromInline var firstID: UInt64
    /// The index of its first moment.
    @usableFromInline var firstTime: Int
    @usableFromInline var count: Int
    @usableFromInline var label: Int32
    @usableFromInline var firstPlace: UInt32

    @inlinable
    init(firstID: UInt64, firstTime: Int, label: Int32, firstPlace: UInt32) {
      self.firstID = firstID
      self.firstTime = firstTime
      count = 1
      self.label = label
      self.firstPlace = firstPlace
    }

    /// No run.
    static var none: Run {
      var run = Run(firstID: 0, firstTime: 0, label: -1, firstPlace: 0)
      run.count = 0
      return run
    }
  }

  /// Makes an empty log.
  @usableFromInline
  package init() {}

  /// All runs, in their order.
  var runs: [Run] { lastRun.count > 0 ? earlierRuns + [lastRun] : earlierRuns }

  /// How many submissions there are.
  @inlinable
  package var count: Int { times.count }

  /// Notes that a future was put in the queue.
  ///
  /// - Parameters:
  ///   - id: The future; greater than all before it.
  ///   - name: The job's name, or what the submitter gave.
  ///   - priority: Higher starts first.
  ///   - tags: What the submitter marked it with.
  ///   - time: Nanoseconds since the pool was made.
  ///   - place: The event's place among all.
  @inlinable
  @inline(__always)
  package mutating func append(
    _ id: FutureID, name: borrowing String, priority: Int, tags: [String], at time: UInt64,
    place: UInt32
  ) {
    let label = labels.place(ofName: name, priority: priority, tags: tags)
    if lastRun.label == label,
      id.rawValue &- lastRun.firstID == UInt64(truncatingIfNeeded: lastRun.count),
      place &- lastRun.firstPlace == UInt32(truncatingIfNeeded: lastRun.count)
    {
      lastRun.count &+= 1
    } else {
      begin(Run(firstID: id.rawValue, firstTime: times.count, label: label, firstPlace: place))
    }
    times.append(time)
  }

  @usableFromInline
  mutating func begin(_ run: Run) {
    if lastRun.count > 0 { earlierRuns.append(lastRun) }
    lastRun = run
  }

  /// When futures of a run were submitted.
  func times(of ids: Range<UInt64>, in run: Run) -> ArraySlice<UInt64> {
    let first = run.firstTime + Int(ids.lowerBound - run.firstID)
    return times[first..<first + ids.count]
  }

  /// When a future of a run was submitted.
  func time(of id: FutureID, in run: Run) -> UInt64 {
    times[run.firstTime + Int(id.rawValue - run.firstID)]
  }

  /// Adds all of another log, whose places count from one of this one's.
  package mutating func append(_ other: SubmissionLog, from place: UInt32) {
    for run in other.runs {
      var run = run
      let label = other.labels[Int(run.label)]
      run.label = labels.place(ofName: label.name, priority: label.priority, tags: label.tags)
      run.firstTime += times.count
      run.firstPlace &+= place
      if lastRun.isContinued(by: run) { lastRun.count += run.count } else { begin(run) }
    }
    times += other.times
  }

  /// Drops all, and keeps the room they took, unless they took little of it.
  package mutating func removeAll() {
    EventBatch.empty(&earlierRuns)
    lastRun = .none
    EventBatch.empty(&times)
    EventBatch.empty(&labels)
  }
}

extension SubmissionLog.Run {
  fileprivate func isContinued(by next: Self) -> Bool {
    next.label == label && next.firstID &- firstID == UInt64(count)
      && next.firstPlace &- firstPlace == UInt32(truncatingIfNeeded: count)
  }

  /// The ids, ascending.
  var ids: Range<UInt64> { firstID..<firstID + UInt64(count) }
}

extension SubmissionLog {
  /// A future was put in the queue.
  struct Submission {
    var id: FutureID
    var time: UInt64
    var label: Int32
    var place: UInt32
  }

  /// Goes through the submissions in their order.
  struct Cursor {
    private let log: SubmissionLog
    private let runs: [Run]
    private var run = 0
    private var index = 0

    fileprivate init(_ log: SubmissionLog) {
      self.log = log
      runs = log.runs
    }

    mutating func next() -> Submission? {
      guard run < runs.count else { return nil }
      let (current, offset) = (runs[run], index)
      index += 1
      if index == current.count { (run, index) = (run + 1, 0) }
      return Submission(
        id: FutureID(rawValue: current.firstID + UInt64(offset)),
        time: log.times[current.firstTime + offset], label: current.label,
        place: current.firstPlace &+ UInt32(truncatingIfNeeded: offset))
    }
  }

  /// Stands before the first submission.
  var cursor: Cursor { Cursor(self) }
}

extension [EventBatch.Label] {
  /// Where a label stands: last, if it is the same as the one before it, or as a new one.
  @inlinable
  @inline(__always)
  mutating func place(ofName name: borrowing String, priority: Int, tags: [String]) -> Int32 {
    let last = count - 1
    if last < 0 || self[last].priority != priority || self[last].name != name || !tags.isEmpty
      || !self[last].tags.isEmpty
    {
      append(EventBatch.Label(name: copy name, priority: priority, tags: tags))
    }
    return Int32(truncatingIfNeeded: count &- 1)
  }
}
