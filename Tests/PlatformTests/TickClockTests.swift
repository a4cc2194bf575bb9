import Platform
import Testing

/// A clock that counts ticks between looks at the system's.
struct TickClockTests {
  @Test(
    "gives moments that are no later than the clock's, and hardly earlier",
    .timeLimit(.minutes(5)))
  func agreement() {
    var clock = TickClock()
    // The rate of the ticks is known after ten milliseconds.
    let end = MonotonicClock.now.advanced(by: .milliseconds(60))
    var before = MonotonicClock.now
    while before < end {
      let moment = clock.now()
      let after = MonotonicClock.now
      #expect(moment <= after)
      #expect(moment.advanced(by: .microseconds(1)) >= before)
      before = after
    }
  }

  @Test("never runs backwards", .timeLimit(.minutes(5)))
  func order() {
    var clock = TickClock()
    let end = MonotonicClock.now.advanced(by: .milliseconds(60))
    var last = clock.now()
    while last < end {
      let moment = clock.now()
      #expect(moment >= last)
      last = moment
    }
  }
}
