internal import Platform

/// The time zone of this machine.
enum LocalTime {
  /// How far its clocks are ahead of UTC now.
  static var offsetFromUTC: Duration {
    .seconds(WallTime(nanosecondsSince1970: MonotonicClock.wallNanoseconds).secondsFromUTC)
  }
}
