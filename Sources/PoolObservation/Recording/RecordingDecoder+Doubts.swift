// One damaged digit can make a time lie a century ahead, or a future's number thousands. Whatever
// comes after would be earlier, or refused. So where one leaps, the lines after it are asked: if
// they are back where it leapt from, it is damage. Where there are none, as after the last line, a
// leap of more than a day is. Of the first line, two lines after it tell whether it can be right.

extension RecordingDecoder {
  /// What the lines around it say of a time.
  enum Finding {
    case right
    /// It counts as another, in nanoseconds since 1970.
    case wrong(Int64?, String)
    /// The line after it is not there yet.
    case unknown
  }

  /// How far times may lie apart before anybody doubts them.
  ///
  /// More takes damage for truth; less asks about each pause of a run.
  private static let leap: Int64 = 60_000_000_000
  /// How far times may lie apart where no other line tells.
  ///
  /// More takes damage for truth; less takes a dashboard for damaged that was left alone.
  private static let loneLeap = 24 * 60 * leap
  /// How many lines are asked, as long as they tell no time.
  private static let witnessLimit = 8
  /// How far numbers of futures may lie apart before anybody doubts them.
  ///
  /// More takes damage for truth; less asks more often in programs with several pools.
  static let idLeap: UInt64 = 16

  /// Whether a line's time lies far from those before it, cannot be read, or is that of all others.
  @inline(__always)
  func isDoubtful(_ line: EventLine) -> Bool {
    if line.event == .began { return header == nil || isHeaderAssumed }
    guard let offset = offset(of: line) else { return header != nil && line.unreadableTime != nil }
    let distance = offset &- lastOffset
    return distance > Self.leap || distance < -Self.leap
  }

  private var lastOffset: Int64 { Int64(clamping: lastTime.nanoseconds) }

  /// Asks the lines from a position on about the time of a doubtful line.
  func check(
    _ line: EventLine, from start: Int, _ bytes: Span<UInt8>, _ position: Int, isLast: Bool
  ) -> Finding {
    guard line.event != .began else {
      return checkFirst(line, from: start, bytes, position, isLast: isLast)
    }
    let before = header.map { $0.pool.createdAt &+ lastOffset }
    if let place = line.unreadableTime {
      return .wrong(before, "\(Self.unreadable(place - start)); it counts as that before it")
    }
    guard let before, let time = line.time, time > before else {
      return .wrong(
        before, "its time lies before those of the lines before it, and so counts as theirs")
    }
    guard let next = times(1, bytes, position, isLast: isLast) else { return .unknown }
    guard let next = next.first else {
      return time - before < Self.loneLeap
        ? .right
        : .wrong(
          before,
          "its time lies days after those of the lines before it, and so counts as theirs")
    }
    return next < time - Self.leap
      ? .wrong(
        before, "its time lies after those of the lines after it, and so counts as before it")
      : .right
  }

  /// Asks the lines after the first about its time: two, since one of them may be wrong itself.
  private func checkFirst(
    _ line: EventLine, from start: Int, _ bytes: Span<UInt8>, _ position: Int, isLast: Bool
  ) -> Finding {
    guard let times = times(2, bytes, position, isLast: isLast) else { return .unknown }
    let first = times.min()
    if let place = line.unreadableTime {
      return .wrong(
        first, "\(Self.unreadable(place - start)); it counts as that of the first event")
    }
    guard times.count == 2, let time = line.time else { return .right }
    for (word, isWrong) in [
      ("after", times.allSatisfy { $0 < time - Self.leap }),
      ("days before", times.allSatisfy { $0 > time + Self.loneLeap }),
    ] where isWrong {
      return .wrong(
        first,
        "its time lies \(word) those of the lines after it, and so counts as the first of them")
    }
    return .right
  }

  private static func unreadable(_ column: Int) -> String {
    "expected \(EventLine.timeForm) at column \(column + 1)"
  }

  /// The times of the next lines that tell one; `nil` while these are not there yet.
  private func times(
    _ count: Int, _ bytes: Span<UInt8>, _ position: Int, isLast: Bool
  ) -> [Int64]? {
    var times: [Int64] = []
    var position = position
    for _ in 0..<Self.witnessLimit where times.count < count {
      guard position < bytes.count else { return isLast ? times : nil }
      if let line = witness(bytes, &position), line.event != .began, let time = line.time {
        times.append(time)
      }
    }
    return times
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
