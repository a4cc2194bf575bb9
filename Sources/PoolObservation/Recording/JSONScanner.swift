// A recording of ten million lines is a gigabyte: it is read byte by byte, without a value for what
// nobody asks for. Foundation's decoder took 3.8 to 6 µs for a line of it, so would take the better
// part of a minute; with this, reading and folding all of it took 4 seconds.

/// Reads JSON from bytes, a value at a time.
enum JSONScanner {
  /// The deepest nesting of lists and objects; deeper is damage.
  private static let depthLimit = 64

  static func skipSpace(_ bytes: Span<UInt8>, _ position: inout Int) {
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): position &+= 1
      default: return
      }
    }
  }

  /// Goes past one character, which must be there.
  @inline(__always)
  static func expect(
    _ character: UInt8, _ bytes: Span<UInt8>, _ position: inout Int
  ) throws(LineFault) {
    skipSpace(bytes, &position)
    guard position < bytes.count, bytes[position] == character else {
      throw LineFault(
        expectation: "'\(Character(Unicode.Scalar(character)))'", position: position)
    }
    position &+= 1
  }

  static func value(_ bytes: Span<UInt8>, _ position: inout Int) throws(LineFault) -> JSONValue {
    skipSpace(bytes, &position)
    guard position < bytes.count else {
      throw LineFault(expectation: "a value", position: position)
    }
    switch bytes[position] {
    case UInt8(ascii: "\""): return try text(bytes, &position)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      return try number(bytes, &position)
    case UInt8(ascii: "{"), UInt8(ascii: "["): return try nested(bytes, &position)
    case UInt8(ascii: "t"): return try word([0x74, 0x72, 0x75, 0x65], .yes, bytes, &position)
    case UInt8(ascii: "f"): return try word([0x66, 0x61, 0x6C, 0x73, 0x65], .no, bytes, &position)
    case UInt8(ascii: "n"): return try word([0x6E, 0x75, 0x6C, 0x6C], .null, bytes, &position)
    default: throw LineFault(expectation: "a value", position: position)
    }
  }

  /// Reads a text; the position is that of its first quotation mark.
  static func text(_ bytes: Span<UInt8>, _ position: inout Int) throws(LineFault) -> JSONValue {
    let start = position &+ 1
    var place = start
    var hasEscapes = false
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") {
        position = place &+ 1
        return JSONValue(kind: .text, range: start..<place, hasEscapes: hasEscapes)
      }
      if byte == UInt8(ascii: "\\") {
        hasEscapes = true
        place &+= 1
        // The end of a line is no part of an escape.
        if place < bytes.count, bytes[place] < 0x20 { break }
      } else if byte < 0x20 {
        break
      }
      place &+= 1
    }
    throw LineFault(expectation: "the end of a text", position: min(place, bytes.count))
  }

  private static func number(
    _ bytes: Span<UInt8>, _ position: inout Int
  ) throws(LineFault) -> JSONValue {
    let start = position
    var value = JSONValue(kind: .number, range: start..<start)
    if bytes[position] == UInt8(ascii: "-") {
      value.isNegative = true
      position &+= 1
    }
    let firstDigit = position
    var hasOverflow = false
    while position < bytes.count, let digit = bytes[position].digit {
      let (product, isTooLarge) = value.magnitude.multipliedReportingOverflow(by: 10)
      let (sum, isCarried) = product.addingReportingOverflow(UInt64(digit))
      hasOverflow = hasOverflow || isTooLarge || isCarried
      value.magnitude = sum
      position &+= 1
    }
    guard position > firstDigit else {
      throw LineFault(expectation: "a digit", position: position)
    }
    value.isWhole = !hasOverflow
    while position < bytes.count, bytes[position].isOfFraction {
      value.isWhole = false
      position &+= 1
    }
    value.range = start..<position
    return value
  }

  private static func word(
    _ word: [UInt8], _ kind: JSONValue.Kind, _ bytes: Span<UInt8>, _ position: inout Int
  ) throws(LineFault) -> JSONValue {
    let start = position
    for byte in word {
      guard position < bytes.count, bytes[position] == byte else {
        throw LineFault(expectation: "a value", position: start)
      }
      position += 1
    }
    return JSONValue(kind: kind, range: start..<position)
  }

  /// Goes past a list or an object, whatever is in it.
  private static func nested(
    _ bytes: Span<UInt8>, _ position: inout Int
  ) throws(LineFault) -> JSONValue {
    let start = position
    let kind: JSONValue.Kind = bytes[start] == UInt8(ascii: "{") ? .object : .list
    var depth = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        _ = try text(bytes, &position)
        continue
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        guard depth <= depthLimit else {
          throw LineFault(
            expectation: "no more than \(depthLimit) lists in each other", position: position)
        }
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
      case UInt8(ascii: "\n"):
        throw LineFault(expectation: "the end of a list", position: position)
      default: break
      }
      position += 1
      if depth == 0 { return JSONValue(kind: kind, range: start..<position) }
    }
    throw LineFault(expectation: "the end of a list", position: position)
  }
}

extension UInt8 {
  /// What it is worth as a decimal digit.
  @inline(__always)
  var digit: UInt8? {
    self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") ? self &- UInt8(ascii: "0") : nil
  }

  /// Whether a number can go on with it after its whole digits.
  @inline(__always)
  fileprivate var isOfFraction: Bool {
    switch self {
    case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"),
      UInt8(ascii: "-"):
      true
    default: digit != nil
    }
  }
}
