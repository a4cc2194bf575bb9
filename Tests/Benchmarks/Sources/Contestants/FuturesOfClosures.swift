package import ConcurrentFutures

/// The library: closures that do nothing; every result is asked of its future.
package struct FuturesOfClosures: Contestant {
  package let name: String
  private let pool: ThreadPoolExecutor
  private let body: EmptyBody

  /// Runs jobs in a pool.
  package init(_ pool: ThreadPoolExecutor, _ body: EmptyBody) {
    self.pool = pool
    self.body = body
    name = "ConcurrentFutures, \(body.text)"
  }

  package func run(jobs: Int) throws -> Lap {
    let begin = monotonicNanoseconds()
    var futures: [Future<Int>] = []
    futures.reserveCapacity(jobs)
    switch body {
    case .constant: for _ in 0..<jobs { futures.append(try pool.submit { 1 }) }
    case .number: for number in 0..<jobs { futures.append(try pool.submit { number }) }
    }
    return try collect(&futures, expecting: body.sum(jobs: jobs), since: begin)
  }
}

/// Asks every future for its result, checks the sum, and releases them.
func collect(
  _ futures: inout [Future<Int>], expecting expected: Int, since begin: UInt64
) throws -> Lap {
  var sum = 0
  for future in futures { sum &+= try future.result() }
  let end = monotonicNanoseconds()
  precondition(sum == expected, "a result was wrong")
  release(&futures)
  return Lap(
    seconds: Double(end - begin) / 1e9,
    secondsWithRelease: Double(monotonicNanoseconds() - begin) / 1e9)
}

/// Lets go of futures; not inlined, for else they may be let go of after the clock was looked at.
@inline(never)
private func release(_ futures: inout [Future<Int>]) {
  futures = []
}
