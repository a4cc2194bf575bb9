/// The members that lines of a recording have.
enum LineMember: String, CaseIterable {
  case time, event, future, name, worker, attempt, outcome, text
  case priority, tags, fraction, thread
  case threadID = "thread_id"
  case workers, cancel, met, counts, checks, version, description, pool, kind, seed, speed
  case processID = "process_id"
  case expected, actual
}

/// Words and what they stand for, found by their bytes.
struct WordTable<Meaning: Sendable>: Sendable {
  private let codes: [UInt64]
  private let meanings: [Meaning]

  init(_ words: [(String, Meaning)]) {
    codes = words.map { word in word.0.utf8.reduce(0) { Self.joined($0, $1) } }
    meanings = words.map(\.1)
  }

  @inline(__always)
  private static func joined(_ code: UInt64, _ byte: UInt8) -> UInt64 {
    code &* 0x1_0000_0001_B3 &+ UInt64(byte)
  }

  /// Returns what the word in a range stands for; those that come often stand first.
  @inline(__always)
  subscript(bytes: Span<UInt8>, range: Range<Int>) -> Meaning? {
    var code: UInt64 = 0
    for place in range { code = Self.joined(code, bytes[place]) }
    for place in codes.indices where codes[place] == code { return meanings[place] }
    return nil
  }
}
