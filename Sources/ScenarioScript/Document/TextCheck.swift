/// Checks what can be checked before YAML is read: size, encoding and characters.
enum TextCheck {
  /// The largest file.
  ///
  /// A scenario that a person wrote is a thousand times smaller.
  static let largestFile = 8 * 1_024 * 1_024

  /// Returns the text of a file, without a byte order mark.
  static func text(of bytes: [UInt8]) throws(DocumentError) -> String {
    guard bytes.count <= largestFile else {
      throw DocumentError(.start, "the file is larger than 8 MiB")
    }
    let marked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
    var iterator = (marked ? bytes[3...] : bytes[...]).makeIterator()
    var decoder = UTF8()
    var text = String.UnicodeScalarView()
    var place = SourcePlace.start
    while true {
      switch decoder.decode(&iterator) {
      case .emptyInput:
        return String(text)
      case .error:
        throw DocumentError(place, "the file is no UTF-8 text")
      case .scalarValue(let scalar):
        guard isAllowed(scalar) else {
          throw DocumentError(
            place,
            scalar == "\0"
              ? "the file holds a zero byte; it is no text"
              : "the file holds the control character \(codePoint(scalar))")
        }
        text.append(scalar)
        if scalar == "\n" {
          place = SourcePlace(line: place.line + 1, column: 1)
        } else {
          place.column += 1
        }
      }
    }
  }

  /// Says whether YAML allows a character.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xFEFE, 0xFF00...0xFFFD: true
    case 0x1_0000...: true
    default: false
    }
  }

  private static func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

/// Why a file is no document that can be read on.
struct DocumentError: Error, Equatable {
  var place: SourcePlace
  var sentence: String

  init(_ place: SourcePlace, _ sentence: String) {
    self.place = place
    self.sentence = sentence
  }
}
