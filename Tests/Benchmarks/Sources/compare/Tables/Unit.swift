internal import Foundation

/// What a figure counts, and how it is written.
enum Unit {
  case jobsPerSecond
  case nanoseconds
  case microseconds
  case milliseconds
  case seconds
  case bytes
  case megabytesPerSecond

  /// Writes a figure without its unit.
  func number(_ value: Double) -> String {
    switch self {
    case .jobsPerSecond: grouped(value / 1000)
    case .nanoseconds, .bytes, .megabytesPerSecond: grouped(value)
    case .microseconds: String(format: "%.2f", value)
    case .milliseconds, .seconds: String(format: "%.3f", value)
    }
  }

  /// The unit.
  var symbol: String {
    switch self {
    case .jobsPerSecond: "thousand/s"
    case .nanoseconds: "ns"
    case .microseconds: "µs"
    case .milliseconds: "ms"
    case .seconds: "s"
    case .bytes: "bytes"
    case .megabytesPerSecond: "MB/s"
    }
  }

  /// Writes a whole number with its thousands apart.
  static func count(_ count: Int) -> String {
    let digits = String(count)
    return String(
      digits.reversed().enumerated().flatMap { place, digit in
        place > 0 && place % 3 == 0 ? [",", digit] : [digit]
      }.reversed())
  }

  private func grouped(_ value: Double) -> String {
    value.isFinite ? Self.count(Int(value.rounded())) : "–"
  }
}
