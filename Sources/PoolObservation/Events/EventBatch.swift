// A million jobs a second leave three million events. As values of `PoolEvent`, 100 bytes and
// three references each, they would cost more than the jobs. Here
//
//   kinds         S S S s f s f · S s f …      one byte each: the order in which it happened
//   submissions   S S S S …                    24 bytes, no references
//   starts        s s s …                      24 bytes, no references
//   finishes      f f f …                      56 bytes, no references
//   changes       · …                          everything that happens rarely, as it is
//   names         a name that is the same as the one before it is kept once
//   ranks, texts, liveTexts                    what only some futures have

/// Events of a pool in the order in which they happened, in a form that is cheap to fill.
///
/// A buffer: it is filled under the pool's lock, folded, emptied and filled again, and allocates
/// nothing once it has grown.
package struct EventBatch: Sendable {
  @usableFromInline
  enum Kind: UInt8, Sendable {
    case submitted
    case started
    case finished
    case changed
  }

  @usableFromInline var kinds: [Kind] = []
  @usableFromInline var submissions: [Submission] = []
  @usableFromInline var starts: [Start] = []
  @usableFromInline var finishes: [Finish] = []
  @usableFromInline var changes: [PoolEvent] = []
  @usableFromInline var names: [String] = []
  @usableFromInline var ranks: [Rank] = []
  @usableFromInline var texts: [String] = []
  @usableFromInline var liveTexts: [LiveText] = []
  /// Where the name of the last submission, and of the last finish, lies.
  @usableFromInline var lastSubmittedName: Int32 = -1
  @usableFromInline var lastFinishedName: Int32 = -1

  /// Makes an empty batch.
  @inlinable
  package init() {}

  /// How many events there are.
  @inlinable
  package var count: Int { kinds.count }

  /// Whether there are none.
  @inlinable
  package var isEmpty: Bool { kinds.isEmpty }

  /// Drops all events, and keeps the room they took.
  package mutating func removeAll() {
    kinds.removeAll(keepingCapacity: true)
    submissions.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
    finishes.removeAll(keepingCapacity: true)
    changes.removeAll(keepingCapacity: true)
    names.removeAll(keepingCapacity: true)
    ranks.removeAll(keepingCapacity: true)
    texts.removeAll(keepingCapacity: true)
    liveTexts.removeAll(keepingCapacity: true)
    lastSubmittedName = -1
    lastFinishedName = -1
  }
}

// MARK: - Records

extension EventBatch {
  @usableFromInline
  struct Submission: Sendable {
    @usableFromInline var id: FutureID
    @usableFromInline var time: UInt64
    @usableFromInline var name: Int32
    /// Where its priority and tags lie; -1 when it has none.
    @usableFromInline var rank: Int32

    @inlinable
    init(id: FutureID, time: UInt64, name: Int32, rank: Int32) {
      self.id = id
      self.time = time
      self.name = name
      self.rank = rank
    }
  }

  @usableFromInline
  struct Start: Sendable {
    @usableFromInline var id: FutureID
    @usableFromInline var time: UInt64
    @usableFromInline var worker: Int32
    @usableFromInline var attempt: Int32

    @inlinable
    init(id: FutureID, time: UInt64, worker: Int32, attempt: Int32) {
      self.id = id
      self.time = time
      self.worker = worker
      self.attempt = attempt
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
    @usableFromInline var name: Int32
    @usableFromInline var worker: Int32
    @usableFromInline var attempt: Int32
    @usableFromInline var outcome: FutureOutcome
    @usableFromInline var preview: PreviewKind

    @inlinable
    init(_ run: FinishedRun, name: Int32, preview: PreviewKind, payload: UInt64) {
      self.id = run.id
      self.submittedAt = run.submittedAt
      self.startedAt = run.startedAt
      self.finishedAt = run.finishedAt
      self.payload = payload
      self.name = name
      self.worker = run.worker
      self.attempt = run.attempt
      self.outcome = run.outcome
      self.preview = preview
    }
  }

  @usableFromInline
  enum PreviewKind: UInt8, Sendable {
    case none
    case unit
    case integer
    case double
    case bool
    case text
    case live
  }

  /// What few futures have.
  @usableFromInline
  struct Rank: Sendable {
    @usableFromInline var priority: Int
    @usableFromInline var tags: [String]

    @inlinable
    init(priority: Int, tags: [String]) {
      self.priority = priority
      self.tags = tags
    }
  }
}
