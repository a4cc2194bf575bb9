internal import DequeModule

/// The last futures that are done, for whoever comes to look later.
///
/// The oldest go first; those that ended badly go only when no others are left.
struct RecentRuns: Sendable {
  /// How many are kept.
  ///
  /// As many as a snapshot has rows of; a pool that ran so many pays about 100 bytes for each.
  static let capacity = 10_000

  private var unremarkable: Deque<FinishedRun> = []
  private var failures: Deque<FinishedRun> = []

  var count: Int { unremarkable.count + failures.count }

  mutating func append(_ run: FinishedRun) {
    if count == Self.capacity, unremarkable.popFirst() == nil { failures.removeFirst() }
    switch run.outcome {
    case .succeeded, .cancelled: unremarkable.append(run)
    case .failed, .crashed, .timedOut: failures.append(run)
    }
  }

  /// Hands over what is kept, in the order in which it ended.
  mutating func takeAll() -> [FinishedRun] {
    defer { self = RecentRuns() }
    return (unremarkable + failures).sorted { $0.finishedAt < $1.finishedAt }
  }
}
