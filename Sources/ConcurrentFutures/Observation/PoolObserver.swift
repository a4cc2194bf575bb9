internal import Platform

/// A pool as its observer sees it.
protocol ObservedCore: AnyObject, Sendable {
  /// Hands over what happened since the last time, as of one moment.
  func drain() -> (events: EventRecorder.Drained, now: PoolInstant, baseline: PoolSnapshot?)
}

/// Folds what a pool recorded into snapshots, for whoever asks.
///
/// Its lock is held while events are folded and the pool's is taken inside it; never the other way
/// round. Workers never wait for it.
final class PoolObserver: Sendable {
  private struct Fold {
    var history: PoolHistory
    /// Events that each listener has not taken yet.
    var untaken: [ObjectIdentifier: [PoolEvent]] = [:]
  }

  private let fold: Monitor<Fold>

  init(pool: PoolDescription) {
    fold = Monitor(Fold(history: PoolHistory(pool: pool)))
  }

  /// Returns the pool as of now.
  func snapshot(of core: some ObservedCore) -> PoolSnapshot {
    fold.withLock { Self.bringUpToDate(&$0, core) }
  }

  /// From now on, keeps events for a listener until it takes them.
  func addListener(_ listener: AnyObject) {
    fold.withLock { $0.untaken[ObjectIdentifier(listener)] = [] }
  }

  func removeListener(_ listener: AnyObject) {
    _ = fold.withLock { $0.untaken.removeValue(forKey: ObjectIdentifier(listener)) }
  }

  /// Returns the pool as of now, and what happened since the listener asked last.
  func take(
    for listener: AnyObject, of core: some ObservedCore
  ) -> (events: [PoolEvent], snapshot: PoolSnapshot) {
    fold.withLock { fold in
      let snapshot = Self.bringUpToDate(&fold, core)
      let events = fold.untaken.updateValue([], forKey: ObjectIdentifier(listener)) ?? []
      return (events, snapshot)
    }
  }

  private static func bringUpToDate(_ fold: inout Fold, _ core: some ObservedCore) -> PoolSnapshot {
    let (drained, now, baseline) = core.drain()
    switch drained {
    case .events(let events):
      for event in events { fold.history.apply(event) }
      for listener in fold.untaken.keys {
        fold.untaken[listener]?.append(contentsOf: events)
      }
    case .lost(let count):
      if let baseline {
        let dropped = fold.history.droppedEventCount + count
        fold.history = PoolHistory(resuming: baseline)
        fold.history.droppedEventCount = dropped
      }
    }
    return fold.history.snapshot(at: now)
  }
}
