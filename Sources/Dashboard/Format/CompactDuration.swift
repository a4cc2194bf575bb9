extension Duration {
  /// A duration in at most five characters: `300ns`, `250ms`, `5.0s`, `2m03s`, `12m`, `2h03m`.
  ///
  /// Rounded to the unit shown; a negative one counts as nothing.
  package var compact: String {
    let nanoseconds = max(0, self / .nanoseconds(1))
    func rounded(_ unit: Double) -> Int { Int((nanoseconds / unit).rounded()) }
    if nanoseconds == 0 { return "0s" }
    if rounded(1) < 1_000 { return "\(rounded(1))ns" }
    if rounded(1e3) < 1_000 { return "\(rounded(1e3))us" }
    if rounded(1e6) < 1_000 { return "\(rounded(1e6))ms" }
    let tenths = rounded(1e8)
    if tenths < 600 { return "\(tenths / 10).\(tenths % 10)s" }
    let seconds = rounded(1e9)
    let minutes = seconds / 60
    if minutes < 10 { return "\(minutes)m\(twoDigits(seconds % 60))s" }
    if minutes < 60 { return "\(minutes)m" }
    let hours = minutes / 60
    if hours < 10 { return "\(hours)h\(twoDigits(minutes % 60))m" }
    if hours < 24 { return "\(hours)h" }
    let days = hours / 24
    return days < 10 ? "\(days)d\(twoDigits(hours % 24))h" : "\(days.grouped)d"
  }
}

/// A number from 0 to 99 with a leading zero.
func twoDigits(_ number: Int) -> String {
  number < 10 ? "0\(number)" : "\(number)"
}
