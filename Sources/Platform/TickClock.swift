private import CPlatform
private import Synchronization

// A look at the system's clock takes 23 ns on the machine where this was measured, and a look at
// the processor's own counter 10. A pool takes two for each job, so:
//
//   now    the last look at the clock, and the ticks since then, for at most a millisecond
//
// The rate of the ticks is measured once, over 10 ms or more, to some millionths, and taken 16 of
// them too low: a moment is up to 20 ns behind the clock's, and never ahead of it. Where the kernel
// does not keep its own time by the ticks, and before their rate is known, every look is one at the
// clock.

/// The monotonic clock, for whoever looks at it very often; one thread at a time.
package struct TickClock: Sendable {
  /// The last look at the clock.
  private var last = TickPair(ticks: 0, nanoseconds: 0)

  package init() {}

  /// The moment now, or up to 20 ns before it; never before one that this clock gave earlier.
  package mutating func now() -> MonotonicClock.Instant {
    let rate = TickRate.current
    let ticks = cplatform_ticks() &- last.ticks
    // Some that went backwards are very many.
    guard rate != 0, ticks < TickRate.limit else { return lookUp() }
    return MonotonicClock.Instant(nanoseconds: last.nanoseconds &+ (ticks &* rate) >> 32)
  }

  private mutating func lookUp() -> MonotonicClock.Instant {
    guard TickRate.isSteady else { return MonotonicClock.now }
    guard let pair = TickPair.now else { return max(MonotonicClock.now, last.moment) }
    TickRate.learn(from: pair)
    last = TickPair(ticks: pair.ticks, nanoseconds: max(pair.nanoseconds, last.nanoseconds))
    return last.moment
  }
}

/// A look at the clock and at the counter, at the same time.
private struct TickPair {
  var ticks: UInt64
  var nanoseconds: UInt64

  var moment: MonotonicClock.Instant { MonotonicClock.Instant(nanoseconds: nanoseconds) }

  /// `nil` where the thread lost its processor between the two.
  static var now: TickPair? {
    let before = cplatform_ticks()
    let moment = MonotonicClock.now
    let after = cplatform_ticks()
    guard after &- before < 2_000 else { return nil }
    return TickPair(ticks: after, nanoseconds: moment.nanoseconds)
  }
}

/// How long a tick is, for the whole process.
private enum TickRate {
  /// For how many ticks one look at the clock is good: less than a millisecond.
  static let limit: UInt64 = 1 << 20

  static let isSteady = cplatform_ticks_are_steady()

  /// Nanoseconds in 2³² ticks; 0 while that is not known.
  static var current: UInt64 { rate.load(ordering: .relaxed) }

  private static let rate = Atomic<UInt64>(0)
  private static let first = TickPair.now

  /// Measures it, once, from the first pair that is far enough from the very first.
  static func learn(from pair: TickPair) {
    guard current == 0, let first, pair.nanoseconds > first.nanoseconds + 10_000_000 else { return }
    let span = Double(pair.nanoseconds - first.nanoseconds) / Double(pair.ticks - first.ticks)
    rate.store(UInt64(span * (1 - 16e-6) * 0x1p32), ordering: .relaxed)
  }
}
