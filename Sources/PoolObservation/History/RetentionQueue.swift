internal import DequeModule

/// The futures that are done, in the order in which they may be forgotten.
///
/// The oldest go first; those that ended badly go only when no others are left.
struct RetentionQueue: Sendable {
  private var unremarkable: Deque<FutureID> = []
  private var failures: Deque<FutureID> = []

  var failureCount: Int { failures.count }
  var count: Int { unremarkable.count + failures.count }

  mutating func append(_ id: FutureID, isFailure: Bool) {
    if isFailure { failures.append(id) } else { unremarkable.append(id) }
  }

  /// Takes out the first so many that may go.
  mutating func removeOldest(_ excess: Int) -> [FutureID] {
    let first = min(excess, unremarkable.count)
    let second = min(excess - first, failures.count)
    let gone = Array(unremarkable.prefix(first)) + Array(failures.prefix(second))
    unremarkable.removeFirst(first)
    failures.removeFirst(second)
    return gone
  }
}
