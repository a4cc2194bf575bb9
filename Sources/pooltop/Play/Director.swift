internal import Platform
internal import ScenarioScript

/// Does what a scenario scripts for a moment, while the player submits.
///
/// A thread of its own, because a player that waits for room in a full queue could not do what makes
/// room.
final class Director: Sendable {
  private let scenario: Scenario
  private let pace: Pace
  private let isStopped = Monitor(false)

  init(_ scenario: Scenario, pace: Pace) {
    self.scenario = scenario
    self.pace = pace
  }

  /// Whether there is anything to do.
  var hasWork: Bool { scenario.observeInterval != nil }

  /// Does all of it, each at its moment; returns when nothing is left, or when it is stopped.
  func run(for player: ScenarioPlayer) {
    var nextLook = scenario.observeInterval
    while let moment = nextLook {
      let wasStopped = isStopped.wait(until: pace.instant(of: moment)) { $0 ? true : nil }
      if wasStopped != nil { return }
      player.logLook()
      nextLook = scenario.observeInterval.map { moment + $0 }
    }
  }

  /// Does nothing more.
  func stop() {
    isStopped.withLock { $0 = true }
    isStopped.signal()
  }
}
