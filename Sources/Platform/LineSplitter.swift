/// Cuts a stream of bytes into lines, whatever the pieces it comes in.
package struct LineSplitter: Sendable {
  private var partial: [UInt8] = []

  /// Bytes of the longest line.
  ///
  /// A longer one is cut into several, so that a writer without line ends cannot fill the memory.
  package static let lineLimit = 64 * 1024

  package init() {}

  /// Takes a piece.
  ///
  /// - Returns: The lines it completes, without their ends. What is not UTF-8 is replaced.
  package mutating func feed(_ bytes: ArraySlice<UInt8>) -> [String] {
    var lines: [String] = []
    var rest = bytes
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      partial += rest[..<end]
      if partial.last == UInt8(ascii: "\r") { partial.removeLast() }
      lines.append(takePartial())
      rest = rest[(end + 1)...]
    }
    partial += rest
    if partial.count >= Self.lineLimit { lines.append(takePartial()) }
    return lines
  }

  /// Takes the last line, if it had no end.
  package mutating func finish() -> String? {
    partial.isEmpty ? nil : takePartial()
  }

  private mutating func takePartial() -> String {
    defer { partial.removeAll(keepingCapacity: true) }
    return String(decoding: partial, as: UTF8.self)
  }
}
