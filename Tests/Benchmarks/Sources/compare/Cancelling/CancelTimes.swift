internal import ConcurrentFutures
internal import Contestants

/// What it took to cancel futures of one number of pending ones.
struct CancelTimes {
  /// Nanoseconds of one `cancel()`, the way to the future in memory included.
  private(set) var means = Samples()
  /// Microseconds of the slowest.
  private(set) var slowest = Samples()
  /// Nanoseconds to read the state of one, the way to it included.
  private(set) var reads = Samples()
  /// Seconds to cancel all the others.
  private(set) var shutdowns = Samples()

  mutating func measure(pending: Int, round: Int) throws {
    let held = try HeldPool()
    let futures = try held.fill(pending)
    let count = Cancelling.cancelCount
    var generator = SeededGenerator(seed: UInt64(round))
    // Each part is touched here for the first time: none warms the memory of another.
    let chosen = futures.indices.shuffled(using: &generator)
    reads.values.append(
      mean {
        for index in chosen[..<count] {
          precondition(futures[index].state == .pending, "ran without a worker")
        }
      })
    means.values.append(
      mean { for index in chosen[count..<2 * count] { Self.cancel(futures[index]) } })
    let single = chosen[2 * count..<3 * count].map { index in
      seconds { Self.cancel(futures[index]) }
    }
    slowest.values.append(1e6 * (single.max() ?? .nan))
    shutdowns.values.append(
      seconds { held.pool.shutdown(wait: false, cancelFutures: true) })
    precondition(futures.allSatisfy(\.isCancelled), "one was not cancelled")
    held.stop()
  }

  private static func cancel(_ future: Future<Int>) {
    precondition(future.cancel(), "could not be cancelled")
  }

  /// Nanoseconds of one, when a body does as many as are cancelled.
  private func mean(_ body: () -> Void) -> Double {
    1e9 * seconds(body) / Double(Cancelling.cancelCount)
  }
}
