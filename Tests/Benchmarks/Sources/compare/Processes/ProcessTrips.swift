internal import ConcurrentFutures
internal import Contestants

/// Those whose partner is another process.
///
/// This process, with every thread that the pool has in it, is on the caller's processors, and the
/// worker process on the partner's, as the two of the ping-pong are.
struct ProcessTrips: RoundTripContestants {
  private let pool: ProcessPoolExecutor
  private let pingPong: SocketPingPong

  init(caller: [Int], partner: [Int]) throws {
    Affinity.set(caller)
    pool = try ProcessJobs.pool(workers: 1)
    pingPong = try SocketPingPong()
    let worker = try pool.submit(ProcessJobs.process, 0).result()
    for process in [Int32(worker), pingPong.partnerID] {
      Affinity.set(partner, ofProcess: process)
    }
  }

  func stop() {
    pool.shutdown()
  }

  var trips: [RoundTrip] {
    [
      RoundTrip(name: "ConcurrentFutures") { [pool] in
        _ = try pool.submit(ProcessJobs.identity, 1).result()
      },
      RoundTrip(name: "bare socket-pair ping-pong", target: .atMost(2)) { [pingPong] in
        pingPong.roundTrip()
      },
    ]
  }
}

extension ProcessTrips {
  static func measure(_ settings: Settings) throws -> Table {
    Table(
      title: "Round trip: submit, and wait for the result, on 1 worker process",
      rows: try RoundTrips.processes(settings).measure() + pythonTrip(settings))
  }

  /// CPython's, where the system puts its threads and its process.
  private static func pythonTrip(_ settings: Settings) throws -> [Row] {
    guard Script.pythonProcesses.isAvailable else { return [] }
    var python = Samples()
    for round in 0..<settings.rounds {
      settings.report(round: round, of: "processes, round trip of CPython")
      python.values.append(try Script.pythonProcesses.number(["trip", "\(2000)"]))
    }
    return [
      Row(
        subject: "CPython's ProcessPoolExecutor", setting: "round trip to a process, anywhere",
        unit: .microseconds, samples: python)
    ]
  }
}
