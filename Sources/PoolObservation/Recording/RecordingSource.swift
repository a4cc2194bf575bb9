/// Where the bytes of a recording come from.
package protocol RecordingSource {
  /// How many bytes there are.
  var byteCount: Int { get }

  /// Adds bytes to those that are there already; fewer than asked for only at the end.
  func read(_ count: Int, at offset: Int, into bytes: inout [UInt8]) throws
}

extension [UInt8]: RecordingSource {
  package var byteCount: Int { count }

  package func read(_ count: Int, at offset: Int, into bytes: inout [UInt8]) {
    bytes += dropFirst(offset).prefix(count)
  }
}

/// A recording that cannot be shown at all.
package enum RecordingError: Error, Sendable, Hashable {
  /// There is nothing in the file.
  case empty
  /// Not one line of it is one of a recording.
  case foreign(firstProblem: String)
}

extension RecordingError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .empty:
      "the file is empty; a recording begins with a line whose event is 'began'"
    case .foreign(let firstProblem):
      "this is no recording: \(firstProblem); 'pooltop run --record FILE' makes one"
    }
  }
}

/// The bytes of a recording, a piece after the other, so that a large file takes little memory.
struct RecordingFeed {
  /// The piece that is there.
  private(set) var bytes: [UInt8] = []
  /// Where in the piece the next line begins.
  var position = 0
  /// Where in the source the piece begins.
  private var start: Int
  private let source: any RecordingSource

  /// How much is read at once.
  ///
  /// More takes memory; less asks the system more often.
  private static let pieceSize = 1 << 20
  /// The longest line that is read.
  ///
  /// Longer ones are damage: a line of a job is cut at 64 KiB.
  private static let lineLimit = 16 << 20

  init(_ source: any RecordingSource, at offset: Int) {
    self.source = source
    start = offset
  }

  /// Where in the source the next line begins.
  var offset: Int { start + position }

  /// Whether the piece is the last.
  var isLast: Bool { start + bytes.count >= source.byteCount }

  /// Adds the next piece; returns false when there is none, or no line would end in it.
  mutating func refill() throws -> Bool {
    guard !isLast, bytes.count - position < Self.lineLimit else { return false }
    let rest = bytes.count - position
    bytes.removeFirst(position)
    start += position
    position = 0
    // A line that is longer than a piece: twice as much the next time.
    let count = bytes.count
    let wanted = min(max(Self.pieceSize, rest), Self.lineLimit - rest)
    try source.read(wanted, at: start + count, into: &bytes)
    return bytes.count > count
  }

  /// Whether a whole line is there.
  var hasLine: Bool { bytes[position...].contains(UInt8(ascii: "\n")) }

  /// Whether the next line, or the one after it, is longer than any is read.
  var isLineTooLong: Bool { !isLast && bytes.count - position >= Self.lineLimit }

  /// Goes past a line that is too long; returns false when nothing follows it.
  mutating func skipLine() throws -> Bool {
    while true {
      if let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) {
        position = end + 1
        return true
      }
      start += bytes.count
      position = 0
      bytes.removeAll(keepingCapacity: true)
      try source.read(Self.pieceSize, at: start, into: &bytes)
      if bytes.isEmpty { return false }
    }
  }
}
