// The system's header of `timespec` is in no module: it belongs to the one that reads it first.
internal import CPlatform
internal import Glibc

/// The clock that never jumps: nanoseconds since the machine started.
@usableFromInline
package struct MonotonicClock: Sendable {
  /// A moment of the monotonic clock.
  @usableFromInline
  package struct Instant: Sendable, Hashable, Comparable {
    /// Nanoseconds since the machine started.
    package var nanoseconds: UInt64

    package init(nanoseconds: UInt64) {
      self.nanoseconds = nanoseconds
    }

    @usableFromInline
    package static func < (left: Instant, right: Instant) -> Bool {
      left.nanoseconds < right.nanoseconds
    }

    /// Returns the moment that lies a duration later; a negative duration gives this moment.
    ///
    /// What lies beyond the clock's range is held at its end, 292 years away.
    package func advanced(by duration: Duration) -> Instant {
      guard duration > .zero else { return self }
      let end = UInt64(Int64.max)
      let room = end - min(nanoseconds, end)
      // Compared before it is taken apart: more seconds than 64 bits hold would trap there.
      guard duration < .nanoseconds(Int64(clamping: room)) else { return Instant(nanoseconds: end) }
      let (seconds, attoseconds) = duration.components
      let step = UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
      return Instant(nanoseconds: nanoseconds + step)
    }

    /// Returns how much later another moment is; zero when it is not.
    package func duration(to other: Instant) -> Duration {
      .nanoseconds(Int64(clamping: other.nanoseconds - min(nanoseconds, other.nanoseconds)))
    }

    var timespec: timespec {
      Glibc.timespec(
        tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    }
  }

  /// The moment now.
  ///
  /// - Complexity: One call without entering the kernel, about 20 ns.
  package static var now: Instant {
    var moment = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &moment)
    return Instant(nanoseconds: UInt64(moment.tv_sec) * 1_000_000_000 + UInt64(moment.tv_nsec))
  }

  /// The wall clock now: nanoseconds since 1970.
  package static var wallNanoseconds: Int64 {
    var moment = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &moment)
    return Int64(moment.tv_sec) * 1_000_000_000 + Int64(moment.tv_nsec)
  }
}
