// To wake a thread costs 5 to 50 microseconds, and several threads that hand empty jobs through one
// lock are slower than one: on two processors, 500,000 empty jobs on four workers ran at 0.4
// million a second with all awake, and run as fast as on one worker since those who are not needed
// rest.
//
//   jobs take long        every job that waits calls a worker for itself
//   jobs are tiny         one works; a second watches it; the others rest
//   …and then one is not  the watcher sees that nothing moves, works, and has all called

/// How fast jobs come and go, which says whether another worker would help.
struct Pace: Sendable {
  /// How long the body of a tiny job takes at most, in nanoseconds.
  ///
  /// More keeps work on one worker that two could do faster; less wakes threads for nothing.
  private static let tiny: UInt64 = 1_000
  /// How long after a start those at work are trusted to come back at once, in nanoseconds.
  private static let trust: UInt64 = 20_000
  /// The time to the next look of the worker that watches, after some that found all well.
  ///
  /// It doubles up to 1.6 ms. A start right after a look hides what follows from the next, so a job
  /// waits behind one that is unexpectedly long for two of these: 3.2 ms, and less where tiny ones
  /// have not run for long. Each look takes a processor from those at work: at 200 microseconds
  /// each, half a million empty jobs on two processors changed threads 2,000 times.
  static func watchInterval(after lookCount: Int) -> Duration {
    .microseconds(200 << min(lookCount, 3))
  }

  /// A bit for each of the last eight runs that were timed, set when it was not tiny; at first none
  /// was, so that workers come at once.
  private var longRuns: UInt8 = .max
  private var startCount = 0
  private var seenStartCount = 0
  private var lastStart: UInt64 = 0
  private var lastCall: UInt64 = 0
  /// Whether somebody watches.
  var isWatched = false

  /// Whether jobs are so tiny that those at work are free again before another would be awake.
  ///
  /// One of eight may be long: a thread that lost its processor for a while looks like that.
  var isBrisk: Bool { longRuns.nonzeroBitCount <= 1 }

  /// Whether those at work, or on their way to it, can be left alone with one more, at a moment in
  /// nanoseconds.
  func trustsThoseAtWork(at time: UInt64) -> Bool {
    isBrisk && time < max(lastStart, lastCall) &+ Self.trust
  }

  /// Notes that a worker is called, which takes a while to come.
  mutating func called(at time: UInt64) {
    lastCall = time
  }

  /// Notes a start, and returns when it was: after the one before it.
  ///
  /// One that a waiting job makes on its own stack moves nothing else on that waits.
  /// A worker may have looked at the clock before another one that took its job first: times are in
  /// the order in which jobs are taken.
  @discardableResult
  mutating func started(at time: UInt64, isInside: Bool = false) -> UInt64 {
    if !isInside { startCount &+= 1 }
    lastStart = max(time, lastStart &+ 1)
    return lastStart
  }

  /// Notes how long a body took.
  ///
  /// Not from one end to the next: that would count the time in which workers wait for each other,
  /// and call more of them for it.
  mutating func timed(_ nanoseconds: UInt64) {
    longRuns = longRuns << 1 | (nanoseconds < Self.tiny ? 0 : 1)
  }

  /// Says whether something started since the last look.
  mutating func hasMoved() -> Bool {
    defer { seenStartCount = startCount }
    return startCount != seenStartCount
  }

  /// Something takes longer than was thought: from now on, workers come at once again.
  mutating func isMistaken() {
    longRuns = .max
  }
}
