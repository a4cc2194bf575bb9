internal import Contestants

/// A contestant and its times.
struct Lane {
  let contestant: any Contestant
  /// The places of those of the library's lanes that it is compared with; `nil` for all.
  private let counterparts: [Int]?
  /// By how much the library must be faster.
  let target: Target?
  /// Jobs a second until all results were there.
  private(set) var rates = Samples()
  /// Jobs a second until the futures were released, too.
  private(set) var ratesWithRelease = Samples()

  init(_ contestant: any Contestant, beside counterparts: [Int]? = nil, target: Target? = nil) {
    self.contestant = contestant
    self.counterparts = counterparts
    self.target = target
  }

  var isLibrary: Bool { !ratesWithRelease.values.isEmpty }

  /// Whether it is compared with a lane at a place.
  func isBeside(_ index: Int, _ lane: Lane) -> Bool {
    lane.isLibrary && counterparts?.contains(index) != false
  }

  mutating func run(jobs: Int) throws {
    let lap = try contestant.run(jobs: jobs)
    rates.values.append(Double(jobs) / lap.seconds)
    if let seconds = lap.secondsWithRelease {
      ratesWithRelease.values.append(Double(jobs) / seconds)
    }
  }
}
