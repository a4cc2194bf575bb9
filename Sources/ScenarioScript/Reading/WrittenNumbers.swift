/// Returns the integer that a text is, as people write integers; `010`, `+1` and `1_000` are none.
func integer(asWritten text: String) -> Int? {
  isInteger(text) ? Int(text) : nil
}

/// Says whether a text is written as an integer, however large.
func isInteger(_ text: String) -> Bool {
  let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
  guard text.utf8.count - digits.count <= 1, !digits.isEmpty, digits.allSatisfy(isDigit) else {
    return false
  }
  return digits.first != UInt8(ascii: "0") || digits.count == 1
}

/// Returns the share that a percentage is, from 0 to 1.
///
/// `2%` is 0.02; what is no percentage, or more than all, is nothing.
func share(asWritten text: String) -> Double? {
  guard text.utf8.last == UInt8(ascii: "%"),
    let percent = decimal(asWritten: String(text.dropLast())), percent <= 100
  else { return nil }
  return percent / 100
}

/// Returns how many a second a rate is; `20/s` is 20, `300/m` is 5.
func rate(asWritten text: String) -> Double? {
  let seconds = ["/s": 1.0, "/m": 60, "/h": 3_600]
  guard let unit = seconds[String(text.suffix(2))],
    let number = decimal(asWritten: String(text.dropLast(2))), number <= 1e9
  else { return nil }
  return number / unit
}

/// Returns the number that a text is, from 0 up: digits, perhaps a point and more digits.
func decimal(asWritten text: String) -> Double? {
  let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) })
  else { return nil }
  return Double(text)
}

func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}

/// Why a text is no duration.
enum DurationError: Error, Equatable {
  case unreadable
  case negative
  case tooLong
}

extension Duration {
  /// The units, largest first, with their nanoseconds.
  private static let units: [(name: String, nanoseconds: Int64)] = [
    ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000),
    ("us", 1_000),
  ]

  /// Reads a duration such as `5s`, `250ms`, `1m30s`; a number without a unit is seconds.
  ///
  /// Units come largest first, each at most once. What is below a nanosecond is dropped.
  init(asWritten text: String) throws(DurationError) {
    var rest = text.utf8[...]
    if rest.first == UInt8(ascii: "-") {
      rest.removeFirst()
      _ = try Duration(asWritten: String(Substring(rest)))
      throw .negative
    }
    guard !rest.isEmpty else { throw .unreadable }
    var total: Int64 = 0
    var units = Self.units[...]
    while !rest.isEmpty {
      let number = rest.prefix { isDigit($0) || $0 == UInt8(ascii: ".") }
      rest = rest[number.endIndex...]
      let name = String(Substring(rest.prefix { !isDigit($0) && $0 != UInt8(ascii: ".") }))
      rest = rest.dropFirst(name.utf8.count)
      let isBare = name.isEmpty && number.count == text.utf8.count
      guard let index = units.firstIndex(where: { $0.name == (isBare ? "s" : name) }) else {
        throw .unreadable
      }
      let part = try Self.nanoseconds(number, of: units[index].nanoseconds)
      units = units[(index + 1)...]
      let sum = total.addingReportingOverflow(part)
      guard !sum.overflow else { throw .tooLong }
      total = sum.partialValue
    }
    self = .nanoseconds(total)
  }

  /// Computes how many nanoseconds a decimal number of units is, exactly.
  private static func nanoseconds(
    _ number: Substring.UTF8View, of unit: Int64
  ) throws(DurationError) -> Int64 {
    let parts = number.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else {
      throw .unreadable
    }
    // Nineteen digits lie beyond any duration, and behind the point below any nanosecond.
    let whole = parts[0].drop { $0 == UInt8(ascii: "0") }
    guard whole.count < 19 else { throw .tooLong }
    let fraction = parts.count == 2 ? parts[1].prefix(18) : parts[0].prefix(0)
    var value: Int128 = 0
    var scale: Int128 = 1
    for digit in whole { value = value * 10 + Int128(digit - UInt8(ascii: "0")) }
    for digit in fraction {
      value = value * 10 + Int128(digit - UInt8(ascii: "0"))
      scale *= 10
    }
    let (scaled, overflow) = value.multipliedReportingOverflow(by: Int128(unit))
    guard !overflow, let nanoseconds = Int64(exactly: scaled / scale) else { throw .tooLong }
    return nanoseconds
  }
}
