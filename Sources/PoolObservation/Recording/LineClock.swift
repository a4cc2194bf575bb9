/// Reads times, of which most fall into the second of the one before.
struct LineClock: Sendable {
  private var prefix: [UInt8] = []
  private var second: Int64 = 0

  /// The length of `2026-11-22T15:07:44.` in bytes.
  private static let prefixLength = 20

  /// Returns nanoseconds since 1970; `nil` where there is no time.
  mutating func nanoseconds(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    let zulu = range.upperBound - 1
    guard range.count >= Self.prefixLength, bytes[zulu] == UInt8(ascii: "Z") else { return nil }
    if !isPrefix(of: bytes, range) {
      guard let time = Self.civilTime(bytes, range.lowerBound) else { return nil }
      // Beyond what 64 bits can count in nanoseconds.
      guard (0..<9_000_000_000).contains(time.second) else { return nil }
      second = time.second
      prefix = []
      for place in 0..<Self.prefixLength { prefix.append(bytes[range.lowerBound + place]) }
    }
    var fraction: Int64 = 0
    var scale: Int64 = 1_000_000_000
    var place = range.lowerBound &+ Self.prefixLength
    // Without a fraction the second ends in Z, where otherwise the point is.
    guard prefix[Self.prefixLength - 1] == UInt8(ascii: ".") || place > zulu else { return nil }
    while place < zulu {
      guard let digit = bytes[place].digit, scale > 1 else { return nil }
      fraction = fraction &* 10 &+ Int64(digit)
      scale /= 10
      place &+= 1
    }
    return second &* 1_000_000_000 &+ fraction &* scale
  }

  @inline(__always)
  private func isPrefix(of bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard prefix.count == Self.prefixLength else { return false }
    for place in 0..<Self.prefixLength where prefix[place] != bytes[range.lowerBound &+ place] {
      return false
    }
    return true
  }

  private static func civilTime(_ bytes: Span<UInt8>, _ start: Int) -> CivilTime? {
    func number(_ offset: Int, _ digits: Int) -> Int64? {
      var number: Int64 = 0
      for place in offset..<(offset + digits) {
        guard let digit = bytes[start + place].digit else { return nil }
        number = number * 10 + Int64(digit)
      }
      return number
    }
    let separators: [(Int, UInt8)] = [
      (4, UInt8(ascii: "-")), (7, UInt8(ascii: "-")), (10, UInt8(ascii: "T")),
      (13, UInt8(ascii: ":")), (16, UInt8(ascii: ":")),
    ]
    guard separators.allSatisfy({ bytes[start + $0.0] == $0.1 }), let year = number(0, 4),
      let month = number(5, 2), let day = number(8, 2), let hour = number(11, 2),
      let minute = number(14, 2), let second = number(17, 2)
    else { return nil }
    return CivilTime(
      year: year, month: month, day: day, hour: hour, minute: minute, second: second)
  }
}
