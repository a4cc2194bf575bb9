internal import DequeModule

// One lane for each priority, almost always one in all. Inside a lane, a slot for each future in
// order of submission; a future knows its slot, so it can be taken out from anywhere without a
// search, and its memory goes with it. The hole that is left goes when it comes to an end of the
// lane, or when holes outnumber futures: then the lane is packed, at a cost that the removals
// before it have paid for.

/// Where a queue holds a future.
struct QueuePosition: Sendable, Hashable {
  var priority: Int
  /// The number of the slot, counted over the lane's life; negative when it is in no queue.
  var slot: Int

  static let nowhere = QueuePosition(priority: 0, slot: -1)

  /// In no queue any more, with the priority that it had.
  var left: QueuePosition { QueuePosition(priority: priority, slot: -1) }
}

/// The futures that wait for a worker: highest priority first, then first come, first served.
///
/// - Complexity: Appending, taking the first, and removing any are O(1), amortised, for a bounded
///   number of priorities in use.
struct JobQueue: ~Copyable {
  private struct Lane {
    let priority: Int
    var slots: Deque<(any PooledFuture)?> = []
    /// The number of the first slot.
    var base = 0
    var count = 0
  }

  /// Lanes that hold something, or did last; highest priority first.
  private var lanes: [Lane] = []
  private(set) var count = 0

  init() {}

  var isEmpty: Bool { count == 0 }

  mutating func append(_ future: any PooledFuture, priority: Int) {
    let index = laneIndex(for: priority)
    future.queuePosition = QueuePosition(
      priority: priority, slot: lanes[index].base + lanes[index].slots.count)
    lanes[index].slots.append(future)
    lanes[index].count += 1
    count += 1
  }

  mutating func popFirst() -> (any PooledFuture)? {
    guard count > 0 else { return nil }
    for index in lanes.indices where lanes[index].count > 0 {
      // The first slot of a lane that holds something is never a hole.
      guard let first = lanes[index].slots[0] else { continue }
      take(first, from: index, slot: 0)
      return first
    }
    return nil
  }

  /// Takes a future out; false when it is not here.
  mutating func remove(_ future: any PooledFuture) -> Bool {
    let position = future.queuePosition
    guard position.slot >= 0,
      let index = lanes.firstIndex(where: { $0.priority == position.priority })
    else { return false }
    let slot = position.slot - lanes[index].base
    guard lanes[index].slots.indices.contains(slot), lanes[index].slots[slot] === future else {
      return false
    }
    take(future, from: index, slot: slot)
    pack(index)
    return true
  }

  /// Takes everything out, in the order in which it would have started.
  mutating func removeAll() -> [any PooledFuture] {
    var all: [any PooledFuture] = []
    all.reserveCapacity(count)
    for lane in lanes {
      for case let future? in lane.slots {
        future.queuePosition = future.queuePosition.left
        all.append(future)
      }
    }
    lanes = []
    count = 0
    return all
  }

  /// Calls a body with each future, in the order in which they would start.
  func forEach(_ body: (any PooledFuture) -> Void) {
    for lane in lanes {
      for case let future? in lane.slots { body(future) }
    }
  }

  private mutating func laneIndex(for priority: Int) -> Int {
    if let first = lanes.first, first.priority == priority { return 0 }
    lanes.removeAll { $0.count == 0 && $0.priority != priority }
    let index = lanes.firstIndex { $0.priority <= priority } ?? lanes.endIndex
    if index == lanes.endIndex || lanes[index].priority != priority {
      lanes.insert(Lane(priority: priority), at: index)
    }
    return index
  }

  private mutating func take(_ future: any PooledFuture, from index: Int, slot: Int) {
    future.queuePosition = future.queuePosition.left
    lanes[index].slots[slot] = nil
    lanes[index].count -= 1
    count -= 1
    while let first = lanes[index].slots.first, first == nil {
      lanes[index].slots.removeFirst()
      lanes[index].base += 1
    }
    while let last = lanes[index].slots.last, last == nil {
      lanes[index].slots.removeLast()
    }
  }

  /// Closes the holes of a lane when they outnumber its futures.
  private mutating func pack(_ index: Int) {
    guard lanes[index].slots.count > 2 * lanes[index].count + 64 else { return }
    var packed: Deque<(any PooledFuture)?> = []
    packed.reserveCapacity(lanes[index].count)
    for case let future? in lanes[index].slots {
      future.queuePosition.slot = lanes[index].base + packed.count
      packed.append(future)
    }
    lanes[index].slots = packed
  }
}
