// One lane for each priority, almost always one in all. A future knows its slot in its lane, so it
// can be taken out from anywhere without a search, and its memory goes with it: see JobLane.swift.

/// The futures that wait for a worker: highest priority first, then first come, first served.
///
/// - Complexity: Appending, taking the first, and removing any are O(1), amortised, for a bounded
///   number of priorities in use.
struct JobQueue: ~Copyable {
  /// The lane of those that have no priority of their own, which most have not.
  private var plain = JobLane(priority: 0)
  /// The lanes of the others that hold something, highest priority first.
  private var others: [JobLane] = []
  private(set) var count = 0

  init() {}

  var isEmpty: Bool { count == 0 }

  /// Whether one more without a priority would be the next, or the next but those ahead of it.
  var wantsArrivals: Bool { plain.count == 0 && (others.first?.priority ?? -1) < 0 }

  mutating func append(_ future: AnyFuture) {
    count += 1
    let priority = future.priority
    if priority == 0 {
      plain.append(future)
    } else {
      others[placeOfLane(priority)].append(future)
    }
  }

  /// The number of the slot that the next future without a priority gets.
  var nextSlot: UInt32 { plain.end }

  /// Takes futures in that have no priority and know their slots, and leaves an empty list.
  mutating func append(_ futures: inout [AnyFuture?]) {
    count += futures.count
    plain.append(&futures)
  }

  mutating func popFirst() -> AnyFuture? {
    guard count > 0 else { return nil }
    count -= 1
    // Held in a variable, the lane would be copied below, for each future.
    guard let priority = others.first?.priority, priority > 0 || plain.count == 0 else {
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

  /// Returns the future with an id, if it is here.
  func future(_ id: FutureID) -> AnyFuture? {
    if let future = plain.future(id) { return future }
    for lane in others {
      if let future = lane.future(id) { return future }
    }
    return nil
  }

  private mutating func placeOfLane(_ priority: Int) -> Int {
    let place = others.firstIndex { $0.priority <= priority } ?? others.endIndex
    if place == others.endIndex || others[place].priority != priority {
      others.insert(JobLane(priority: priority), at: place)
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
