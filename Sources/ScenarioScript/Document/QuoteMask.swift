// Hiding what is a key would be dangerous, and hiding too little is not. So a quotation mark begins
// quotes only where it must: at the start of the file, behind `: `, behind other quotes, and inside
// `[ ]` and `{ }` behind `[`, `{` and `,`. Where it might begin some, as behind the words of a text
// that goes on in the next line, or after what may be a text of many lines (`|`, `>`), the rest of
// the file stays as it is.

/// Hides what YAML's quotes and comments hold, so that the rest can be looked at byte by byte.
struct QuoteMask {
  private var bytes: [UInt8]
  private var index = 0
  /// Whether the next thing is a new one for sure, and no part of a text without quotes.
  private var isFresh = true
  /// How many brackets and braces are open for sure.
  private var flowDepth = 0

  /// Returns the bytes with an `x` for each that quotes hold, and a space for each of a comment.
  static func apply(to bytes: [UInt8]) -> [UInt8] {
    var mask = QuoteMask(bytes: bytes)
    guard !mask.hasOtherLineEnds else { return bytes }
    while mask.index < bytes.count, mask.step() {}
    return mask.bytes
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Whether there are ends of lines that ASCII has not; comments end there, too.
  private var hasOtherLineEnds: Bool {
    bytes.indices.contains { index in
      switch bytes[index] {
      case 0xC2: byte(index + 1) == 0x85
      case 0xE2: byte(index + 1) == 0x80 && (byte(index + 2) == 0xA8 || byte(index + 2) == 0xA9)
      default: false
      }
    }
  }

  /// Goes on; false where nothing can be said of the rest.
  private mutating func step() -> Bool {
    let byte = bytes[index]
    switch Unicode.Scalar(byte) {
    case " ", "\t", "\r", "\n":
      break
    case "#" where index == 0 || Self.isSpace(bytes[index - 1]):
      while index < bytes.count, !"\r\n".utf8.contains(bytes[index]) {
        bytes[index] = UInt8(ascii: " ")
        index += 1
      }
      return true
    case "\"", "'":
      if isFresh { return hideQuotes(ending: byte) }
      guard !bytes.mayBeginToken(index) else { return false }
    case "|", ">":
      guard !mayBeginBlock else { return false }
      isFresh = false
    case "[", "{":
      guard isFresh || flowDepth > 0 else { break }
      flowDepth += 1
      isFresh = true
    case "]", "}":
      isFresh = flowDepth > 0
      flowDepth = max(0, flowDepth - 1)
    case ",":
      isFresh = flowDepth > 0
    case ":":
      isFresh = isEnd(index + 1) || isFresh && flowDepth > 0
    case "-", "?":
      isFresh = isFresh && isEnd(index + 1)
    case "&", "*":
      guard isFresh else { break }
      while let next = self.byte(index + 1), next.isOfName { index += 1 }
      isFresh = isEnd(index + 1)
    default:
      isFresh = false
    }
    index += 1
    return true
  }

  /// Hides what stands in quotes; where they never end, the file is none.
  private mutating func hideQuotes(ending quote: UInt8) -> Bool {
    index += 1
    while let byte = self.byte(index) {
      let isDoubled = byte == quote && self.byte(index + 1) == quote && quote == UInt8(ascii: "'")
      if byte == quote, !isDoubled {
        index += 1
        return true
      }
      let isEscape = byte == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"")
      for _ in 0..<(isDoubled || isEscape ? 2 : 1) where index < bytes.count {
        // Places are told in characters, which must not become more.
        if bytes[index] < 0x80 { bytes[index] = UInt8(ascii: "x") }
        index += 1
      }
    }
    return false
  }

  /// Whether a text of many lines may begin with this sign.
  private var mayBeginBlock: Bool {
    guard index == 0 || Self.isSpace(bytes[index - 1]) else { return false }
    let rest = bytes[(index + 1)...].drop { "+-0123456789".utf8.contains($0) }
    return rest.first.map(Self.isSpace) ?? true
  }

  private func byte(_ index: Int) -> UInt8? {
    index < bytes.count ? bytes[index] : nil
  }

  private func isEnd(_ index: Int) -> Bool {
    byte(index).map(Self.isSpace) ?? true
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    " \t\r\n".utf8.contains(byte)
  }
}

extension [UInt8] {
  /// Says whether something new may begin at a place, outside of quotes and comments.
  func mayBeginToken(_ index: Int) -> Bool {
    guard index > 0 else { return true }
    let before = self[index - 1]
    return before >= 0x80 || " \t\r\n[]{},:?\"'".utf8.contains(before)
  }
}

extension UInt8 {
  /// Whether the name of an anchor or an alias can have it.
  var isOfName: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
