internal import ConcurrentFutures
internal import Contestants

/// From submission to the result in the submitter's hands, on one worker.
struct RoundTrips {
  /// Starts the contestants, kept on some processors.
  typealias Starter =
    (_ caller: [Int], _ partner: [Int]) throws -> any RoundTripContestants

  /// Round trips in a block; blocks of each contestant take turns.
  static let blockSize = 500
  /// Blocks of each contestant in a round.
  static let blockCount = 10

  let settings: Settings
  let subject: String
  let start: Starter

  /// Round trips to another thread.
  static func threads(_ settings: Settings) -> RoundTrips {
    RoundTrips(settings: settings, subject: "round trip", start: ThreadTrips.init)
  }

  /// Round trips to another process.
  static func processes(_ settings: Settings) -> RoundTrips {
    RoundTrips(
      settings: settings, subject: "round trip to a process", start: ProcessTrips.init)
  }

  func measure() throws -> [Row] {
    let usable = Affinity.current
    defer { Affinity.set(usable) }
    var rows: [Row] = []
    for placement in Placement.allCases {
      guard let (caller, partner) = placement.processors(of: usable) else { continue }
      let contestants = try start(caller, partner)
      defer { contestants.stop() }
      Affinity.set(caller)
      rows += try measure(contestants.trips, placement)
    }
    return rows
  }

  private func measure(_ trips: [RoundTrip], _ placement: Placement) throws -> [Row] {
    var medians = [Samples](repeating: Samples(), count: trips.count)
    var tails = medians
    for trip in trips { _ = try microseconds(of: trip) }
    for round in 0..<settings.rounds {
      settings.report(round: round, of: "\(subject), \(placement.rawValue)")
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
        subject: trips[index].name, setting: "\(subject), \(placement.rawValue)",
        unit: .microseconds,
        samples: medians[index], ratio: isLibrary ? nil : medians[0] / medians[index],
        ratioTarget: placement.isJudged ? trips[index].target : nil)
      let tail = Row(
        subject: "\(trips[index].name), 99th percentile",
        setting: "\(subject), \(placement.rawValue)",
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
