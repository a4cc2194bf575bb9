/// Reads the lines of a recording into batches of events.
///
/// What cannot be so is left out and noted: a line that is not whole, an end of what never began.
/// So whatever the file holds, a history of the batches keeps its invariants.
package struct RecordingDecoder: Sendable {
  /// The first line, once it was read; made of the first event when there is none.
  package private(set) var header: RecordingHeader?
  /// The last line, once it was read.
  package private(set) var verdict: RecordedVerdict?
  /// What was wrong.
  package internal(set) var problems = RecordingProblems()
  /// How many lines were read.
  package private(set) var lineCount = 0
  /// How many events were read.
  package private(set) var eventCount = 0
  /// How many events the lines say were lost before they came there.
  package private(set) var lostCount = 0
  /// Lines that speak of a future or a worker as it cannot be.
  package private(set) var unplacedCount = 0
  /// The first lines that do.
  private(set) var unplacedLines: [Int] = []
  /// The greatest time of an event that was read.
  package private(set) var lastTime = PoolInstant.zero
  /// Whether another recording begins in the same file, which ends this one.
  package private(set) var isOver = false

  let words = EventLine.Vocabulary()
  private(set) var clock = LineClock()
  private(set) var lives = RecordedLives()
  private var workers: [WorkerState] = []
  private var lastName = ""
  /// Whether the header was made of the first event.
  private(set) var isHeaderAssumed = false
  /// How many events can stand before the first line of a recording that begins after them.
  private static let strayLimit = 10
  /// Where what follows the line begins.
  private(set) var lineEnd = 0

  /// How many lines of those that cannot be so are named.
  ///
  /// More tells more of a file that is damaged all over; fewer can be read.
  private static let unplacedLineLimit = 5

  /// Begins with the first line of a recording.
  package init() {}

  /// Goes on after a line in the middle, with what is known as of there.
  init(after point: RecordingPoint, of header: RecordingHeader) {
    self.header = header
    lineCount = point.line
    lastTime = point.lastTime
    lostCount = point.history.droppedEventCount
    lives = RecordedLives(point.history)
    for worker in point.history.workers {
      _ = begin(worker.index)
      if worker.isGone { _ = end(worker.index) }
    }
  }

  /// What is known of a worker.
  private enum WorkerState {
    case unknown
    case there
    case gone
  }

  /// Where reading stopped, and why.
  package enum Stop: Sendable, Hashable {
    /// There is no further whole line.
    case end
    /// The event of the next line is later than wanted.
    case later(PoolInstant)
    /// As many events were read as wanted.
    case full
  }

  /// Reads lines until one is later than a moment.
  ///
  /// - Parameters:
  ///   - bytes: What holds the lines.
  ///   - position: Where the next line begins; is moved past those that were read.
  ///   - isLast: Whether nothing follows these bytes, so that the last line needs no end.
  ///   - mayWait: Whether a line may be left for when those after it are there, which tell whether
  ///     its time can be.
  ///   - limit: The greatest time that is wanted.
  ///   - eventLimit: The greatest number of events that the batch shall have.
  ///   - batch: Is given the events.
  /// - Returns: Why it stopped.
  package mutating func read(
    _ bytes: [UInt8], from position: inout Int, isLast: Bool, mayWait: Bool = true,
    until limit: PoolInstant, eventLimit: Int, into batch: inout EventBatch
  ) -> Stop {
    let end = bytes.endOfLines(from: position, isLast: isLast)
    let span = bytes.span.extracting(0..<end)
    if lineCount == 0, position == 0 { position = bytes.byteOrderMarkLength }
    while position < end, !isOver {
      if batch.count >= eventLimit { return .full }
      let start = position
      do throws(LineFault) {
        JSONScanner.skipSpace(span, &position)
        if position < end, span[position] == UInt8(ascii: "\n") {
          position += 1
          lineCount += 1
          continue
        }
        var line = try EventLine(span, &position, words, &clock)
        JSONScanner.skipSpace(span, &position)
        guard position == end || span[position] == UInt8(ascii: "\n") else {
          throw LineFault(expectation: "the end of the line", position: position)
        }
        var doubt: String?
        if isDoubtful(line) {
          switch check(line, from: start, span, position + 1, isLast: isLast || !mayWait) {
          case .right: break
          case .unknown:
            position = start
            return .end
          case .wrong(let time, let sentence): (line.time, doubt) = (time, sentence)
          }
        }
        let time = offset(of: line).map { PoolInstant(nanoseconds: UInt64(max(0, $0))) }
        if let time, time > limit {
          position = start
          return .later(time)
        }
        position += 1
        lineCount += 1
        lineEnd = position
        if let doubt { problems.note(line: lineCount, doubt) }
        if let expectation = take(line, at: time, bytes, into: &batch) {
          problems.note(line: lineCount, expectation)
        }
      } catch {
        lineCount += 1
        note(error, span, start)
        position = start
        while position < end, span[position] != UInt8(ascii: "\n") { position += 1 }
        position += 1
      }
    }
    return .end
  }

  private mutating func note(_ fault: LineFault, _ bytes: Span<UInt8>, _ start: Int) {
    let column = fault.position - start + 1
    guard fault.position < bytes.count, bytes[fault.position] != UInt8(ascii: "\n") else {
      return problems.note(line: lineCount, "is cut short; expected \(fault.expectation)")
    }
    problems.note(line: lineCount, "expected \(fault.expectation) at column \(column)")
  }

  /// The nanoseconds from the pool's making to a line's time; `nil` when it has none, or nobody
  /// knows when that was.
  func offset(of line: EventLine) -> Int64? {
    guard let time = line.time, let header, line.event != .began else { return nil }
    return time &- header.pool.createdAt
  }
}

