/// Finds keys that would hang YAML's composer, before it begins.
///
/// The composer hashes keys. A key made of keys made of keys is hashed once for each level, and one
/// made of aliases to aliases is as large as all that it stands for, though sharing it costs
/// nothing. So a file that may have aliases may have no keys but plain ones, and a large file only
/// few others. This looks at bytes without quotes and comments: it sees too much rather than too
/// little.
enum KeyGuard {
  /// The sizes of all keys that are no plain words, at most, in bytes.
  ///
  /// A higher limit lets a hostile file take longer; a lower one forbids what texts may hold.
  private static let largestHashing = 64 * 1_024 * 1_024
  /// The longest key that does not begin with `?`, as YAML has it.
  private static let longestImplicitKey = 1_024

  /// Looks at a whole file.
  static func check(_ text: String) throws(DocumentError) {
    let bytes = QuoteMask.apply(to: Array(text.utf8))
    let mayHaveAliases = holdsName(after: "&", bytes) && holdsName(after: "*", bytes)
    var hashing = 0
    for index in bytes.indices {
      var size = longestImplicitKey
      switch bytes[index] {
      case UInt8(ascii: "?"):
        guard bytes.mayBeginToken(index) else { continue }
        size = bytes.count
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        guard isColon(bytes, after: index + 1) else { continue }
      case UInt8(ascii: "*"):
        guard mayHaveAliases, bytes.mayBeginToken(index),
          isColon(bytes, after: endOfName(bytes, from: index + 1))
        else { continue }
      default:
        continue
      }
      hashing += size
      guard mayHaveAliases || hashing > largestHashing else { continue }
      let reason = mayHaveAliases ? "with aliases can have none" : "so large can have only few"
      throw DocumentError(
        place(of: index, in: bytes), "this looks like a key that is no plain word; a file \(reason)"
      )
    }
  }

  private static func holdsName(after sign: Unicode.Scalar, _ bytes: [UInt8]) -> Bool {
    bytes.indices.dropLast().contains {
      bytes[$0] == UInt8(ascii: sign) && bytes[$0 + 1].isOfName && bytes.mayBeginToken($0)
    }
  }

  private static func endOfName(_ bytes: [UInt8], from start: Int) -> Int {
    bytes[start...].firstIndex { !$0.isOfName } ?? bytes.endIndex
  }

  private static func isColon(_ bytes: [UInt8], after start: Int) -> Bool {
    let next = bytes[start...].first { !" \t\r\n".utf8.contains($0) }
    return next == UInt8(ascii: ":")
  }

  private static func place(of index: Int, in bytes: [UInt8]) -> SourcePlace {
    let before = bytes[..<index]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return SourcePlace(
      line: before.count { $0 == UInt8(ascii: "\n") } + 1,
      column: bytes[lineStart..<index].count { $0 & 0xC0 != 0x80 } + 1)
  }
}
