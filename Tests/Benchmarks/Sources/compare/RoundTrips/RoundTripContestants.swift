internal import ConcurrentFutures
internal import Contestants

/// One way to another thread and back.
struct RoundTrip {
  let name: String
  var target: Target?
  let run: () throws -> Void
}

/// Those whose round trips are compared.
protocol RoundTripContestants {
  /// Their trips; the library's is the first.
  var trips: [RoundTrip] { get }
  /// Ends what they have started.
  func stop()
}

/// Those with one thread besides the caller's.
struct ThreadTrips: RoundTripContestants {
  private let pool: ThreadPoolExecutor
  private let plain: PlainPool
  private let pingPong: PingPong

  init(caller: [Int], partner: [Int]) throws {
    // Threads are born with the affinity of whoever starts them.
    Affinity.set(partner)
    pool = try ThreadPoolExecutor(maxWorkers: 1, initializer: { Affinity.set(partner) })
    plain = PlainPool(workers: 1)
    pingPong = PingPong()
  }

  func stop() {
    pool.shutdown()
    plain.stop()
    pingPong.stop()
  }

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