// MARK: - Lines

extension RecordingDecoder {
  /// Takes a line in; returns what is wrong with it, if something is.
  @inline(__always)
  private mutating func take(
    _ line: EventLine, at time: PoolInstant?, _ bytes: [UInt8], into batch: inout EventBatch
  ) -> String? {
    guard let time else { return begin(line, bytes, into: &batch) }
    if time > lastTime { lastTime = time }
    let isPlaced: Bool?
    switch line.event {
    case .submitted: isPlaced = submit(line, at: time, bytes, into: &batch)
    case .started: isPlaced = start(line, at: time, into: &batch)
    case .finished: isPlaced = finish(line, at: time, bytes, into: &batch)
    case nil:
      guard let range = line.unknownEvent else { return "expected a member 'event'" }
      return "no event is called '\(String(decoding: bytes[range].prefix(40), as: UTF8.self))'"
    default:
      isPlaced = takeRare(line, at: time, bytes, into: &batch)
    }
    guard let isPlaced else {
      return "'\(line.event?.rawValue ?? "")' lacks a member, or has one of another kind"
    }
    guard !isPlaced else {
      eventCount += 1
      return nil
    }
    unplacedCount += 1
    if unplacedLines.count < Self.unplacedLineLimit { unplacedLines.append(lineCount) }
    return nil
  }

  /// Takes in the first line, whatever it is.
  private mutating func begin(
    _ line: EventLine, _ bytes: [UInt8], into batch: inout EventBatch
  ) -> String? {
    guard line.event != .began else {
      guard header == nil || (isHeaderAssumed && eventCount < Self.strayLimit) else {
        isOver = true
        return "another recording begins here, which is left out"
      }
      guard let new = RecordingHeader(line, bytes) else { return "expected a 'time' in 'began'" }
      if header != nil {
        beginAnew(&batch)
        problems.note(line: lineCount, "a recording begins here; what stands before is left out")
      }
      header = new
      guard new.version <= RecordingHeader.currentVersion else {
        return "this is version \(new.version), and only version "
          + "\(RecordingHeader.currentVersion) is known; what is new in it is left out"
      }
      return nil
    }
    guard line.event != nil, let time = line.time else {
      return line.event == nil || line.unreadableTime == nil
        ? "expected a member '\(line.event == nil ? "event" : "time")'"
        : "expected \(EventLine.timeForm)"
    }
    header = RecordingHeader(
      title: "", pool: PoolDescription(name: "", kind: .thread, maxWorkers: 1, createdAt: time))
    isHeaderAssumed = true
    problems.note(
      line: lineCount, "expected the event 'began'; times count from the first event there is")
    return take(line, at: .zero, bytes, into: &batch)
  }

  /// Forgets what stood before the first line.
  private mutating func beginAnew(_ batch: inout EventBatch) {
    isHeaderAssumed = false
    (eventCount, unplacedCount, unplacedLines) = (0, 0, [])
    (lives, workers, lastTime) = (RecordedLives(), [], .zero)
    (lostCount, verdict) = (0, nil)
    batch.removeAll()
  }

