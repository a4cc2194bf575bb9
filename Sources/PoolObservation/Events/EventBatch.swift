// A million jobs a second leave three million events. As values of `PoolEvent`, 88 bytes and some
// references each, they would cost more than the jobs. Here a whole life is 72 bytes without one:
//
//   submissions   t t t t …     8 bytes each, see SubmissionLog.swift
//   finishes      f f f …       64 bytes each, and most tell the start, too
//   starts        s …           24 bytes each, where something came between start and end
//   changes       · …           what happens rarely, as it is
//   labels        a name that is the same as the one before it is kept once
//
// A start is open until its end comes, which tells it then. It becomes a record of its own when a
// change comes first, or another start or end on its worker, or the batch is closed. So nothing of
// what lies between a start and the end that tells it concerns their future or their worker, and
// whoever reads may take the one in with the other. One that is open as a batch is closed is open
// in the next one, too, whose end knows then that nothing lies between.
//
// Where nobody wants each event, ends that are old are summed up: see EndDigest.swift.
//
// Each record has its place in the order in which things happened. A list of kinds beside the
// records did the same, and cost an append more for each. `@usableFromInline` on these types is
// what lets the core inline their `package` functions; `@inlinable` alone does not (Swift 6.3).

/// Events of a pool in the order in which they happened, in a form that is cheap to fill.
///
/// A buffer: it is filled under the pool's lock, folded, emptied and filled again, and allocates
/// nothing once it has grown, but for texts.
@usableFromInline
package struct EventBatch: Sendable {
  /// How many events there are.
  @inlinable
  package var count: Int { Int(nextPlace) }

  @usableFromInline var nextPlace: UInt32 = 0
  @usableFromInline var submissions = SubmissionLog()
  @usableFromInline var starts: [Start] = []
  /// The start that is open, where only one is: no list is touched for the jobs of one worker.
  @usableFromInline var openStart = Start.none
  /// The starts that are open beside that, by worker.
  @usableFromInline var openStarts: [Start] = []
  @usableFromInline var openCount = 0
  /// The workers whose starts are open, and others between them.
  @usableFromInline var openRange = 0..<0
  @usableFromInline var finishes: [Finish] = []
  /// How many ends may be in that list before older ones are summed up.
  @usableFromInline var finishLimit = Int.max
  /// The ends before, in lists of as many, while older ones are summed up.
  var earlier: [EndList] = []
  /// What the ends before those came to.
  private(set) var digest: EndDigest?
  @usableFromInline var changes: [Change] = []
  @usableFromInline var labels: [Label] = []
  @usableFromInline var texts: [String] = []
  @usableFromInline var liveTexts: [LiveText] = []
  // Noted while the ends are at hand; to look for them later would read all of them once more.
  @usableFromInline var leastFinished: UInt64 = .max
  @usableFromInline var greatestFinished: UInt64 = .min
  @usableFromInline var failureCount = 0

  /// Makes an empty batch.
  @inlinable
  package init() {}

  /// Whether there are no events.
  @inlinable
  package var isEmpty: Bool { nextPlace == 0 }

  /// Drops all events, and keeps the room they took, unless they took little of it.
  @usableFromInline
  package mutating func removeAll() {
    nextPlace = 0
    submissions.removeAll()
    Self.empty(&starts)
    dropOpenStarts()
    Self.empty(&finishes)
    finishLimit = .max
    earlier = []
    digest = nil
    Self.empty(&changes)
    Self.empty(&labels)
    Self.empty(&texts)
    Self.empty(&liveTexts)
    leastFinished = .max
    greatestFinished = .min
    failureCount = 0
  }

  /// How many events take room, those of ends not counted that were summed up.
  package var heldCount: Int { digest.map { Swift.max(0, count - 2 * $0.count) } ?? count }

  /// Empties a list; one that was filled once, and is not any more, lets its room go.
  static func empty<Record>(_ records: inout [Record]) {
    records.removeAll(keepingCapacity: records.count * 64 >= records.capacity)
  }
}

// MARK: - Old ends

extension EventBatch {
  /// Sums ends up from now on that are older than the last so many, as long as nothing happens but
  /// jobs that come and go; none where that is `nil`.
  ///
  /// Their events are not to be had then; what a history makes of the batch is the same, if it
  /// keeps no more rows. To be said while the batch is empty.
  package mutating func sumUpEnds(keeping count: Int?) {
    finishLimit = count.map { Swift.max(1, ($0 + Self.listCount - 1) / Self.listCount) } ?? .max
  }

  /// How many labels a batch may have whose ends are summed up: these stay, as texts would.
  ///
  /// More lets floods of jobs with names of their own be summed up; fewer takes less memory until
  /// the next snapshot, some 60 bytes each.
  private static let summedLabelLimit = 1_024

  /// In how many lists the ends are kept that are not old.
  ///
  /// More keeps fewer beside those that must be kept; fewer sums more up at once, which is cheaper.
  private static let listCount = 4

