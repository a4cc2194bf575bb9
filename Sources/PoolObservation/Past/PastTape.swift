// Ten minutes at a thousand events a second are 600,000 events. As values of `PoolEvent`, with
// their texts, they would take 150 MB; here an event takes 24 bytes, and a text its own and four.

/// Events in the order in which they happened, in little room.
struct PastTape: Sendable {
  private struct Record: Sendable {
    var time: UInt64
    var id: UInt64
    /// Where the text or the event lies; the attempt of a start.
    var reference: UInt32
    var worker: UInt16
    var kind: Kind
    var outcome: FutureOutcome
  }

  private enum Kind: UInt8, Sendable {
    case submitted
    case started
    case finished
    case logged
    /// Whatever happens rarely, or fits no record.
    case other
  }

  private var records: [Record] = []
  private var texts = TextStore()
  private var others: [PoolEvent] = []
  /// Bytes of texts that lie in these.
  private var otherByteCount = 0

  private static let nobody = UInt64.max
  private static let nowhere = UInt16.max

  /// How many events there are.
  var count: Int { records.count }

  /// About how many bytes it takes.
  var byteCount: Int {
    records.count * MemoryLayout<Record>.stride + texts.byteCount
      + others.count * (MemoryLayout<PoolEvent>.stride + 32) + otherByteCount
  }

  /// How many bytes an event takes, at most.
  static func byteCount(of event: PoolEvent) -> Int {
    let textByteCount =
      switch event.change {
      case .submitted(_, let name, _, _): name.utf8.count
      case .finished(_, _, let text), .retrying(_, _, let text), .broke(let text),
        .progressed(_, _, let text):
        text.utf8.count
      case .logged(let line): line.text.utf8.count
      case .workerStarted(_, let name, _): name.utf8.count
      case .workerStarting, .workerReady, .workerEnded, .started, .ranOver, .workerFreed, .waiting,
        .held, .resumed, .resized, .shutdownBegan, .shutDown:
        0
      }
    return MemoryLayout<Record>.stride + textByteCount + 8
  }

  /// Adds an event at the end.
  mutating func append(_ event: PoolEvent) {
    var record = Record(
      time: event.time.nanoseconds, id: Self.nobody, reference: 0, worker: Self.nowhere,
      kind: .other, outcome: .succeeded)
    switch event.change {
    case .submitted(let id, let name, let tags, let priority) where tags.isEmpty && priority == 0:
      record.kind = .submitted
      record.id = id.rawValue
      record.reference = texts.append(name)
    case .started(let id, let worker, let attempt) where UInt16(exactly: worker) != nil:
      record.kind = .started
      record.id = id.rawValue
      record.worker = UInt16(clamping: worker)
      record.reference = UInt32(clamping: attempt)
    case .finished(let id, let outcome, let text):
      record.kind = .finished
      record.id = id.rawValue
      record.outcome = outcome
      record.reference = texts.append(text)
    case .logged(let line) where line.worker.map({ UInt16(exactly: $0) != nil }) ?? true:
      record.kind = .logged
      record.id = line.future?.rawValue ?? Self.nobody
      record.worker = line.worker.map(UInt16.init(clamping:)) ?? Self.nowhere
      record.reference = texts.append(line.text, by: line.threadName, line.threadID)
    default:
      record.reference = UInt32(others.count)
      others.append(event)
      otherByteCount += Self.byteCount(of: event) - MemoryLayout<Record>.stride
    }
    records.append(record)
  }

  /// Tells the first so many events to a history.
  func tell(_ count: Int, to history: inout PoolHistory) {
    for record in records.prefix(count) { history.apply(event(record)) }
  }

  private func event(_ record: Record) -> PoolEvent {
    let id = FutureID(rawValue: record.id)
    let change: PoolEvent.Change
    switch record.kind {
    case .submitted:
      change = .submitted(id, name: texts.text(at: record.reference))
    case .started:
      change = .started(id, worker: Int(record.worker), attempt: Int(record.reference))
    case .finished:
      change = .finished(id, outcome: record.outcome, text: texts.text(at: record.reference))
    case .logged:
      let (speaker, text) = texts.line(at: record.reference)
      change = .logged(
        LogLine(
          worker: record.worker == Self.nowhere ? nil : Int(record.worker),
          future: record.id == Self.nobody ? nil : id, threadName: speaker.threadName,
          threadID: speaker.threadID, text: text))
    case .other:
      return others[Int(record.reference)]
    }
    return PoolEvent(time: PoolInstant(nanoseconds: record.time), change: change)
  }
}

/// Texts one behind the other; one that repeats the one before it is kept once.
private struct TextStore: Sendable {
  /// A thread that says something.
  struct Speaker: Sendable, Hashable {
    var threadName: String
    var threadID: UInt64
  }

  private var bytes: [UInt8] = []
  private var speakers: [Speaker] = []
  private var places: [Speaker: Int] = [:]
  private var last: (text: String, place: UInt32)?

  var byteCount: Int { bytes.count + speakers.count * 128 }

  /// Adds a text, and returns where it lies.
  mutating func append(_ text: String) -> UInt32 {
    if let last, last.text == text { return last.place }
    let place = UInt32(bytes.count)
    write(text)
    last = (text, place)
    return place
  }

  /// Adds what a thread said, and returns where it lies.
  mutating func append(_ text: String, by threadName: String, _ threadID: UInt64) -> UInt32 {
    let place = UInt32(bytes.count)
    let speaker = Speaker(threadName: threadName, threadID: threadID)
    let number = places[speaker] ?? speakers.count
    if number == speakers.count {
      speakers.append(speaker)
      places[speaker] = number
    }
    write(UInt64(number), byteCount: 4)
    write(text)
    return place
  }

  func text(at place: UInt32) -> String {
    var place = Int(place)
    return readText(&place)
  }

  func line(at place: UInt32) -> (speaker: Speaker, text: String) {
    var place = Int(place)
    let speaker = speakers[Int(readNumber(&place, byteCount: 4))]
    return (speaker, readText(&place))
  }

  private mutating func write(_ text: String) {
    write(UInt64(text.utf8.count), byteCount: 4)
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func write(_ number: UInt64, byteCount: Int) {
    for index in 0..<byteCount { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
  }

  private func readText(_ place: inout Int) -> String {
    let count = Int(readNumber(&place, byteCount: 4))
    defer { place += count }
    return String(decoding: bytes[place..<place + count], as: UTF8.self)
  }

  private func readNumber(_ place: inout Int, byteCount: Int) -> UInt64 {
    defer { place += byteCount }
    return (0..<byteCount).reduce(0) { $0 | UInt64(bytes[place + $1]) << (8 * $1) }
  }
}
