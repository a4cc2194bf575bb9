package import ConcurrentFutures

/// The library: closures that return a number; every result is asked of its future.
package struct FuturesOfClosures: Contestant {
  package let name: String
  private let pool: ThreadPoolExecutor

  /// Runs jobs in a pool.
  package init(_ pool: ThreadPoolExecutor, name: String = "ConcurrentFutures") {
    self.pool = pool
    self.name = name
  }

  package func run(jobs: Int) throws -> Lap {
    let begin = monotonicNanoseconds()
    var futures: [Future<Int>] = []
    futures.reserveCapacity(jobs)
    for number in 0..<jobs { futures.append(try pool.submit { number }) }
    return try collect(&futures, since: begin)
  }
}

/// Asks every future for its result, checks the sum, and releases them.
func collect(_ futures: inout [Future<Int>], since begin: UInt64) throws -> Lap {
  var sum = 0
  for future in futures { sum &+= try future.result() }
  let end = monotonicNanoseconds()
  precondition(sum == futures.count * (futures.count - 1) / 2, "a result was wrong")
  futures = []
  return Lap(
    seconds: Double(end - begin) / 1e9,
    secondsWithRelease: Double(monotonicNanoseconds() - begin) / 1e9)
}
