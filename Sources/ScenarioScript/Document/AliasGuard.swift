/// Finds what would hang YAML's composer, before it begins.
///
/// The composer shares what an alias repeats, which costs nothing; but it hashes keys, and a key made
/// of aliases to aliases is as large as all that it stands for. So a file that may have aliases may
/// have no keys but plain ones. This looks at bytes and knows no quotes: it sees too much rather than
/// too little.
enum AliasGuard {
  /// Returns where a key of a file with aliases may be something else than a scalar.
  static func findLargeKey(in text: String) -> SourcePlace? {
    let bytes = Array(text.utf8)
    guard holdsName(after: "&", bytes), holdsName(after: "*", bytes) else { return nil }
    for index in bytes.indices {
      let isSuspicious =
        switch bytes[index] {
        case UInt8(ascii: "?"):
          index == 0 || !isInsideWord(bytes[index - 1])
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
          isColon(bytes, after: index + 1)
        case UInt8(ascii: "*"):
          isColon(bytes, after: endOfName(bytes, from: index + 1))
        default:
          false
        }
      if isSuspicious { return place(of: index, in: bytes) }
    }
    return nil
  }

  private static func holdsName(after sign: Unicode.Scalar, _ bytes: [UInt8]) -> Bool {
    bytes.indices.dropLast().contains {
      bytes[$0] == UInt8(ascii: sign) && isName(bytes[$0 + 1])
    }
  }

  private static func endOfName(_ bytes: [UInt8], from start: Int) -> Int {
    bytes[start...].firstIndex { !isName($0) } ?? bytes.endIndex
  }

  private static func isColon(_ bytes: [UInt8], after start: Int) -> Bool {
    let next = bytes[start...].first { !" \t\r\n".utf8.contains($0) }
    return next == UInt8(ascii: ":")
  }

  private static func isName(_ byte: UInt8) -> Bool {
    isInsideWord(byte) && byte < 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
  }

  private static func isInsideWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...:
      true
    default: false
    }
  }

  private static func place(of index: Int, in bytes: [UInt8]) -> SourcePlace {
    let before = bytes[..<index]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return SourcePlace(
      line: before.count { $0 == UInt8(ascii: "\n") } + 1,
      column: bytes[lineStart..<index].count { $0 & 0xC0 != 0x80 } + 1)
  }
}
