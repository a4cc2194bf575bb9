import Platform

/// Holds threads back until it is opened.
final class Gate: Sendable {
  private let isOpen = Monitor(false)

  func open() {
    isOpen.withLock { $0 = true }
    isOpen.broadcast()
  }

  /// Waits until it is open, for 200 seconds at most: a test that forgets it ends all the same.
  func wait() {
    _ = isOpen.wait(until: MonotonicClock.now.advanced(by: .seconds(200))) { $0 ? () : nil }
  }
}

/// Collects things from several threads, in the order in which they come.
final class Journal<Entry: Sendable>: Sendable {
  private let list = Monitor<[Entry]>([])

  func write(_ entry: Entry) {
    list.withLock { $0.append(entry) }
    list.broadcast()
  }

  var entries: [Entry] { list.withLock { $0 } }

  /// Waits until there are so many entries, for 200 seconds at most.
  @discardableResult
  func wait(for count: Int) -> [Entry] {
    let deadline = MonotonicClock.now.advanced(by: .seconds(200))
    return list.wait(until: deadline) { $0.count >= count ? $0 : nil } ?? entries
  }
}
