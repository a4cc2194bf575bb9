/// A second of UTC, as RFC 3339 writes it.
package struct CivilTime: Sendable, Hashable {
  /// Seconds since 1970.
  package var second: Int64

  private static let secondsPerDay: Int64 = 86_400
  /// Days in 400 years, after which the calendar begins anew.
  private static let daysPerEra: Int64 = 146_097
  /// Days from the first of March of the year 0 to the first of January 1970.
  private static let daysTo1970: Int64 = 719_468

  package init(second: Int64) {
    self.second = second
  }

  /// Finds the second of a date; `nil` when there is no such date or time of day.
  init?(year: Int64, month: Int64, day: Int64, hour: Int64, minute: Int64, second: Int64) {
    guard (0...9_999).contains(year), (1...12).contains(month), (1...31).contains(day),
      (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
    else { return nil }
    // Years begin in March, so that the day that some have more is their last.
    let marchYear = month <= 2 ? year - 1 : year
    let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * Self.daysPerEra + dayOfEra - Self.daysTo1970
    self.second = days * Self.secondsPerDay + hour * 3_600 + minute * 60 + second
  }

  /// `2026-11-22T15:07:44`.
  package var text: String {
    let days = (second - (second < 0 ? Self.secondsPerDay - 1 : 0)) / Self.secondsPerDay
    let secondOfDay = second - days * Self.secondsPerDay
    let shifted = days + Self.daysTo1970
    let era = (shifted >= 0 ? shifted : shifted - (Self.daysPerEra - 1)) / Self.daysPerEra
    let dayOfEra = shifted - era * Self.daysPerEra
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / (Self.daysPerEra - 1)) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let time = [secondOfDay / 3_600, secondOfDay / 60 % 60, secondOfDay % 60]
    return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) + "T"
      + time.map { padded($0, 2) }.joined(separator: ":")
  }

  private func padded(_ number: Int64, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
