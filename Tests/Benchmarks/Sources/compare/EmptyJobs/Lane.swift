internal import Contestants

/// A contestant and its times.
struct Lane {
  let contestant: any Contestant
  /// By how much the library must be faster.
  let target: Target?
  /// Jobs a second until all results were there.
  private(set) var rates = Samples()
  /// Jobs a second until the futures were released, too.
  private(set) var ratesWithRelease = Samples()

  init(_ contestant: any Contestant, target: Target? = nil) {
    self.contestant = contestant
    self.target = target
  }

  var isLibrary: Bool { !ratesWithRelease.values.isEmpty }

  mutating func run(jobs: Int) throws {
    let lap = try contestant.run(jobs: jobs)
    rates.values.append(Double(jobs) / lap.seconds)
    if let seconds = lap.secondsWithRelease {
      ratesWithRelease.values.append(Double(jobs) / seconds)
    }
  }
}