  /// Makes room for the next end, where the last list is full.
  ///
  /// To sum a list of 2,500 up takes 15 microseconds where their ids follow each other.
  @usableFromInline
  mutating func makeRoom() {
    guard changes.isEmpty, starts.isEmpty, texts.isEmpty, liveTexts.isEmpty,
      labels.count <= Self.summedLabelLimit, digest?.isCompact != false,
      let list = EndList(finishes)
    else { return keepAll() }
    earlier.append(list)
    finishes = takeOldList()
  }

  /// Sums the oldest list up, if as many ends come after it as are kept, and returns an empty one.
  private mutating func takeOldList() -> [Finish] {
    var empty: [Finish] = []
    guard earlier.count > Self.listCount else {
      empty.reserveCapacity(finishLimit)
      return empty
    }
    var sums = digest.take() ?? EndDigest()
    sums.take(earlier[0], before: earlier[1...], labelCount: labels.count)
    digest = sums
    empty = earlier.removeFirst().ends
    empty.removeAll(keepingCapacity: true)
    return empty
  }

  /// Sums no more up, and keeps all ends that are left in one list.
  package mutating func keepAll() {
    finishLimit = .max
    guard !earlier.isEmpty else { return }
    finishes = earlier.flatMap(\.ends) + finishes
    earlier = []
  }
}

// MARK: - Records

extension EventBatch {
  /// The start of a first attempt; the others are changes.
  @usableFromInline
  struct Start: Sendable {
    @usableFromInline var id: FutureID
    @usableFromInline var time: UInt64
    @usableFromInline var worker: Int32
    @usableFromInline var place: UInt32

    /// No start.
    @inlinable static var none: Start {
      Start(id: FutureID(rawValue: 0), time: 0, worker: -1, place: 0)
    }
    @inlinable var isNone: Bool { worker < 0 }
    /// Whether an earlier batch told it.
    var wasTold: Bool { place == Finish.followsToldStart }

    @inlinable
    init(id: FutureID, time: UInt64, worker: Int32, place: UInt32) {
      self.id = id
      self.time = time
      self.worker = worker
      self.place = place
    }
  }

  /// A ``FinishedRun`` without references.
  @usableFromInline
  struct Finish: Sendable {
    @usableFromInline var id: FutureID
    @usableFromInline var submittedAt: UInt64
    @usableFromInline var startedAt: UInt64
    @usableFromInline var finishedAt: UInt64
    /// The bits of a number, or where the text lies.
    @usableFromInline var payload: UInt64
    @usableFromInline var label: Int32
    @usableFromInline var worker: Int32
    @usableFromInline var place: UInt32
    /// The place of the start that this tells, too; ``tellsNoStart`` when it tells none, or
    /// ``followsToldStart``.
    @usableFromInline var startPlace: UInt32
    @usableFromInline var attempt: UInt16
    @usableFromInline var outcome: FutureOutcome
    @usableFromInline var preview: PreviewKind

    @inlinable
    @inline(__always)
    init(
      id: FutureID, submittedAt: UInt64, startedAt: UInt64, finishedAt: UInt64, payload: UInt64,
      label: Int32, worker: Int32, place: UInt32, startPlace: UInt32, attempt: UInt16,
      outcome: FutureOutcome, preview: PreviewKind
    ) {
      self.id = id
      self.submittedAt = submittedAt
      self.startedAt = startedAt
      self.finishedAt = finishedAt
      self.payload = payload
      self.label = label
      self.worker = worker
      self.place = place
      self.startPlace = startPlace
      self.attempt = attempt
      self.outcome = outcome
      self.preview = preview
    }

    /// The start's place of an end that tells none.
    @inlinable static var tellsNoStart: UInt32 { .max }
    /// The start's place of an end whose start an earlier batch told, with nothing between them.
    static var followsToldStart: UInt32 { .max - 1 }
    /// Whether it tells the start, too.
    var tellsStart: Bool { startPlace < Self.followsToldStart }
    /// Whether nothing lies between the start and this, of their future or their worker.
    var isFollowed: Bool { startPlace != Self.tellsNoStart }
  }

  @usableFromInline
  package enum PreviewKind: UInt8, Sendable {
    case none
    case unit
    case integer
    case double
    case bool
    case text
    case live
  }

  @usableFromInline
  struct Change: Sendable {
    @usableFromInline var event: PoolEvent
    @usableFromInline var place: UInt32

    @inlinable
    init(event: PoolEvent, place: UInt32) {
      self.event = event
      self.place = place
    }
  }

  /// What a submitter gave with a future.
  @usableFromInline
  struct Label: Sendable {
    @usableFromInline var name: String
    @usableFromInline var priority: Int
    @usableFromInline var tags: [String]

    @inlinable
    init(name: String, priority: Int = 0, tags: [String] = []) {
      self.name = name
      self.priority = priority
      self.tags = tags
    }
  }
}
