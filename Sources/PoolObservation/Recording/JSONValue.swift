/// A value of JSON, as it lies in the bytes.
struct JSONValue {
  enum Kind {
    case text
    case number
    case yes
    case no
    case null
    case list
    case object
  }

  var kind: Kind
  /// Where it lies: of a text what is between the quotation marks, of a list or an object all of
  /// it.
  var range: Range<Int>
  /// Whether a text has escapes in it.
  var hasEscapes = false
  /// The digits of a whole number; what does not fit is the greatest.
  var magnitude: UInt64 = 0
  var isNegative = false
  /// Whether a number has no fraction and no exponent.
  var isWhole = false

  /// A whole number; `nil` when it is none, or too large.
  var integer: Int? {
    guard kind == .number, isWhole else { return nil }
    if isNegative { return magnitude <= UInt64(Int.max) ? -Int(magnitude) : nil }
    return Int(exactly: magnitude)
  }

  /// A whole number from 0; `nil` when it is none.
  var unsigned: UInt64? {
    kind == .number && isWhole && !isNegative ? magnitude : nil
  }

  /// A truth value; `nil` when it is none.
  var flag: Bool? {
    switch kind {
    case .yes: true
    case .no: false
    case .text, .number, .null, .list, .object: nil
    }
  }
}

/// What is wrong with a line.
struct LineFault: Error, Hashable {
  var expectation: String
  /// Where in the bytes.
  var position: Int
}

extension [UInt8] {
  /// Returns the text of a value without its escapes.
  func text(of value: JSONValue) -> String {
    let bytes = self[value.range]
    return value.hasEscapes ? Self.unescaped(bytes) : String(decoding: bytes, as: UTF8.self)
  }

  /// Returns what a number is as one with a fraction.
  func number(of value: JSONValue) -> Double? {
    value.kind == .number ? Double(String(decoding: self[value.range], as: UTF8.self)) : nil
  }

  private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
    var units: [UInt16] = []
    var rest = bytes
    while let byte = rest.first {
      guard byte == UInt8(ascii: "\\") else {
        let plain = rest.prefix { $0 != UInt8(ascii: "\\") }
        units += String(decoding: plain, as: UTF8.self).utf16
        rest = rest.dropFirst(plain.count)
        continue
      }
      rest = rest.dropFirst()
      let escape = rest.popFirst() ?? UInt8(ascii: "\\")
      switch escape {
      case UInt8(ascii: "n"): units.append(0x0A)
      case UInt8(ascii: "r"): units.append(0x0D)
      case UInt8(ascii: "t"): units.append(0x09)
      case UInt8(ascii: "b"): units.append(0x08)
      case UInt8(ascii: "f"): units.append(0x0C)
      case UInt8(ascii: "u"):
        let digits = String(decoding: rest.prefix(4), as: UTF8.self)
        units.append(UInt16(digits, radix: 16) ?? 0xFFFD)
        rest = rest.dropFirst(4)
      default: units.append(UInt16(escape))
      }
    }
    return String(decoding: units, as: UTF16.self)
  }
}
