internal import DequeModule

/// A mutex, a condition and a deque: the pool that anybody would write first.
package final class PlainPool: Contestant, @unchecked Sendable {
  // @unchecked: `queue` and `isStopping` are touched only while the monitor is held.
  package let name = "mutex, condition and deque"
  private let monitor = BareMonitor()
  private var queue: Deque<@Sendable () -> Void> = []
  private var isStopping = false
  private var threads: [BareThread] = []

  /// Starts its threads.
  package init(workers: Int) {
    threads = (0..<workers).map { _ in BareThread { [self] in work() } }
  }

  /// Ends its threads; must be called, they keep it alive.
  package func stop() {
    monitor.lock()
    isStopping = true
    monitor.unlock()
    monitor.broadcast()
    for thread in threads { thread.join() }
    threads = []
  }

  /// Puts a closure in the queue.
  package func submit(_ body: @escaping @Sendable () -> Void) {
    monitor.lock()
    queue.append(body)
    monitor.unlock()
    monitor.signal()
  }

  package func run(jobs: Int) -> Lap {
    let countdown = Countdown(jobs)
    return Lap(
      seconds: seconds {
        for _ in 0..<jobs { submit { countdown.arrive() } }
        countdown.wait()
      })
  }

  private func work() {
    monitor.lock()
    while true {
      if let body = queue.popFirst() {
        monitor.unlock()
        body()
        monitor.lock()
      } else if isStopping {
        monitor.unlock()
        return
      } else {
        monitor.wait()
      }
    }
  }
}
