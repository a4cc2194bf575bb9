internal import Dashboard
internal import Glibc
internal import Platform

/// Cuts what comes on a descriptor into arguments.
struct ArgumentReader {
  /// What came at once.
  struct Piece {
    var arguments: [[UInt8]] = []
    /// Whether nothing comes after it.
    var isLast = false
    /// Why that is so, where it is not the end.
    var problem: String?
  }

  /// How many bytes one may have.
  ///
  /// More than the system lets any have, so that those it refuses are told by their commands;
  /// without a limit, what has no line ends would fill the memory.
  private static let byteLimit = 1 << 20

  private let descriptor: Int32
  private let end: UInt8
  private let source: ArgumentList.Source
  private var buffer = [UInt8](repeating: 0, count: 64 << 10)
  /// The beginning of one whose end has not come.
  private var partial: [UInt8] = []
  /// How many came whole.
  private var count = 0

  init(_ descriptor: Int32, isNullEnded: Bool, source: ArgumentList.Source) {
    self.descriptor = descriptor
    end = isNullEnded ? 0 : UInt8(ascii: "\n")
    self.source = source
  }

  /// Waits for something, and reads what is there.
  mutating func next() -> Piece {
    let byteCount: Int
    do throws(SystemError) {
      byteCount = try readSome(descriptor, &buffer)
    } catch {
      let reason = SystemError(call: "cannot read \(source.name)", code: error.code)
      return Piece(isLast: true, problem: "\(reason)")
    }
    guard byteCount > 0 else {
      return Piece(arguments: partial.isEmpty ? [] : [partial], isLast: true)
    }
    return piece(of: buffer[..<byteCount])
  }

  private mutating func piece(of bytes: ArraySlice<UInt8>) -> Piece {
    var piece = Piece()
    var rest = bytes
    while let place = rest.firstIndex(of: end) {
      partial += rest[..<place]
      if let problem { return ending(piece, problem) }
      piece.arguments.append(partial)
      count += 1
      partial = []
      rest = rest[(place + 1)...]
    }
    partial += rest
    if let problem { return ending(piece, problem) }
    return piece
  }

  private func ending(_ piece: Piece, _ problem: String) -> Piece {
    var piece = piece
    piece.isLast = true
    piece.problem = "\(source.unit) \(count + 1) of \(source.name) \(problem)"
    return piece
  }

  /// Why what has come of an argument cannot be one.
  private var problem: String? {
    if partial.count > Self.byteLimit {
      return "has more than \(Self.byteLimit.grouped) bytes, and no command takes that"
    }
    guard end != 0, partial.contains(0) else { return nil }
    return "holds NUL bytes, which no argument can have; with --null they are the ends of arguments"
  }
}
