internal import ConcurrentFutures
internal import Contestants

/// One way to another thread and back.
struct RoundTrip {
  let name: String
  var target: Target?
  let run: () throws -> Void
}

/// Those whose round trips are compared, each with one thread besides the caller's.
struct RoundTripContestants {
  private let pool: ThreadPoolExecutor
  private let plain: PlainPool
  private let pingPong: PingPong

  /// Starts their threads.
  init(partnerProcessors: [Int]) throws {
    pool = try ThreadPoolExecutor(maxWorkers: 1, initializer: { Affinity.set(partnerProcessors) })
    plain = PlainPool(workers: 1)
    pingPong = PingPong()
  }

  /// Ends their threads.
  func stop() {
    pool.shutdown()
    plain.stop()
    pingPong.stop()
  }

  /// Their trips; the library's is the first.
  var trips: [RoundTrip] {
    [
      RoundTrip(name: "ConcurrentFutures") { [pool] in _ = try pool.submit { 1 }.result() },
      RoundTrip(name: "bare condition-variable ping-pong", target: .atMost(1.2)) { [pingPong] in
        pingPong.roundTrip()
      },
      RoundTrip(name: "mutex, condition and deque") { [plain] in
        let gate = Gate()
        plain.submit { gate.open() }
        gate.pass()
      },
    ]
  }
}
