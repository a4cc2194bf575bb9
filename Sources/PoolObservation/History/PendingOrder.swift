internal import DequeModule

/// Futures in the order of their submission, to find the oldest that still waits.
///
/// Those that no longer wait are passed over when they come to the front, so each costs one look
/// in all.
struct PendingOrder: Sendable {
  private var ids: Deque<FutureID> = []

  mutating func append(_ id: FutureID) {
    ids.append(id)
  }

  /// Puts a future back that waits again; it stays where its age puts it.
  mutating func insert(_ id: FutureID) {
    let place = partition(0..<ids.count) { ids[$0] < id }
    guard place == ids.endIndex || ids[place] != id else { return }
    ids.insert(id, at: place)
  }

  /// Returns the oldest that passes a test, and forgets those before it.
  mutating func oldest(where isPending: (FutureID) -> Bool) -> FutureID? {
    while let first = ids.first {
      if isPending(first) { return first }
      ids.removeFirst()
    }
    return nil
  }
}
