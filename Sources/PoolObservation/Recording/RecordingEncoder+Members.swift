extension RecordingEncoder {
  mutating func begin(_ name: EventName, at time: UInt64) {
    lines.begin(at: createdAt &+ Int64(clamping: time), Text.events[name] ?? [])
  }

  mutating func begin(_ name: EventName, _ id: FutureID, at time: UInt64) {
    let text =
      switch name {
      case .submitted: Text.submitted
      case .started: Text.started
      case .finished: Text.finished
      default: (Text.events[name] ?? []) + Text.future
      }
    lines.begin(at: createdAt &+ Int64(clamping: time), text)
    lines.append(id.rawValue)
  }

  mutating func append(_ key: Member, _ number: Int) {
    lines.append(key.text)
    lines.append(number)
  }

  mutating func append(_ key: Member, _ number: UInt64) {
    lines.append(key.text)
    lines.append(number)
  }

  mutating func append(_ key: Member, _ isTrue: Bool) {
    lines.append(key.text)
    lines.append(Array(isTrue ? "true".utf8 : "false".utf8))
  }

  /// Puts in a text; nothing when it is empty.
  mutating func append(_ key: Member, _ text: String) {
    guard !text.isEmpty else { return }
    lines.append(key.text)
    lines.append(quoted: text)
  }

  /// A member of a line with the comma before it.
  struct Member {
    let text: [UInt8]

    init(_ name: String) { text = Array(",\"\(name)\":".utf8) }

    static let future = Member("future")
    static let worker = Member("worker")
    static let attempt = Member("attempt")
    static let name = Member("name")
    static let description = Member("description")
    static let priority = Member("priority")
    static let outcome = Member("outcome")
    static let text = Member("text")
    static let thread = Member("thread")
    static let threadID = Member("thread_id")
    static let workers = Member("workers")
    static let version = Member("version")
    static let pool = Member("pool")
    static let kind = Member("kind")
    static let seed = Member("seed")
    static let processID = Member("process_id")
    static let met = Member("met")
    static let expected = Member("expected")
    static let actual = Member("actual")
  }

  enum Text {
    static let events = Dictionary(
      uniqueKeysWithValues: EventName.allCases.map {
        ($0, Array("Z\",\"event\":\"\($0.rawValue)\"".utf8))
      })
    static let future = Array(",\"future\":".utf8)
    static let submitted = (events[.submitted] ?? []) + future
    static let started = (events[.started] ?? []) + future
    static let finished = (events[.finished] ?? []) + future
    static let succeeded = Array(",\"outcome\":\"succeeded\"".utf8)
    static let unit = Array(",\"text\":\"()\"".utf8)
    static let text = Array(",\"text\":".utf8)
    static let quote = Array("\"".utf8)
    static let comma = Array(",".utf8)
    static let tags = Array(",\"tags\":[".utf8)
    static let listEnd = Array("]".utf8)
    static let fraction = Array(",\"fraction\":".utf8)
    static let speed = Array(",\"speed\":".utf8)
    static let cancel = Array(",\"cancel\":true".utf8)
    static let doNotCancel = Array(",\"cancel\":false".utf8)
  }
}
