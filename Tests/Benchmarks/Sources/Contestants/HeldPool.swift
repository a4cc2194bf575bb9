package import ConcurrentFutures

/// A pool whose only worker is busy until it is let go: what is submitted stays pending.
package struct HeldPool {
  package let pool: ThreadPoolExecutor
  private let end = Gate()

  /// Starts the worker, and returns when it is busy.
  package init() throws {
    pool = try ThreadPoolExecutor(maxWorkers: 1)
    let isBusy = Gate()
    try pool.submit { [end] in
      isBusy.open()
      end.pass()
    }
    isBusy.pass()
  }

  /// Submits closures that return a number, and returns their futures.
  package func fill(_ count: Int) throws -> [Future<Int>] {
    var futures: [Future<Int>] = []
    futures.reserveCapacity(count)
    for number in 0..<count { futures.append(try pool.submit { number }) }
    return futures
  }

  /// Lets the worker go, cancels what is still pending, and waits for the end.
  package func stop() {
    end.open()
    pool.shutdown(wait: true, cancelFutures: true)
  }
}
