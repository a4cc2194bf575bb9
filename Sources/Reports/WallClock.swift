internal import PoolObservation

/// Moments by the wall clock, in UTC.
enum WallClock {
  /// Returns a moment in nanoseconds since 1970 as RFC 3339 writes it, in whole seconds.
  static func text(_ nanosecondsSince1970: Int64) -> String {
    CivilTime(second: nanosecondsSince1970 / 1_000_000_000).text + "Z"
  }
}
