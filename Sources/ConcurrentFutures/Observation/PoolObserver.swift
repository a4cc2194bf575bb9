internal import DequeModule
internal import Platform

/// A pool as its observer sees it.
protocol ObservedCore: AnyObject, Sendable {
  /// Hands over what happened since the last time; begins to keep it when nobody observed before.
  ///
  /// - Parameters:
  ///   - batch: Is given the events, and must be empty before.
  ///   - wish: What is wanted of those to come.
  /// - Returns: What else is to be known.
  func drain(into batch: inout EventBatch, _ wish: EventWish) -> Drained

  /// The moment now.
  var now: PoolInstant { get }

  /// Whether there is so much that it must be folded now.
  var isRecorderFull: Bool { get }

  /// Hands over what happened since the last time, and keeps no more.
  func endObservation(into batch: inout EventBatch)
}

/// What a pool hands over beside its events.
struct Drained: Sendable {
  /// The moment up to which all is known.
  var now: PoolInstant
  /// Where to start anew, and what is known of the time before, when nobody observed before.
  var past: (baseline: PoolSnapshot, recent: [FinishedRun])?
}

/// Folds what a pool recorded into snapshots, for whoever asks.
///
/// Observation begins with the first who asks, and lapses when nobody asked for a while. Until
/// then no event is lost: where events come faster than anybody asks for them, the thread that
/// writes the last that has room folds them. Its lock is held while events are folded and the
/// pool's is taken inside it; never the other way round.
final class PoolObserver: Sendable {
  /// How long a pool is observed after somebody asked for a snapshot and nobody asked again.
  ///
  /// More lets slow observers see every event; less frees pools sooner of those who looked once.
  static let patience = Duration.seconds(10)

  fileprivate struct Fold {
    var history: PoolHistory
    var batch = EventBatch()
    /// Whether the pool keeps events: from the first who asks until nobody asks for a while.
    var isObserving = false
    var lastAskedAt = PoolInstant.zero
    /// Events that each listener has not taken yet.
    var untaken: [ObjectIdentifier: Untaken] = [:]
    let untakenLimit: Int
    /// How many want every event folded, whether they ask now or later.
    var subscriberCount = 0
    /// Those who are given every batch before it is dropped.
    var taps: [ObjectIdentifier: EventTap.Taker] = [:]
  }

  /// What a listener has not taken yet.
  fileprivate struct Untaken {
    var batches: Deque<EventBatch> = []
    var eventCount = 0
    /// How many events were dropped, because it did not come.
    var droppedCount = 0

    /// Keeps a batch; where that is too much, the oldest go and are counted.
    mutating func append(_ batch: EventBatch, limit: Int) {
      batches.append(batch)
      eventCount += batch.count
      while eventCount > limit, let oldest = batches.popFirst() {
        eventCount -= oldest.count
        droppedCount += oldest.count
      }
    }
  }

  private let fold: Monitor<Fold>

  /// Begins with a pool in which nothing happened.
  ///
  /// - Parameters:
  ///   - pool: What is known of it.
  ///   - untakenLimit: How many events are kept for a listener that does not take them, some 24 to
  ///     64 bytes each and what texts take. More bridges longer pauses; fewer takes less memory
  ///     when one never comes.
  init(pool: PoolDescription, untakenLimit: Int = 2 * EventRecorder.usualCapacity) {
    fold = Monitor(Fold(history: PoolHistory(pool: pool), untakenLimit: untakenLimit))
  }

  /// Returns the pool as of now.
  func snapshot(of core: some ObservedCore) -> PoolSnapshot {
    fold.withLock { $0.snapshot(of: core) }
  }

  /// Returns what somebody makes of the pool as of now; no tap is given a batch meanwhile.
  func snapshot<Result>(of core: some ObservedCore, _ look: (PoolSnapshot) -> Result) -> Result {
    fold.withLock { look($0.snapshot(of: core)) }
  }

  /// Stops keeping, if nobody asks; otherwise folds what was kept, if there is no room for more.
  func catchUp(with core: some ObservedCore) {
    fold.withLock { fold in
      // Another thread that found it full as well may have been here before.
      guard fold.isObserving else { return }
      guard fold.subscriberCount == 0, fold.untaken.isEmpty, fold.taps.isEmpty,
        fold.lastAskedAt.duration(to: core.now) > Self.patience
      else {
        if core.isRecorderFull { fold.bringUpToDate(core) }
        return
      }
      core.endObservation(into: &fold.batch)
      fold.takeIn()
      // It may have grown large.
      fold.batch = EventBatch()
      fold.isObserving = false
    }
  }

