internal import PoolObservation

extension Duration {
  /// Seconds as a number.
  package var inSeconds: Double { self / .seconds(1) }

  /// The duration as people read it, three digits of it: `1.25 s`, `340 ms`, `12.0 µs`,
  /// `2 min 5 s`.
  package var reading: String {
    let nanoseconds = self.nanoseconds
    if nanoseconds < 0 {
      return "−" + Duration.nanoseconds(nanoseconds == .min ? .max : -nanoseconds).reading
    }
    if nanoseconds == 0 { return "0 s" }
    if nanoseconds >= 60_000_000_000 { return readingInMinutes }
    let units: [(Int64, String)] = [(1_000_000_000, "s"), (1_000_000, "ms"), (1_000, "µs")]
    for (size, unit) in units where nanoseconds >= size {
      return "\(Self.threeDigits(Double(nanoseconds) / Double(size))) \(unit)"
    }
    return "\(nanoseconds) ns"
  }

  private var readingInMinutes: String {
    let seconds = nanoseconds / 1_000_000_000
    if seconds >= 3_600 { return "\(seconds / 3_600) h \(seconds / 60 % 60) min" }
    return "\(seconds / 60) min \(seconds % 60) s"
  }

  private static func threeDigits(_ value: Double) -> String {
    let digits = value < 9.995 ? 2 : value < 99.95 ? 1 : 0
    let scale = [1.0, 10, 100][digits]
    let scaled = Int((value * scale).rounded())
    guard digits > 0 else { return String(scaled) }
    let fraction = String(scaled % Int(scale))
    let zeros = String(repeating: "0", count: digits - fraction.count)
    return "\(scaled / Int(scale)).\(zeros)\(fraction)"
  }
}
