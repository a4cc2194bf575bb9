internal import ConcurrentFutures
internal import Contestants

/// A pool in which very many are pending, and somebody who asks it for snapshots.
///
/// Keeps each snapshot until the next is there, as a screen does.
struct PausedPool {
  private let pool: ThreadPoolExecutor
  private var futures: ArraySlice<Future<Int>>
  private var generator = SeededGenerator(seed: 4)
  private var last: PoolSnapshot?

  init(pending: Int) throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    self.pool = pool
    pool.pause()
    futures = try (0..<pending).map { number in try pool.submit { number } }[...]
  }

  func stop() { pool.shutdown(cancelFutures: true) }

  /// Cancels the newest and puts as many new ones behind the others.
  mutating func replace(_ count: Int) throws {
    for future in futures.suffix(count) { future.cancel() }
    futures.removeLast(count)
    for number in 0..<count { futures.append(try pool.submit { number }) }
  }

  /// Cancels some wherever they are, and puts as many new ones behind the others.
  mutating func replaceAnywhere(_ count: Int) throws {
    for _ in 0..<count {
      // The place of the one that goes is taken by the newest.
      let place = futures.indices.randomElement(using: &generator) ?? futures.startIndex
      futures[place].cancel()
      futures.swapAt(place, futures.endIndex - 1)
      futures.removeLast()
    }
    for number in 0..<count { futures.append(try pool.submit { number }) }
  }

  /// Runs the oldest.
  mutating func run(_ count: Int) throws {
    for _ in 0..<count { _ = pool.step() }
    for future in futures.prefix(count) { _ = try future.result() }
    futures.removeFirst(count)
  }

  /// How many milliseconds a snapshot takes.
  mutating func millisecondsOfSnapshot() -> Double {
    let begin = monotonicNanoseconds()
    let snapshot = pool.snapshot()
    let elapsed = Double(monotonicNanoseconds() - begin) / 1e6
    last = snapshot
    precondition(snapshot.counts.pending == futures.count, "a future was lost")
    return elapsed
  }
}
