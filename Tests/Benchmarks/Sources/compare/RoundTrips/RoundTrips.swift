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
    let usable = Affinity.current
    defer { Affinity.set(usable) }
    var rows: [Row] = []
    for placement in Placement.allCases {
      guard let (caller, partner) = placement.processors(of: usable) else { continue }
      // Threads are born with the affinity of whoever starts them.
      Affinity.set(partner)
      let contestants = try RoundTripContestants(partnerProcessors: partner)
      defer { contestants.stop() }
      Affinity.set(caller)
      rows += try measure(contestants.trips, placement)
    }
    return Table(title: "Round trip: submit, and wait for the result, on 1 worker", rows: rows)
  }

  private func measure(_ trips: [RoundTrip], _ placement: Placement) throws -> [Row] {
    var medians = [Samples](repeating: Samples(), count: trips.count)
    var tails = medians
    for trip in trips { _ = try microseconds(of: trip) }
    for round in 0..<settings.rounds {
      settings.report(round: round, of: "round trip, \(placement.rawValue)")
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
    return trips.indices.flatMap { index in
      let isLibrary = index == 0
      let median = Row(
        subject: trips[index].name, setting: placement.rawValue, unit: .microseconds,
        samples: medians[index], ratio: isLibrary ? nil : medians[0] / medians[index],
        ratioTarget: placement.isJudged ? trips[index].target : nil)
      let tail = Row(
        subject: "\(trips[index].name), 99th percentile", setting: placement.rawValue,
        unit: .microseconds, samples: tails[index], ratio: isLibrary ? nil : tails[0] / tails[index]
      )
      return [median, tail]
    }
  }

  private func microseconds(of trip: RoundTrip) throws -> [Double] {
    try (0..<Self.blockSize).map { _ in
      let begin = monotonicNanoseconds()
      try trip.run()
      return Double(monotonicNanoseconds() - begin) / 1000
    }
  }
}
