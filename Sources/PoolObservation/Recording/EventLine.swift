/// The members of one line, as they were found.
struct EventLine {
  /// When, in nanoseconds since 1970.
  var time: Int64?
  /// Where its time stands, if that cannot be read.
  var unreadableTime: Int?
  var event: EventName?
  /// The event, where it is one that nobody knows.
  var unknownEvent: Range<Int>?
  var future: UInt64?
  var worker: Int?
  var attempt: Int?
  var outcome: FutureOutcome?
  var name: JSONValue?
  var text: JSONValue?
  /// Everything else.
  var rest: [(LineMember, JSONValue)] = []

  subscript(member: LineMember) -> JSONValue? {
    rest.first { $0.0 == member }?.1
  }

  /// The words that lines hold.
  struct Vocabulary: Sendable {
    let members = WordTable(LineMember.allCases.map { ($0.rawValue, $0) })
    let events = WordTable(EventName.allCases.map { ($0.rawValue, $0) })
    let outcomes = WordTable(FutureOutcome.allCases.map { ($0.word, $0) })
  }
}

extension EventLine {
  /// Reads the object that begins at a position, and goes to what follows it.
  init(
    _ bytes: Span<UInt8>, _ position: inout Int, _ words: borrowing Vocabulary,
    _ clock: inout LineClock
  ) throws(LineFault) {
    try JSONScanner.expect(UInt8(ascii: "{"), bytes, &position)
    JSONScanner.skipSpace(bytes, &position)
    if position < bytes.count, bytes[position] == UInt8(ascii: "}") {
      position += 1
      return
    }
    while true {
      JSONScanner.skipSpace(bytes, &position)
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        throw LineFault(expectation: "the name of a member", position: position)
      }
      let key = try JSONScanner.text(bytes, &position)
      try JSONScanner.expect(UInt8(ascii: ":"), bytes, &position)
      let value = try JSONScanner.value(bytes, &position)
      if let member = words.members[bytes, key.range] {
        try take(member, value, bytes, words, &clock)
      }
      JSONScanner.skipSpace(bytes, &position)
      if position < bytes.count, bytes[position] == UInt8(ascii: ",") {
        position &+= 1
        continue
      }
      try JSONScanner.expect(UInt8(ascii: "}"), bytes, &position)
      return
    }
  }

  @inline(__always)
  private mutating func take(
    _ member: LineMember, _ value: JSONValue, _ bytes: Span<UInt8>, _ words: borrowing Vocabulary,
    _ clock: inout LineClock
  ) throws(LineFault) {
    switch member {
    case .time:
      time = value.kind == .text ? clock.nanoseconds(bytes, value.range) : nil
      if time == nil { unreadableTime = value.range.lowerBound }
    case .event:
      event = value.kind == .text ? words.events[bytes, value.range] : nil
      if event == nil { unknownEvent = value.range }
    case .future:
      // The greatest of all is no future's.
      guard let id = value.unsigned, id < .max else {
        throw LineFault(
          expectation: "a whole number below \(UInt64.max)", position: value.range.lowerBound)
      }
      future = id
    case .worker:
      guard let index = value.integer, (0..<EventLine.workerLimit).contains(index) else {
        throw LineFault(
          expectation: "a worker from 0 to \(EventLine.workerLimit - 1)",
          position: value.range.lowerBound)
      }
      worker = index
    case .attempt:
      guard let number = value.integer, (1...Int(Int32.max)).contains(number) else {
        throw .number(value)
      }
      attempt = number
    case .outcome:
      guard value.kind == .text, let word = words.outcomes[bytes, value.range] else {
        throw LineFault(
          expectation: "succeeded, failed, cancelled, crashed or timed_out",
          position: value.range.lowerBound)
      }
      outcome = word
    case .name where value.kind == .text: name = value
    case .text where value.kind == .text: text = value
    default: rest.append((member, value))
    }
  }

  /// What a time looks like.
  static let timeForm = "a time such as 2026-11-22T15:07:44.000000000Z"

  /// The most workers that a recording can have.
  ///
  /// More could be made of damage, and each takes memory; fewer than the program allows is wrong.
  static let workerLimit = 100_000

  /// How many workers a recording can mean by a number.
  static func workerCount(_ number: Int) -> Int { min(max(0, number), workerLimit) }
}

extension LineFault {
  fileprivate static func number(_ value: JSONValue) -> LineFault {
    LineFault(expectation: "a whole number", position: value.range.lowerBound)
  }
}
