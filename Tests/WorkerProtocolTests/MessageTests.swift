import SeededRandom
import Testing

@testable import WorkerProtocol

@Suite("The messages between a pool and its workers")
struct MessageTests {
  private func bytes(of message: Message) -> [UInt8] {
    var bytes: [UInt8] = []
    message.forEachFrame { head, piece in
      bytes += head
      bytes += message.payload[piece]
    }
    return bytes
  }

  private func messages(
    in bytes: [UInt8], pieces: [Int]
  ) throws(ProtocolError) -> (messages: [Message], isInside: Bool) {
    var assembler = MessageAssembler()
    var messages: [Message] = []
    var rest = bytes[...]
    for count in pieces + [bytes.count] {
      var piece = rest.prefix(count)
      rest = rest.dropFirst(count)
      while let message = try assembler.next(&piece) { messages.append(message) }
      #expect(piece.isEmpty)
    }
    return (messages, assembler.isInside)
  }

  private func someMessages(_ random: inout some RandomNumberGenerator) -> [Message] {
    (0..<Int.random(in: 1...5, using: &random)).map { number in
      let size = [0, 1, 31, 1_000, WireFormat.frameLimit, WireFormat.frameLimit * 2 + 7]
      return Message(
        Message.Kind.allCases.randomElement(using: &random) ?? .run, run: UInt64(number),
        note: [UInt8](repeating: 7, count: [0, 5, 70_000].randomElement(using: &random) ?? 0),
        payload: [UInt8](repeating: 9, count: size.randomElement(using: &random) ?? 0))
    }
  }

  @Test("arrive as they were sent, in pieces of any size", arguments: 0..<20)
  func pieces(_ seed: UInt64) throws {
    var random = SeededRandom(seed)
    let sent = someMessages(&random)
    let all = sent.flatMap { bytes(of: $0) }
    let pieces = (0..<50).map { _ in
      Int.random(in: 1...max(1, all.count / 25), using: &random)
    }
    let (received, isInside) = try messages(in: all, pieces: pieces)
    #expect(received == sent)
    #expect(!isInside)
  }

  @Test("byte by byte, too")
  func singly() throws {
    let sent = [Message(.run, run: 3, note: [1, 2], payload: [3, 4, 5]), Message(.exit)]
    let all = sent.flatMap { bytes(of: $0) }
    #expect(try messages(in: all, pieces: [Int](repeating: 1, count: all.count)).messages == sent)
  }

  @Test("one that is cut short is not there, and is known to be on its way")
  func cut() throws {
    let all = bytes(
      of: Message(.returned, run: 1, note: [1], payload: [UInt8](repeating: 0, count: 99)))
    for count in 1..<all.count {
      let (received, isInside) = try messages(in: Array(all.prefix(count)), pieces: [])
      #expect(received.isEmpty && isInside, "\(count) bytes")
    }
  }

  @Test("garbage is refused, and never trusted with its length", arguments: 0..<200)
  func garbage(_ seed: UInt64) {
    var random = SeededRandom(seed)
    let good = bytes(of: Message(.returned, run: 1, note: [1, 2, 3], payload: [4, 5, 6]))
    var bad = good + good
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let place = Int.random(in: 0..<bad.count, using: &random)
      bad[place] = UInt8.random(in: 0...255, using: &random)
    }
    // Either it is refused, or what comes is no longer than what was sent.
    if let (received, _) = try? messages(in: bad, pieces: [7, 40]) {
      #expect(received.reduce(0) { $0 + $1.payload.count + $1.note.count } <= bad.count)
    }
  }

  @Test("a frame that lies about the rest is refused")
  func lies() {
    var long = bytes(of: Message(.returned, payload: [1, 2, 3]))
    long[24] = 200
    #expect(throws: ProtocolError.self) { try messages(in: long, pieces: []) }
    var huge = bytes(of: Message(.returned, payload: [1, 2, 3]))
    for place in 24..<32 { huge[place] = 255 }
    #expect(throws: ProtocolError.self) { try messages(in: huge, pieces: []) }
    #expect(throws: ProtocolError.self) {
      try messages(in: [UInt8](repeating: 0x5A, count: 64), pieces: [])
    }
  }

  @Test("numbers, texts and bytes are read as they were written; too early an end is an error")
  func values() throws {
    var bytes: [UInt8] = []
    bytes.appendNumber(UInt64.max - 5)
    bytes.appendText("~~~阻塞~~~")
    bytes.appendBytes([1, 2])
    bytes.appendNumber(Int32(-7))
    var reader = ByteReader(bytes)
    #expect(try reader.number(UInt64.self) == UInt64.max - 5)
    #expect(try reader.text() == "~~~阻塞~~~")
    #expect(try reader.bytes() == [1, 2])
    #expect(try reader.number(Int32.self) == -7)
    #expect(reader.isAtEnd)
    #expect(throws: ProtocolError.self) { try reader.number(UInt8.self) }
  }
}
