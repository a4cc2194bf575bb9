internal import DequeModule

// One lane for each priority, almost always one in all. Inside a lane, a slot for each future in
// order of submission; a future knows its slot, so it can be taken out from anywhere without a
// search, and its memory goes with it. The hole that is left goes when it comes to an end of the
// lane, or when holes outnumber futures: then the lane is packed, at a cost that the removals
// before it have paid for.

/// The futures that wait for a worker: highest priority first, then first come, first served.
///
/// - Complexity: Appending, taking the first, and removing any are O(1), amortised, for a bounded
///   number of priorities in use.
struct JobQueue: ~Copyable {
  /// The lane of those that have no priority of their own, which most have not.
  private var plain = Lane(priority: 0)
  /// The lanes of the others that hold something, highest priority first.
  private var others: [Lane] = []
  private(set) var count = 0

  init() {}

  var isEmpty: Bool { count == 0 }

  mutating func append(_ future: AnyFuture) {
    count += 1
    let priority = future.priority
    if priority == 0 {
      plain.append(future)
    } else {
      others[placeOfLane(priority)].append(future)
    }
  }

  mutating func popFirst() -> AnyFuture? {
    guard count > 0 else { return nil }
    count -= 1
    guard let first = others.first, first.priority > 0 || plain.count == 0 else {
      return plain.popFirst()
    }
    let future = others[0].popFirst()
    dropEmptyLane(0)
    return future
  }

  /// Takes a future out; false when it is not here.
  mutating func remove(_ future: AnyFuture) -> Bool {
    guard future.isQueued else { return false }
    let priority = future.priority
    if priority == 0 {
      guard plain.remove(future) else { return false }
    } else {
      guard let place = others.firstIndex(where: { $0.priority == priority }),
        others[place].remove(future)
      else { return false }
      dropEmptyLane(place)
    }
    count -= 1
    return true
  }

  /// Takes everything out, in the order in which it would have started.
  mutating func removeAll() -> [AnyFuture] {
    var all: [AnyFuture] = []
    all.reserveCapacity(count)
    while let first = popFirst() { all.append(first) }
    return all
  }

  /// Calls a body with each future, in the order in which they would start.
  func forEach(_ body: (AnyFuture) -> Void) {
    for lane in others where lane.priority > 0 { lane.forEach(body) }
    plain.forEach(body)
    for lane in others where lane.priority < 0 { lane.forEach(body) }
  }

  private mutating func placeOfLane(_ priority: Int) -> Int {
    let place = others.firstIndex { $0.priority <= priority } ?? others.endIndex
    if place == others.endIndex || others[place].priority != priority {
      others.insert(Lane(priority: priority), at: place)
    }
    return place
  }

  private mutating func dropEmptyLane(_ place: Int) {
    if others[place].count == 0 { others.remove(at: place) }
  }
}

extension AnyFuture {
  /// Higher starts first.
  var priority: Int { control?.priority ?? 0 }
}

/// The futures of one priority.
private struct Lane {
  let priority: Int
  /// The first and the last are never holes.
  private var slots: Deque<AnyFuture?> = []
  /// The number of the first slot; numbers go round.
  private var base: UInt32 = 0
  private(set) var count = 0

  init(priority: Int) {
    self.priority = priority
  }

  mutating func append(_ future: AnyFuture) {
    future.isQueued = true
    future.queueSlot = base &+ UInt32(truncatingIfNeeded: slots.count)
    slots.append(future)
    count += 1
  }

  mutating func popFirst() -> AnyFuture? {
    guard let first = slots.popFirst(), let future = first else { return nil }
    base &+= 1
    future.isQueued = false
    count -= 1
    if let next = slots.first, next == nil { dropHoles() }
    return future
  }

  mutating func remove(_ future: AnyFuture) -> Bool {
    let slot = Int(future.queueSlot &- base)
    guard slots.indices.contains(slot), slots[slot] === future else { return false }
    slots[slot] = nil
    future.isQueued = false
    count -= 1
    dropHoles()
    return true
  }

  func forEach(_ body: (AnyFuture) -> Void) {
    for case let future? in slots { body(future) }
  }

  /// How many holes are left where they are.
  private var holeAllowance: Int { count + 64 }

  /// Drops the holes at both ends, and closes all when they outnumber the futures.
  private mutating func dropHoles() {
    while let first = slots.first, first == nil {
      slots.removeFirst()
      base &+= 1
    }
    while let last = slots.last, last == nil { slots.removeLast() }
    guard slots.count > count + holeAllowance else { return }
    var packed: Deque<AnyFuture?> = []
    packed.reserveCapacity(count)
    for case let future? in slots {
      future.queueSlot = base &+ UInt32(truncatingIfNeeded: packed.count)
      packed.append(future)
    }
    slots = packed
  }
}
