internal import DequeModule

// A lane is a row of segments, and a segment an array of slots, numbered over the life of the lane:
//
//   segment  start 0          start 40 000                start 40 960
//            – – – – f f f    f f – f f f … f             f f f f ◄─ end
//                    ▲ head        ▲ taken out
//
// Futures that arrive together come as a segment, which costs nothing for each of them. A slot that
// was left empty goes with its segment, or when empty ones outnumber the others in it: then it is
// packed, at a cost that the removals before have paid for.

/// The futures of one priority that wait, first come, first served.
struct JobLane {
  let priority: Int
  private var first = Segment(start: 0)
  /// The segments behind the first.
  private var others: Deque<Segment> = []
  /// How many wait.
  private(set) var count = 0
  /// Whether their ids ascend: until one comes that was here before.
  private var ascends = true

  init(priority: Int) {
    self.priority = priority
  }

  /// The number of the slot that the next future gets.
  var end: UInt32 { others.last?.end ?? first.end }

  mutating func append(_ future: AnyFuture) {
    // A new one is given its id after this, and a greater one than all before it.
    ascends = future.id == .unassigned && (ascends || count == 0)
    future.isQueued = true
    future.queueSlot = end
    count += 1
    if others.isEmpty { first.append(future) } else { others[others.count - 1].append(future) }
  }

  /// Takes futures in that know their slots, and leaves an empty list.
  mutating func append(_ futures: inout [AnyFuture?]) {
    ascends = ascends || count == 0
    count += futures.count
    if others.isEmpty, first.isSpent {
      first.refill(&futures)
    } else {
      others.append(Segment(start: end, futures))
      futures = []
    }
  }

  mutating func popFirst() -> AnyFuture? {
    while true {
      if let future = first.popFirst() {
        future.isQueued = false
        count -= 1
        return future
      }
      guard let next = others.popFirst() else { return nil }
      first = next
    }
  }

  mutating func remove(_ future: AnyFuture) -> Bool {
    guard take(future) else { return false }
    future.isQueued = false
    count -= 1
    return true
  }

  private mutating func take(_ future: AnyFuture) -> Bool {
    if first.take(future) { return true }
    // The last segment that starts no later than the slot. Numbers go round: what counts is how far
    // they lie behind the first's.
    let distance = future.queueSlot &- first.start
    var low = 0
    var high = others.count
    while low < high {
      let middle = (low + high) / 2
      if others[middle].start &- first.start <= distance { low = middle + 1 } else { high = middle }
    }
    guard low > 0, others[low - 1].take(future) else { return false }
    if others[low - 1].isSpent, low < others.count { others.remove(at: low - 1) }
    return true
  }

  func forEach(_ body: (AnyFuture) -> Void) {
    first.forEach(body)
    for segment in others { segment.forEach(body) }
  }

  /// Returns the future with an id, if it is here.
  func future(_ id: FutureID) -> AnyFuture? {
    if let future = first.future(id, ascends: ascends) { return future }
    for segment in others {
      if let future = segment.future(id, ascends: ascends) { return future }
    }
    return nil
  }
}

/// Slots with consecutive numbers.
private struct Segment {
  /// The number of the first slot.
  private(set) var start: UInt32
  private var slots: [AnyFuture?]
  /// The first slot that may hold something.
  private var head = 0
  private var count: Int

  init(start: UInt32, _ slots: [AnyFuture?] = []) {
    self.start = start
    self.slots = slots
    count = slots.count
  }

  var end: UInt32 { start &+ UInt32(truncatingIfNeeded: slots.count) }
  var isSpent: Bool { count == 0 }

  mutating func append(_ future: AnyFuture) {
    if count == 0 { restart() }
    slots.append(future)
    count += 1
  }

  /// Goes on behind its end with other slots; its own become the list's.
  mutating func refill(_ futures: inout [AnyFuture?]) {
    restart()
    swap(&slots, &futures)
    count = slots.count
  }

  mutating func popFirst() -> AnyFuture? {
    guard count > 0 else { return nil }
    while head < slots.count {
      defer { head += 1 }
      guard let future = slots[head].take() else { continue }
      count -= 1
      fetchAhead()
      return future
    }
    return nil
  }

  /// Has the memory of the next futures brought here, and of what the first of them runs.
  ///
  /// Their submitter wrote it on another processor: to wait for what a closure captured was a fifth
  /// of the time of an empty job.
  private func fetchAhead() {
    // As addresses: to hold a future would count it, in the very memory that is not here yet.
    unsafe slots.withUnsafeBytes { bytes in
      let slots = unsafe bytes.assumingMemoryBound(to: UnsafeRawPointer?.self)
      if head + 2 < slots.count, let next = unsafe slots[head + 2] {
        unsafe AnyFuture.fetchBody(of: next)
      }
      if head + 4 < slots.count, let later = unsafe slots[head + 4] {
        unsafe AnyFuture.fetch(later)
      }
    }
  }

  mutating func take(_ future: AnyFuture) -> Bool {
    let place = Int(future.queueSlot &- start)
    guard slots.indices.contains(place), slots[place] === future else { return false }
    slots[place] = nil
    count -= 1
    pack()
    return true
  }

  func forEach(_ body: (AnyFuture) -> Void) {
    for case let future? in slots[head...] { body(future) }
  }

  /// Returns the future with an id, if it is here.
  func future(_ id: FutureID, ascends: Bool) -> AnyFuture? {
    guard ascends else {
      for case let future? in slots[head...] where future.id == id { return future }
      return nil
    }
    var low = head
    var high = slots.count
    while low < high {
      let middle = (low + high) / 2
      // The first behind the middle whose slot is not empty.
      var place = middle
      while place < high, slots[place] == nil { place += 1 }
      guard place < high, let future = slots[place] else {
        high = middle
        continue
      }
      if future.id == id { return future }
      if future.id < id { low = place + 1 } else { high = middle }
    }
    return nil
  }

  private mutating func restart() {
    start = end
    slots.removeAll(keepingCapacity: true)
    head = 0
  }

  private mutating func pack() {
    guard slots.count - head > 2 * count + 64 else { return }
    var packed: [AnyFuture?] = []
    packed.reserveCapacity(count)
    for case let future? in slots[head...] {
      future.queueSlot = start &+ UInt32(truncatingIfNeeded: packed.count)
      packed.append(future)
    }
    slots = packed
    head = 0
  }
}