  /// From now on until it is withdrawn, folds every event.
  func subscribe(to core: some ObservedCore) {
    fold.withLock { fold in
      fold.subscriberCount += 1
      _ = fold.snapshot(of: core)
    }
  }

  func unsubscribe() {
    fold.withLock { $0.subscriberCount -= 1 }
  }

  /// From now on, keeps events for a listener until it takes them.
  func addListener(_ listener: AnyObject, to core: some ObservedCore) {
    fold.withLock { fold in
      _ = fold.snapshot(of: core, .all)
      fold.untaken[ObjectIdentifier(listener)] = Untaken()
    }
  }

  /// From now on, gives every batch to somebody before it is dropped.
  func addTap(_ tap: EventTap, _ take: @escaping EventTap.Taker, to core: some ObservedCore) {
    fold.withLock { fold in
      _ = fold.snapshot(of: core, .all)
      fold.taps[ObjectIdentifier(tap)] = take
    }
  }

  func removeTap(_ tap: EventTap) {
    _ = fold.withLock { $0.taps.removeValue(forKey: ObjectIdentifier(tap)) }
  }

  func removeListener(_ listener: AnyObject) {
    _ = fold.withLock { $0.untaken.removeValue(forKey: ObjectIdentifier(listener)) }
  }

  /// Returns the pool as of now, and what happened since the listener asked last.
  ///
  /// Where it did not ask for so long that events were dropped, the snapshot counts these, too.
  func take(
    for listener: AnyObject, of core: some ObservedCore
  ) -> (events: [PoolEvent], snapshot: PoolSnapshot) {
    let (batches, snapshot) = fold.withLock { fold -> (Deque<EventBatch>, PoolSnapshot) in
      var snapshot = fold.snapshot(of: core)
      guard let untaken = fold.untaken[ObjectIdentifier(listener)] else { return ([], snapshot) }
      fold.untaken[ObjectIdentifier(listener)] = Untaken(droppedCount: untaken.droppedCount)
      snapshot.droppedEventCount += untaken.droppedCount
      return (untaken.batches, snapshot)
    }
    // Without the lock: it makes the texts of results, which is the user's code.
    return (batches.flatMap { Array($0) }, snapshot)
  }
}

extension PoolObserver.Fold {
  /// What those who are there want of the events to come.
  private var wish: EventWish { taps.isEmpty && untaken.isEmpty ? .snapshots : .all }

  mutating func snapshot(of core: some ObservedCore, _ wish: EventWish? = nil) -> PoolSnapshot {
    let now = bringUpToDate(core, wish)
    lastAskedAt = now
    return history.snapshot(at: now)
  }

  @discardableResult
  mutating func bringUpToDate(
    _ core: some ObservedCore, _ wish: EventWish? = nil
  ) -> PoolInstant {
    let drained = core.drain(into: &batch, wish ?? self.wish)
    if let (baseline, recent) = drained.past {
      resume(from: baseline, recent)
      isObserving = true
    } else {
      takeIn()
    }
    return drained.now
  }

  mutating func takeIn() {
    if batch.isEmpty { return }
    // Not under the pool's lock: it may copy 12,500 ends.
    batch.keepAll()
    for take in taps.values { take(batch) }
    history.apply(batch)
    for listener in untaken.keys { untaken[listener]?.append(batch, limit: untakenLimit) }
    batch.removeAll()
  }

  /// Starts anew; of futures that ended unseen and are forgotten, the three events of each are
  /// missed.
  private mutating func resume(from baseline: PoolSnapshot, _ recent: [FinishedRun]) {
    let seenCount = history.doneCount
    let missedCount = max(0, baseline.counts.done - seenCount - recent.count)
    let dropped = history.droppedEventCount + 3 * missedCount
    var baseline = baseline
    baseline.log.follow(history.log)
    history = PoolHistory(resuming: baseline, recent: recent)
    history.droppedEventCount = dropped
  }
}
