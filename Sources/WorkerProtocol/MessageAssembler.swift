/// Puts messages together from pieces of any size.
package struct MessageAssembler: Sendable {
  /// What is kept free for a payload at once; a sender that lies about its length gets no more.
  private static let reserveLimit = 64 << 20

  /// The current head or note, as far as it is there.
  private var partial: [UInt8] = []
  private var head: FrameHead?
  private var message: Message?
  private var missingNoteCount = 0
  private var missingCount = 0

  package init() {}

  /// Whether a message has begun that is not there whole.
  package var isInside: Bool { !partial.isEmpty || head != nil || message != nil }

  /// Takes bytes until a message is whole.
  ///
  /// - Parameter bytes: What came; what is taken is dropped from its front.
  /// - Returns: The message; `nil` when all bytes were taken and it is not whole.
  /// - Throws: ``ProtocolError``, after which nothing more can be read.
  package mutating func next(
    _ bytes: inout ArraySlice<UInt8>
  ) throws(ProtocolError) -> Message? {
    while true {
      if head == nil {
        guard try takeHead(&bytes) else { return nil }
      }
      takeNote(&bytes)
      takePiece(&bytes)
      guard missingNoteCount == 0, missingCount == 0 else { return nil }
      let isLast = head?.isLast == true
      head = nil
      guard isLast, let whole = message else { continue }
      message = nil
      return whole
    }
  }

  private mutating func takeHead(_ bytes: inout ArraySlice<UInt8>) throws(ProtocolError) -> Bool {
    if partial.isEmpty, bytes.count >= FrameHead.byteCount {
      try begin(try FrameHead(bytes))
      bytes = bytes.dropFirst(FrameHead.byteCount)
      return true
    }
    let count = min(FrameHead.byteCount - partial.count, bytes.count)
    partial += bytes.prefix(count)
    bytes = bytes.dropFirst(count)
    guard partial.count == FrameHead.byteCount else { return false }
    let head = try FrameHead(partial[...])
    partial.removeAll(keepingCapacity: true)
    try begin(head)
    return true
  }

  private mutating func begin(_ head: FrameHead) throws(ProtocolError) {
    let before = UInt64(message?.payload.count ?? 0)
    let after = before + UInt64(head.count)
    if let message {
      guard message.kind == head.kind, message.run == head.run, head.noteCount == 0,
        head.count > 0
      else { throw ProtocolError("a frame does not go on with the message before it") }
    } else {
      var message = Message(head.kind, run: head.run)
      message.payload.reserveCapacity(Int(min(head.total, UInt64(Self.reserveLimit))))
      message.note.reserveCapacity(head.noteCount)
      self.message = message
    }
    guard head.isLast ? after == head.total : after < head.total else {
      throw ProtocolError("\(after) bytes came of a payload of \(head.total)")
    }
    missingNoteCount = head.noteCount
    missingCount = head.count
    self.head = head
  }

  private mutating func takeNote(_ bytes: inout ArraySlice<UInt8>) {
    let count = min(missingNoteCount, bytes.count)
    guard count > 0 else { return }
    message?.note += bytes.prefix(count)
    bytes = bytes.dropFirst(count)
    missingNoteCount -= count
  }

  private mutating func takePiece(_ bytes: inout ArraySlice<UInt8>) {
    let count = min(missingCount, bytes.count)
    guard missingNoteCount == 0, count > 0 else { return }
    message?.payload += bytes.prefix(count)
    bytes = bytes.dropFirst(count)
    missingCount -= count
  }
}
