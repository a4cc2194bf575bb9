internal import NIOPosix

/// NIOThreadPool: bare closures, no futures.
package final class NIOThreads: Contestant {
  package let name = "NIOThreadPool, bare closures"
  private let pool: NIOThreadPool

  /// Starts its threads.
  package init(workers: Int) {
    pool = NIOThreadPool(numberOfThreads: workers)
    pool.start()
  }

  /// Ends its threads.
  package func stop() throws {
    try pool.syncShutdownGracefully()
  }

  package func run(jobs: Int) -> Lap {
    let countdown = Countdown(jobs)
    return Lap(
      seconds: seconds {
        for _ in 0..<jobs { pool.submit { _ in countdown.arrive() } }
        countdown.wait()
      })
  }
}
