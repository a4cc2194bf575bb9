internal import Platform

/// Turns a scenario's time into the clock's, which may go faster or slower.
struct Pace: Sendable {
  /// When the run began.
  let start: MonotonicClock.Instant
  /// How many seconds of the scenario pass in one.
  let speed: Double

  init(speed: Double = 1, start: MonotonicClock.Instant = .now) {
    self.start = start
    self.speed = speed
  }

  /// How much of the scenario's time has passed.
  var now: Duration {
    let passed = start.duration(to: .now)
    return speed == 1 ? passed : passed * speed
  }

  /// Returns when a moment of the scenario comes.
  func instant(of offset: Duration) -> MonotonicClock.Instant {
    start.advanced(by: real(offset))
  }

  /// Returns how long a duration of the scenario really takes.
  func real(_ duration: Duration) -> Duration {
    speed == 1 ? duration : duration / speed
  }
}

extension MonotonicClock.Instant {
  /// The moment now.
  static var now: MonotonicClock.Instant { MonotonicClock.now }
}
