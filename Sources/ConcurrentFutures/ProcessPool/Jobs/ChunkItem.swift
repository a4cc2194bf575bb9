internal import WorkerProtocol

/// What came of one item of a chunk, as it travels: a byte that says what, then bytes.
enum ChunkItem {
  case returned(ArraySlice<UInt8>)
  case threw(ArraySlice<UInt8>)
  case notDecoded(ArraySlice<UInt8>)
  case notEncoded(ArraySlice<UInt8>)

  /// The byte before what an item returned.
  static let returnedCode: UInt8 = 0

  init(_ reply: JobReply, _ jobs: JobRegistry) {
    switch reply {
    case .returned(let bytes): self = .returned(bytes[...])
    case .threw(let error): self = .threw(RemoteFailure(error, jobs).note[...])
    case .notDecoded(let reason): self = .notDecoded(Array(reason.utf8)[...])
    case .notEncoded(let reason): self = .notEncoded(Array(reason.utf8)[...])
    }
  }

  init(_ reader: inout ByteReader) throws {
    let code = try reader.number(UInt8.self)
    let bytes = try reader.bytes()
    switch code {
    case Self.returnedCode: self = .returned(bytes)
    case 1: self = .threw(bytes)
    case 2: self = .notDecoded(bytes)
    case 3: self = .notEncoded(bytes)
    default: throw JobCodingError("no item of a chunk is of kind \(code)")
    }
  }

  func append(to bytes: inout [UInt8]) {
    switch self {
    case .returned(let value): bytes.append(Self.returnedCode); bytes.appendBytes(value)
    case .threw(let note): bytes.append(1); bytes.appendBytes(note)
    case .notDecoded(let reason): bytes.append(2); bytes.appendBytes(reason)
    case .notEncoded(let reason): bytes.append(3); bytes.appendBytes(reason)
    }
  }
}
