package import ConcurrentFutures

/// The library: a job and its input, as a process pool would take them, too.
package struct FuturesOfJobs: Contestant {
  package let name = "ConcurrentFutures, a Job"
  private let pool: ThreadPoolExecutor
  private let job = Job<Int, Int>("identity") { $0 }

  /// Runs jobs in a pool.
  package init(_ pool: ThreadPoolExecutor) {
    self.pool = pool
  }

  package func run(jobs: Int) throws -> Lap {
    let begin = monotonicNanoseconds()
    var futures: [Future<Int>] = []
    futures.reserveCapacity(jobs)
    for number in 0..<jobs { futures.append(try pool.submit(job, number)) }
    return try collect(&futures, expecting: EmptyBody.number.sum(jobs: jobs), since: begin)
  }
}
