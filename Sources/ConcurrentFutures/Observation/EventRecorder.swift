// Somebody observes           ──► every event, in a batch that is handed over and comes back empty;
//                                 in a flood, sums of the older ones, unless somebody wants each
// Nobody does, or not any more ──► the last runs alone; the rest is asked of the pool then
//
// It lives under the pool's lock, so workers write without a lock of their own.

/// Keeps what happened in a pool until somebody folds it.
struct EventRecorder: Sendable {
  /// How many events are kept before they must be folded.
  ///
  /// More lets workers run on until somebody asks for a snapshot, five million jobs a second for a
  /// tenth of one; fewer takes less memory, in the recorder and in the fold each: 38 MB for whole
  /// lives, 101 MB where all are ends, more where each is another text. A worker that has to fold
  /// them makes rows of what waits, which nobody sees before the next fold: with 262,144, folding
  /// took 8.5 % of all time, and 6.2 % with 1,048,576. That is where somebody wants each event; ends
  /// that are summed up take none of the room.
  static let usualCapacity = 3 << 19

  private let capacity: Int
  /// After how many more events somebody sees whether anybody still wants them.
  private let stride: Int

  private(set) var isObserved = false
  private var batch = EventBatch()
  private var recent = RecentRuns()

  private var nextLook: Int
  private var exchangedAt = PoolInstant.zero

  /// - Parameter capacity: How many events are kept before they must be folded.
  init(capacity: Int = Self.usualCapacity) {
    self.capacity = capacity
    stride = capacity / 64
    nextLook = stride
  }

  /// Whether what was kept must be folded.
  var isFull: Bool { batch.heldCount >= capacity }
  /// Whether it is time to see about what was kept.
  var wantsLook: Bool { batch.count >= nextLook }

  /// Whether what was kept must be folded, or nobody has asked for so long that it may be in vain.
  func mayBeInVain(at time: PoolInstant) -> Bool {
    isFull || exchangedAt.duration(to: time) > PoolObserver.patience
  }

  /// Lets more come before the next look.
  mutating func lookLater() {
    nextLook = batch.count + min(stride, max(0, capacity - batch.heldCount))
  }

  mutating func submitted(_ future: AnyFuture) {
    guard isObserved else { return }
    batch.submitted(
      future.id, name: future.name, priority: future.priority, tags: future.control?.tags ?? [],
      at: future.submittedAt.nanoseconds)
  }

  /// Notes submissions that were written down elsewhere, in a pool that is observed.
  mutating func submitted(_ log: SubmissionLog) {
    batch.submitted(log)
  }

  @inline(__always)
  mutating func started(
    _ future: AnyFuture, _ facts: RunFacts, worker: Int, isInside: Bool = false
  ) {
    guard isObserved else { return }
    batch.started(
      future.id, worker: worker, attempt: facts.attempt, isInside: isInside,
      at: facts.startedAt.nanoseconds)
  }

  mutating func finished(_ run: borrowing FinishedRun) {
    if isObserved { batch.finished(run) } else { recent.append(run) }
  }

  /// Notes the end of a run that went well, of a future without a control.
  @inline(__always)
  mutating func succeeded(
    _ future: AnyFuture, _ facts: RunFacts, worker: Int, _ preview: ShortPreview,
    at time: PoolInstant
  ) {
    if isObserved {
      batch.succeeded(
        future.id, name: future.name, submittedAt: future.submittedAt.nanoseconds,
        startedAt: facts.startedAt.nanoseconds, finishedAt: time.nanoseconds, worker: worker,
        preview)
    } else {
      recent.succeeded(
        future.id, name: future.name, submittedAt: future.submittedAt.nanoseconds,
        startedAt: facts.startedAt.nanoseconds, finishedAt: time.nanoseconds, worker: worker,
        preview)
    }
  }

  mutating func record(_ change: PoolEvent.Change, at time: PoolInstant) {
    guard isObserved else { return }
    batch.append(change, at: time)
  }

  /// Starts to keep every event, or what a snapshot needs of them; returns what is known of the
  /// past.
  mutating func beginObservation(_ wish: EventWish, at time: PoolInstant) -> [FinishedRun] {
    isObserved = true
    exchangedAt = time
    sumUp(wish)
    return recent.takeAll()
  }

  /// Keeps the last runs alone from now on.
  mutating func endObservation() {
    isObserved = false
    batch = EventBatch()
  }

  /// Hands over what was kept, and goes on in an empty batch.
  mutating func exchange(_ empty: inout EventBatch, _ wish: EventWish, at time: PoolInstant) {
    batch.close(before: &empty)
    swap(&batch, &empty)
    exchangedAt = time
    nextLook = stride
    sumUp(wish)
  }

  private mutating func sumUp(_ wish: EventWish) {
    // Said each time: a batch that comes back may have been filled for another wish.
    batch.sumUpEnds(keeping: wish == .snapshots ? RecentRuns.capacity : nil)
  }
}

/// What is wanted of the events to come.
enum EventWish {
  /// Each of them.
  case all
  /// What snapshots tell.
  case snapshots
}

extension FinishedRun {
  /// The life of a future that has just ended.
  init(
    _ future: AnyFuture, _ facts: RunFacts, worker: Int, _ outcome: FutureOutcome,
    _ preview: ResultPreview, at time: PoolInstant
  ) {
    self.init(
      id: future.id, name: future.name, submittedAt: future.submittedAt.nanoseconds,
      startedAt: facts.startedAt.nanoseconds, finishedAt: time.nanoseconds,
      worker: Int32(truncatingIfNeeded: worker), attempt: Int32(truncatingIfNeeded: facts.attempt),
      outcome: outcome, preview: preview, priority: Int32(clamping: future.priority),
      tags: future.control?.tags ?? [])
  }

  /// The life of a future that never ran.
  init(
    _ future: AnyFuture, _ outcome: FutureOutcome, _ preview: ResultPreview = .none,
    at time: PoolInstant
  ) {
    self.init(
      id: future.id, name: future.name, submittedAt: future.submittedAt.nanoseconds,
      finishedAt: time.nanoseconds, outcome: outcome, preview: preview,
      priority: Int32(clamping: future.priority), tags: future.control?.tags ?? [])
  }
}
