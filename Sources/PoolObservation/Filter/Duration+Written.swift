/// Why a text is no duration.
package enum DurationError: Error, Equatable {
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
  package init(asWritten text: String) throws(DurationError) {
    var rest = text.utf8[...]
    if rest.first == UInt8(ascii: "-") {
      rest = rest.drop { $0 == UInt8(ascii: "-") }
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

/// Says whether a byte is a digit of ASCII.
package func isDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
}
