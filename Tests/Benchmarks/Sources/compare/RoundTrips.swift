internal import ConcurrentFutures
internal import Contestants

/// From submission to the result in the submitter's hands, on one worker.
struct RoundTrips {
  /// Round trips in a block; blocks of each contestant take turns.
  static let blockSize = 500
  /// Blocks of each contestant in a round.
  static let blockCount = 10

  let settings: Settings

  func measure() throws -> Table {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    defer { pool.shutdown() }
    let plain = PlainPool(workers: 1)
    defer { plain.stop() }
    let pingPong = PingPong()
    defer { pingPong.stop() }
    let trips: [() throws -> Void] = [
      { pingPong.roundTrip() },
      { _ = try pool.submit { 1 }.result() },
      {
        let gate = Gate()
        plain.submit { gate.open() }
        gate.pass()
      },
    ]
    var medians = [Samples](repeating: Samples(), count: trips.count)
    var tails = medians
    for trip in trips { _ = try microseconds(of: trip) }
    for round in 0..<settings.rounds {
      settings.report(round: round, of: "round trip")
      var times = [Samples](repeating: Samples(), count: trips.count)
      for block in 0..<Self.blockCount {
        for place in trips.indices {
          let index = (place + block) % trips.count
          times[index].values += try microseconds(of: trips[index])
        }
      }
      for index in trips.indices {
        medians[index].values.append(times[index].median)
        tails[index].values.append(times[index].percentile(0.99))
      }
    }
    return Table(
      title: "Round trip: submit, and wait for the result, on 1 worker",
      rows: rows("median", medians, target: .atMost(1.2)) + rows("99th percentile", tails))
  }

  private func microseconds(of trip: () throws -> Void) rethrows -> [Double] {
    try (0..<Self.blockSize).map { _ in
      let begin = monotonicNanoseconds()
      try trip()
      return Double(monotonicNanoseconds() - begin) / 1000
    }
  }

  private func rows(_ setting: String, _ samples: [Samples], target: Target? = nil) -> [Row] {
    [
      Row(
        subject: "ConcurrentFutures", setting: setting, unit: .microseconds, samples: samples[1]),
      Row(
        subject: "bare condition-variable ping-pong", setting: setting, unit: .microseconds,
        samples: samples[0], ratio: samples[1] / samples[0], ratioTarget: target),
      Row(
        subject: "mutex, condition and deque", setting: setting, unit: .microseconds,
        samples: samples[2], ratio: samples[1] / samples[2]),
    ]
  }
}
