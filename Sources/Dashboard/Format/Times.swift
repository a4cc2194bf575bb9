import PoolObservation

extension PoolInstant {
  /// The time since the pool was made: `00:07.0`, and from an hour on `1:02:03`.
  func clock(showsTenths: Bool) -> String {
    let tenths = Int(clamping: nanoseconds / 100_000_000)
    let seconds = tenths / 10
    let minutes = seconds / 60
    guard minutes < 60 else {
      return "\(minutes / 60):\(twoDigits(minutes % 60)):\(twoDigits(seconds % 60))"
    }
    let whole = "\(twoDigits(minutes)):\(twoDigits(seconds % 60))"
    return showsTenths ? "\(whole).\(tenths % 10)" : whole
  }

  /// The time since the pool was made, to the millisecond: `+5.000s`.
  var offset: String {
    let milliseconds = Int(clamping: nanoseconds / 1_000_000)
    return "+\(milliseconds / 1_000).\(String(milliseconds % 1_000 + 1_000).dropFirst())s"
  }

  /// The time of day by a wall clock: `15:07:44.000`.
  func timeOfDay(createdAt: Int64, offsetFromUTC: Duration) -> String {
    let offset = Int64(offsetFromUTC / .milliseconds(1))
    let sum = createdAt / 1_000_000 + Int64(clamping: nanoseconds / 1_000_000) + offset
    let dayLength: Int64 = 86_400_000
    let milliseconds = Int(((sum % dayLength) + dayLength) % dayLength)
    let seconds = milliseconds / 1_000
    let fraction = String(milliseconds % 1_000 + 1_000).dropFirst()
    return "\(twoDigits(seconds / 3_600)):\(twoDigits(seconds / 60 % 60)):"
      + "\(twoDigits(seconds % 60)).\(fraction)"
  }
}
