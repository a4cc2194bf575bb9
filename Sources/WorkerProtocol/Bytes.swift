extension [UInt8] {
  /// Writes a number, little-endian.
  @inlinable
  package mutating func appendNumber(_ number: some FixedWidthInteger) {
    unsafe Swift.withUnsafeBytes(of: number.littleEndian) { unsafe append(contentsOf: $0) }
  }

  /// Writes a text: its length in bytes, then its UTF-8.
  package mutating func appendText(_ text: String) {
    appendNumber(UInt32(truncatingIfNeeded: text.utf8.count))
    append(contentsOf: text.utf8)
  }

  /// Writes what a body appends, with its length before it.
  package mutating func appendMeasured(_ body: (inout [UInt8]) throws -> Void) rethrows {
    let start = count
    appendNumber(UInt32(0))
    do {
      try body(&self)
    } catch {
      removeSubrange(start...)
      throw error
    }
    let length = UInt32(truncatingIfNeeded: count - start - 4)
    for place in 0..<4 { self[start + place] = UInt8(truncatingIfNeeded: length >> (8 * place)) }
  }

  /// Writes bytes: their length, then themselves.
  package mutating func appendBytes(_ bytes: some Collection<UInt8>) {
    appendNumber(UInt32(truncatingIfNeeded: bytes.count))
    append(contentsOf: bytes)
  }
}

/// Reads what was written with `appendNumber` and its like.
///
/// Inlinable where the compiler must know a type: looked up at run time for each item of a chunk,
/// it cost a tenth of a map.
package struct ByteReader {
  @usableFromInline var rest: ArraySlice<UInt8>

  package init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
  }

  package init(_ bytes: [UInt8]) {
    self.init(bytes[...])
  }

  package var isAtEnd: Bool { rest.isEmpty }

  /// Reads a number.
  @inlinable
  package mutating func number<Number: FixedWidthInteger>(
    _ type: Number.Type
  ) throws(ProtocolError) -> Number {
    let bytes = try take(Number.bitWidth / 8)
    return unsafe bytes.withUnsafeBytes {
      Number(littleEndian: unsafe $0.loadUnaligned(as: Number.self))
    }
  }

  /// Reads a text.
  package mutating func text() throws(ProtocolError) -> String {
    String(decoding: try bytes(), as: UTF8.self)
  }

  /// Reads bytes with their length before them.
  package mutating func bytes() throws(ProtocolError) -> ArraySlice<UInt8> {
    try take(Int(try number(UInt32.self)))
  }

  @usableFromInline
  mutating func take(_ count: Int) throws(ProtocolError) -> ArraySlice<UInt8> {
    guard count <= rest.count else {
      throw ProtocolError("a message ends \(count - rest.count) bytes too early")
    }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }
}
