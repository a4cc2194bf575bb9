// One damaged digit can make a time lie a century ahead, or a future's number thousands. Whatever comes
// after would be earlier, or refused. So where one leaps, the lines after it are asked: if they are
// back where it leapt from, it is damage.

extension RecordingDecoder {
  /// What the lines around it say of a time.
  enum Finding {
    case right
    case wrong(String)
    /// The line after it is not there yet.
    case unknown
  }

  /// How far times may lie apart before anybody doubts them.
  ///
  /// More takes damage for truth; less asks about each pause of a run.
  private static let leap: Int64 = 60_000_000_000
  /// How many lines are asked, as long as they tell no time.
  private static let witnessLimit = 8
  /// How far numbers of futures may lie apart before anybody doubts them.
  ///
  /// More takes damage for truth; less asks more often in programs with several pools.
  static let idLeap: UInt64 = 16

  /// Whether a time lies far from those before it.
  @inline(__always)
  func isDoubtful(_ offset: Int64) -> Bool {
    let distance = offset &- lastOffset
    return distance > Self.leap || distance < -Self.leap
  }

  private var lastOffset: Int64 { Int64(clamping: lastTime.nanoseconds) }

  /// Asks the lines from a position on about a doubtful time.
  func check(_ offset: Int64, _ bytes: Span<UInt8>, _ position: Int, isLast: Bool) -> Finding {
    guard offset > lastOffset else {
      return .wrong("its time lies before those of the lines before it, and so counts as theirs")
    }
    var position = position
    for _ in 0..<Self.witnessLimit {
      guard position < bytes.count else { return isLast ? .right : .unknown }
      guard let next = witness(bytes, &position).flatMap(self.offset) else { continue }
      guard next < offset - Self.leap else { return .right }
      return .wrong("its time lies after those of the lines after it, and so counts as before it")
    }
    return .right
  }

  /// Whether the next submission after the line, as far as it is there, has a lesser future.
  func isAlone(_ id: FutureID, _ bytes: [UInt8]) -> Bool {
    let span = bytes.span
    var position = lineEnd
    while position < span.count {
      guard let line = witness(span, &position), line.event == .submitted, let next = line.future
      else { continue }
      return next < id.rawValue && lives.isNew(FutureID(rawValue: next))
    }
    return false
  }

  /// Reads a line, and goes to the next; `nil` where there is none that can be read.
  private func witness(_ bytes: Span<UInt8>, _ position: inout Int) -> EventLine? {
    var clock = clock
    let line = try? EventLine(bytes, &position, words, &clock)
    while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
    position += 1
    return line
  }
}
