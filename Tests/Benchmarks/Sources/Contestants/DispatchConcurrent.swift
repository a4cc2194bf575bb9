internal import Dispatch

/// Dispatch's concurrent queue: bare closures, no futures.
///
/// Nothing public bounds how many it runs at once, and a bound of our own would be measured with
/// it: it has as many threads as it likes, which is as many as there are processors.
package struct DispatchConcurrent: Contestant {
  package let name = "Dispatch's concurrent queue, bare closures"
  private let queue = DispatchQueue(label: "benchmark", attributes: .concurrent)

  /// Makes a queue.
  package init() {}

  package func run(jobs: Int) -> Lap {
    let countdown = Countdown(jobs)
    return Lap(
      seconds: seconds {
        for _ in 0..<jobs { queue.async { countdown.arrive() } }
        countdown.wait()
      })
  }
}
