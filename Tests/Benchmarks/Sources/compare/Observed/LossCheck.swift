internal import ConcurrentFutures
internal import Synchronization

/// Subscribes to snapshots, and says whether any of them lost something.
final class LossCheck: Sendable {
  private struct State {
    var last: PoolSnapshot?
    var snapshotCount = 0
    var expectedCount = 0
  }

  private let state = Mutex(State())

  /// How many futures there were in all.
  var expectedCount: Int {
    get { state.withLock(\.expectedCount) }
    set { state.withLock { $0.expectedCount = newValue } }
  }

  /// Keeps a snapshot until the next, as a screen does.
  func take(_ snapshot: PoolSnapshot) {
    state.withLock { state in
      state.last = snapshot
      state.snapshotCount += 1
    }
  }

  /// What came of it, in words.
  var text: String {
    let (last, snapshotCount, expected) = state.withLock {
      ($0.last, $0.snapshotCount, $0.expectedCount)
    }
    guard let last else { return "**no snapshot came**" }
    let done = last.workers.reduce(0) { $0 + $1.doneCount }
    let isExact =
      last.counts.succeeded == expected && last.counts.total == expected && done == expected
    return "\(Unit.count(snapshotCount)) snapshots; "
      + (isExact
        ? "counts exact"
        : "**counts wrong**: \(last.counts.succeeded) succeeded, "
          + "\(last.counts.total) in all, \(done) by the workers, of \(expected)")
      + (last.droppedEventCount == 0
        ? ", no event dropped" : ", **\(Unit.count(last.droppedEventCount)) events dropped**")
  }
}
