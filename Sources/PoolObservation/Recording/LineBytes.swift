// `JSONEncoder` took 2.8 to 4 µs for a line here, a job has three of them, and at 100,000 jobs a
// second that is a whole processor. This takes 0.24 µs: members are put in by their texts, numbers
// by their digits, and what one time has in common with the one before it is kept.

/// Lines of JSON, as they grow.
package struct LineBytes: Sendable {
  package private(set) var bytes: [UInt8] = []
  /// The second that the last time fell into, and how it reads up to the point.
  private var second: Int64 = .min
  private var secondText: [UInt8] = []

  package init() {}

  /// Hands over what there is; the room it took stays with the caller's array.
  mutating func take(into other: inout [UInt8]) {
    other.removeAll(keepingCapacity: true)
    swap(&bytes, &other)
  }

  /// Begins a line: its time, and what follows that.
  mutating func begin(at nanosecondsSince1970: Int64, _ rest: [UInt8]) {
    let second = nanosecondsSince1970 / 1_000_000_000
    if second != self.second {
      self.second = second
      secondText = Array("{\"time\":\"\(CivilTime(second: second).text).".utf8)
    }
    bytes.append(contentsOf: secondText)
    appendNanoseconds(UInt64(nanosecondsSince1970 - second * 1_000_000_000))
    bytes.append(contentsOf: rest)
  }

  /// Ends a line.
  mutating func end() {
    bytes.append(UInt8(ascii: "}"))
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Puts in a text as it is.
  mutating func append(_ text: [UInt8]) {
    bytes.append(contentsOf: text)
  }

  /// Puts in a whole number.
  mutating func append(_ number: UInt64) {
    guard number >= 10 else { return bytes.append(UInt8(ascii: "0") + UInt8(number)) }
    let start = bytes.count
    var rest = number
    while rest > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
    var low = start
    var high = bytes.count - 1
    while low < high {
      bytes.swapAt(low, high)
      low += 1
      high -= 1
    }
  }

  /// Puts in a whole number that may be negative.
  mutating func append(_ number: Int) {
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    append(UInt64(number.magnitude))
  }

  /// Puts in a number; what JSON has no number for becomes 0.
  mutating func append(_ number: Double) {
    let isWhole = number.magnitude < 1e15 && number == number.rounded()
    if isWhole { return append(Int(number)) }
    bytes.append(contentsOf: (number.isFinite ? "\(number)" : "0").utf8)
  }

  /// Puts in a text in quotation marks.
  ///
  /// Control characters are escaped, also those that JSON allows, and so are those that turn the
  /// direction of writing around: a line that is shown on a terminal does nothing to it.
  package mutating func append(quoted text: String) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.allSatisfy(\.isPlain) {
      bytes.append(contentsOf: text.utf8)
    } else {
      for scalar in text.unicodeScalars { append(escaped: scalar) }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func append(escaped scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": append(Array("\\\"".utf8))
    case "\\": append(Array("\\\\".utf8))
    case "\n": append(Array("\\n".utf8))
    case "\r": append(Array("\\r".utf8))
    case "\t": append(Array("\\t".utf8))
    case _ where scalar.isInvisibleOrder:
      for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
        let digits = String(unit, radix: 16)
        append(Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8))
      }
    default:
      bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }

  private mutating func appendNanoseconds(_ nanoseconds: UInt64) {
    let start = bytes.count
    bytes.append(contentsOf: Self.nineZeros)
    var rest = UInt32(truncatingIfNeeded: nanoseconds)
    var place = start + 8
    while rest > 0 {
      bytes[place] &+= UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
      place &-= 1
    }
  }

  private static let nineZeros = [UInt8](repeating: UInt8(ascii: "0"), count: 9)
}

extension Unicode.Scalar {
  /// Whether it does something instead of being seen: a control character, a line separator, or one
  /// that turns the direction of writing or hides.
  package var isInvisibleOrder: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    // Two of them join letters and keep them apart, in scripts that need it.
    case .format: value != 0x200C && value != 0x200D
    default: false
    }
  }
}

extension UInt8 {
  /// Whether it is a character of ASCII that stands for itself in a JSON text.
  @inline(__always)
  fileprivate var isPlain: Bool {
    self >= 0x20 && self < 0x7F && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\")
  }
}
