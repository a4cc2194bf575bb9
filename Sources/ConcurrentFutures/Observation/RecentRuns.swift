internal import DequeModule

/// The last futures that are done, for whoever comes to look later.
///
/// The oldest go first; those that ended badly go only when no others are left. What went well is
/// kept in two batches, of which the older is emptied when the younger is full: to write into one
/// costs a few nanoseconds, which each job of a pool pays that nobody observes.
struct RecentRuns: Sendable {
  /// How many are kept, at least; at most twice as many.
  ///
  /// As many as a snapshot has rows of; a pool that ran so many pays 64 bytes for each.
  static let capacity = 10_000

  private var young = EventBatch()
  private var old = EventBatch()
  private var failures: Deque<FinishedRun> = []

  mutating func append(_ run: borrowing FinishedRun) {
    switch run.outcome {
    case .succeeded, .cancelled:
      makeRoom()
      young.finished(run)
    case .failed, .crashed, .timedOut:
      if failures.count == Self.capacity { failures.removeFirst() }
      failures.append(copy run)
    }
  }

  /// The same for a future that succeeded at its first attempt and had neither a priority nor tags.
  @inline(__always)
  mutating func succeeded(
    _ id: FutureID, name: borrowing String, submittedAt: UInt64, startedAt: UInt64,
    finishedAt: UInt64, worker: Int, _ preview: ShortPreview
  ) {
    makeRoom()
    young.succeeded(
      id, name: name, submittedAt: submittedAt, startedAt: startedAt, finishedAt: finishedAt,
      worker: worker, preview)
  }

  @inline(__always)
  private mutating func makeRoom() {
    guard young.count == Self.capacity else { return }
    swap(&young, &old)
    young.removeAll()
  }

  /// Hands over what is kept, in the order in which it ended.
  mutating func takeAll() -> [FinishedRun] {
    defer { self = RecentRuns() }
    let failures = failures.suffix(Self.capacity)
    let others = (old.finishedRuns + young.finishedRuns).suffix(Self.capacity - failures.count)
    return (others + failures).sorted { $0.finishedAt < $1.finishedAt }
  }
}
