/// Keeps what happened in a pool until somebody folds it.
///
/// Lives under the pool's lock. When nobody comes, it does not grow without end: it forgets what it
/// has, counts that, and says that the picture must start anew.
struct EventRecorder: Sendable {
  /// The most events kept.
  ///
  /// More lets an observer come later; fewer bounds the memory of a pool that nobody observes,
  /// about 100 bytes each.
  static let capacity = 1 << 16

  private var events: [PoolEvent] = []
  /// How many were forgotten since the last drain.
  private var droppedCount = 0

  mutating func record(_ change: PoolEvent.Change, at time: PoolInstant) {
    if events.count == Self.capacity {
      droppedCount += events.count
      events.removeAll(keepingCapacity: true)
    }
    if droppedCount > 0 {
      droppedCount += 1
    } else {
      events.append(PoolEvent(time: time, change: change))
    }
  }

  /// Hands over what was kept, or how much was not.
  mutating func drain() -> Drained {
    defer {
      events.removeAll(keepingCapacity: false)
      droppedCount = 0
    }
    return droppedCount > 0 ? .lost(droppedCount) : .events(events)
  }

  enum Drained: Sendable {
    case events([PoolEvent])
    /// So many were forgotten: what is known of the pool must be asked of it.
    case lost(Int)
  }
}