  private mutating func submit(
    _ line: EventLine, at time: PoolInstant, _ bytes: [UInt8], into batch: inout EventBatch
  ) -> Bool? {
    guard let future = line.future else { return nil }
    let id = FutureID(rawValue: future)
    if lives.isFarAhead(id), isAlone(id, bytes) {
      problems.note(
        line: lineCount, "future \(id) cannot be that: those after it are less; it is left out")
      return false
    }
    let name = line.name.map { bytes.text(of: $0) } ?? ""
    // The same text again is kept once.
    if name != lastName { lastName = name }
    var life = RecordedLives.Life(
      name: lastName, tags: [], submittedAt: time.nanoseconds, priority: 0)
    if !line.rest.isEmpty {
      life.priority = Int32(clamping: line[.priority]?.integer ?? 0)
      life.tags = line[.tags].map { bytes.texts(of: $0) } ?? []
    }
    guard lives.submit(id, life) else { return false }
    batch.submitted(
      id, name: life.name, priority: Int(life.priority), tags: life.tags, at: time.nanoseconds)
    return true
  }

  private mutating func start(
    _ line: EventLine, at time: PoolInstant, into batch: inout EventBatch
  ) -> Bool? {
    guard let future = line.future, let worker = line.worker else { return nil }
    let id = FutureID(rawValue: future)
    let attempt = line.attempt ?? 1
    guard knows(worker), lives.start(id, worker: worker, attempt: attempt, at: time.nanoseconds)
    else { return false }
    batch.started(id, worker: worker, attempt: attempt, at: time.nanoseconds)
    return true
  }

  private mutating func finish(
    _ line: EventLine, at time: PoolInstant, _ bytes: [UInt8], into batch: inout EventBatch
  ) -> Bool? {
    guard let future = line.future, let outcome = line.outcome else { return nil }
    let id = FutureID(rawValue: future)
    guard let life = lives.end(id) else { return false }
    batch.finished(
      FinishedRun(
        id: id, name: life.name, submittedAt: life.submittedAt, startedAt: life.startedAt,
        finishedAt: time.nanoseconds, worker: life.worker, attempt: life.attempt,
        outcome: outcome, preview: line.text.map { .text(bytes.text(of: $0)) } ?? .none,
        priority: life.priority, tags: life.tags))
    return true
  }
}

// MARK: - Workers

extension RecordingDecoder {
  func knows(_ worker: Int) -> Bool {
    worker < workers.count && workers[worker] != .unknown
  }

  /// Whether a worker was there and did not end.
  func isThere(_ worker: Int) -> Bool {
    worker < workers.count && workers[worker] == .there
  }

  /// Notes that a worker begins; returns false when it is there already.
  mutating func begin(_ worker: Int) -> Bool {
    while workers.count <= worker { workers.append(.unknown) }
    guard workers[worker] != .there else { return false }
    workers[worker] = .there
    return true
  }

  /// Notes that a worker is gone; returns false when it was not there.
  ///
  /// Another may take its place.
  mutating func end(_ worker: Int) -> Bool {
    guard worker < workers.count, workers[worker] == .there else { return false }
    workers[worker] = .gone
    return true
  }

  /// Notes that a future waits again.
  mutating func waitAgain(_ id: FutureID) -> Bool {
    lives.wait(id)
  }

  /// Goes past a line that nobody reads.
  mutating func leaveOutLine(_ sentence: String) {
    lineCount += 1
    problems.note(line: lineCount, sentence)
  }

  mutating func lose(_ count: Int) {
    let (sum, overflow) = lostCount.addingReportingOverflow(max(0, count))
    lostCount = overflow ? .max : sum
  }

  mutating func conclude(_ verdict: RecordedVerdict) {
    self.verdict = verdict
  }
}

extension [UInt8] {
  /// Returns where the last whole line ends that begins at a position or after it.
  fileprivate func endOfLines(from position: Int, isLast: Bool) -> Int {
    if isLast { return count }
    var end = count
    while end > position, self[end - 1] != UInt8(ascii: "\n") { end -= 1 }
    return end
  }

  /// The length of the mark that some programs put before a text.
  package var byteOrderMarkLength: Int { starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  /// Returns the texts of a list; what is no text is left out.
  func texts(of list: JSONValue) -> [String] {
    elements(of: list).filter { $0.kind == .text }.map { text(of: $0) }
  }

  /// Returns the values of a list; up to the first that is none.
  func elements(of list: JSONValue) -> [JSONValue] {
    guard list.kind == .list else { return [] }
    let bytes = span
    var values: [JSONValue] = []
    var position = list.range.lowerBound + 1
    while let value = try? JSONScanner.value(bytes, &position) {
      values.append(value)
      guard (try? JSONScanner.expect(UInt8(ascii: ","), bytes, &position)) != nil else { break }
    }
    return values
  }
}
