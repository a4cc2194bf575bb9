private import Glibc

/// A moment as clocks on walls show it, in this machine's time zone.
package struct WallTime: Sendable, Hashable {
  package var year: Int
  package var month: Int
  package var day: Int
  package var hour: Int
  package var minute: Int
  package var second: Int
  package var millisecond: Int
  /// How far this machine's time zone was ahead of UTC then, in seconds.
  package var secondsFromUTC: Int

  /// Reads a moment that is given in nanoseconds since 1970.
  package init(nanosecondsSince1970 nanoseconds: Int64) {
    let billion: Int64 = 1_000_000_000
    var seconds = time_t(nanoseconds >= 0 ? nanoseconds / billion : (nanoseconds + 1) / billion - 1)
    let rest = nanoseconds - Int64(seconds) * billion
    var parts = unsafe tm()
    unsafe localtime_r(&seconds, &parts)
    year = unsafe Int(parts.tm_year) + 1900
    month = unsafe Int(parts.tm_mon) + 1
    day = unsafe Int(parts.tm_mday)
    hour = unsafe Int(parts.tm_hour)
    minute = unsafe Int(parts.tm_min)
    second = unsafe Int(parts.tm_sec)
    millisecond = Int(rest / 1_000_000)
    secondsFromUTC = unsafe Int(parts.tm_gmtoff)
  }
}
