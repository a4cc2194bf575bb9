// A message travels in frames: a head of 32 bytes, then a note, then a piece of the payload.
//
//   0   4     5      6          8       12          16    24      32
//   │mark│kind│isLast│noteCount│count  │notePlus   │run  │total  │ note │ piece │
//
// Numbers are little-endian. `count` is the length of the piece, `total` that of the whole payload.
// The note stands in the first frame only; its length is noteCount, and notePlus times 65,536.

/// The head of a frame.
struct FrameHead: Equatable {
  static let byteCount = 32
  private static let mark: UInt32 = 0x3150_4643

  var kind: Message.Kind
  var isLast: Bool
  var noteCount: Int
  var count: Int
  var run: UInt64
  var total: UInt64

  /// Writes the head.
  func append(to bytes: inout [UInt8]) {
    bytes.appendNumber(Self.mark)
    bytes.append(kind.rawValue)
    bytes.append(isLast ? 1 : 0)
    bytes.appendNumber(UInt16(truncatingIfNeeded: noteCount))
    bytes.appendNumber(UInt32(truncatingIfNeeded: count))
    bytes.appendNumber(UInt32(truncatingIfNeeded: noteCount >> 16))
    bytes.appendNumber(run)
    bytes.appendNumber(total)
  }

  /// Reads a head that is there whole, at the front of some bytes.
  init(_ bytes: ArraySlice<UInt8>) throws(ProtocolError) {
    func number<Number: FixedWidthInteger>(at place: Int, _ type: Number.Type) -> Number {
      unsafe bytes.withUnsafeBytes {
        Number(littleEndian: unsafe $0.loadUnaligned(fromByteOffset: place, as: Number.self))
      }
    }
    precondition(bytes.count >= Self.byteCount, "a head is read that is not there whole")
    guard number(at: 0, UInt32.self) == Self.mark else {
      throw ProtocolError("what came is not a frame")
    }
    let code = number(at: 4, UInt8.self)
    guard let kind = Message.Kind(rawValue: code) else {
      throw ProtocolError("no frame is of kind \(code)")
    }
    let last = number(at: 5, UInt8.self)
    guard last <= 1 else { throw ProtocolError("a frame is the last one or not, and not \(last)") }
    self.kind = kind
    isLast = last == 1
    noteCount = Int(number(at: 6, UInt16.self)) + Int(number(at: 12, UInt32.self)) << 16
    count = Int(number(at: 8, UInt32.self))
    run = number(at: 16, UInt64.self)
    total = number(at: 24, UInt64.self)
    guard count <= WireFormat.frameLimit, noteCount <= WireFormat.frameLimit else {
      throw ProtocolError("a frame of \(count) + \(noteCount) bytes is longer than is allowed")
    }
    guard total <= WireFormat.payloadLimit else {
      throw ProtocolError("a payload of \(total) bytes is longer than is allowed")
    }
  }

  init(kind: Message.Kind, isLast: Bool, noteCount: Int, count: Int, run: UInt64, total: UInt64) {
    self.kind = kind
    self.isLast = isLast
    self.noteCount = noteCount
    self.count = count
    self.run = run
    self.total = total
  }
}

/// The limits of the wire.
package enum WireFormat {
  /// Changes whenever parent and worker of different builds would misunderstand each other.
  package static let version: UInt32 = 1
  /// Bytes of the longest piece, and of the longest note.
  ///
  /// Longer pieces need fewer turns; shorter ones make a reader's wait for the next message
  /// shorter.
  package static let frameLimit = 1 << 20
  /// Bytes of the longest payload.
  package static let payloadLimit: UInt64 = 1 << 32
  /// Bytes of the longest payload that is copied behind its head.
  ///
  /// Longer saves the system from gathering two runs of bytes, a tenth of a microsecond; shorter
  /// copies less.
  static let copyLimit = 1 << 10
}

/// What came over the wire is no message.
package struct ProtocolError: Error, Sendable, Equatable, CustomStringConvertible {
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}

extension Message {
  /// Whether the message can travel; what makes it too long otherwise.
  package var tooLong: String? {
    if note.count > WireFormat.frameLimit {
      return "\(note.count) bytes of text, where \(WireFormat.frameLimit) are allowed"
    }
    guard UInt64(payload.count) <= WireFormat.payloadLimit else {
      return "\(payload.count) bytes, where \(WireFormat.payloadLimit) are allowed"
    }
    return nil
  }

  /// Hands out the message's frames, each as a head with what follows it at once, and a range of
  /// the payload.
  package func forEachFrame<Failure: Error>(
    _ body: (_ head: [UInt8], _ piece: Range<Int>) throws(Failure) -> Void
  ) throws(Failure) {
    var start = 0
    repeat {
      let end = min(payload.count, start + WireFormat.frameLimit)
      let isFirst = start == 0
      var head: [UInt8] = []
      let isShort = payload.count <= WireFormat.copyLimit
      head.reserveCapacity(
        FrameHead.byteCount + (isFirst ? note.count : 0) + (isShort ? payload.count : 0))
      FrameHead(
        kind: kind, isLast: end == payload.count, noteCount: isFirst ? note.count : 0,
        count: end - start, run: run, total: UInt64(payload.count)
      ).append(to: &head)
      if isFirst { head += note }
      if isShort { head += payload }
      try body(head, isShort ? end..<end : start..<end)
      start = end
    } while start < payload.count
  }
}
