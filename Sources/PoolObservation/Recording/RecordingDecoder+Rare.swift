extension RecordingDecoder {
  /// Takes in what happens rarely.
  ///
  /// Returns whether it can be so; `nil` when the line lacks something.
  mutating func takeRare(
    _ line: EventLine, at time: PoolInstant, _ bytes: [UInt8], into batch: inout EventBatch
  ) -> Bool? {
    let text = line.text.map { bytes.text(of: $0) } ?? ""
    let id = line.future.map { FutureID(rawValue: $0) }
    var change: PoolEvent.Change?
    var isPlaced = true
    switch line.event {
    case nil, .began, .submitted, .started, .finished:
      return nil
    case .progressed:
      let fraction = line[.fraction].flatMap { bytes.number(of: $0) }
      if let id, let fraction { change = .progressed(id, fraction: fraction, note: text) }
    case .logged:
      change = .logged(
        LogLine(
          worker: line.worker, future: id, threadName: bytes.text(line[.thread]),
          threadID: line[.threadID]?.unsigned ?? 0, text: text))
    case .retrying:
      if let id, let outcome = line.outcome {
        change = .retrying(id, outcome: outcome, text: text)
        isPlaced = waitAgain(id)
      }
    case .ranOver:
      if let id, let worker = line.worker {
        change = .ranOver(id, worker: worker)
        isPlaced = isThere(worker) && lives.isRunning(id, on: worker)
      }
    case .workerStarted:
      if let worker = line.worker {
        isPlaced = begin(worker)
        change = .workerStarted(
          worker: worker, name: line.name.map { bytes.text(of: $0) } ?? "",
          systemID: line[.threadID]?.unsigned ?? 0)
      }
    case .workerStarting, .workerReady:
      if let worker = line.worker {
        change =
          line.event == .workerReady
          ? .workerReady(worker: worker) : .workerStarting(worker: worker)
        isPlaced = isThere(worker)
      }
    case .workerEnded:
      if let worker = line.worker {
        change = .workerEnded(worker: worker, reason: text.isEmpty ? .released : .died(text))
        isPlaced = end(worker)
      }
    case .workerFreed, .waiting:
      if let worker = line.worker {
        change =
          line.event == .workerFreed
          ? .workerFreed(worker: worker) : .waiting(worker: worker, for: id)
        isPlaced = isThere(worker)
      }
    case .held: change = .held
    case .resumed: change = .resumed
    case .resized:
      change = line[.workers]?.integer.map { .resized(maxWorkers: EventLine.workerCount($0)) }
    case .shutdownBegan:
      change = .shutdownBegan(cancelFutures: line[.cancel]?.flag ?? false)
    case .shutDown: change = .shutDown
    case .broke: change = .broke(reason: text)
    case .lost:
      lose(line[.counts].map { bytes.counts(of: $0)["events"] ?? 0 } ?? 0)
      return true
    case .judged, .interrupted:
      conclude(RecordedVerdict(line, at: time, bytes))
      return true
    }
    guard let change else { return nil }
    if isPlaced { batch.append(change, at: time) }
    return isPlaced
  }
}

extension RecordingHeader {
  init?(_ line: EventLine, _ bytes: [UInt8]) {
    guard let time = line.time else { return nil }
    let pool = PoolDescription(
      name: bytes.text(line[.pool]),
      kind: PoolDescription.Kind(rawValue: bytes.text(line[.kind])) ?? .thread,
      maxWorkers: max(1, EventLine.workerCount(line[.workers]?.integer ?? 1)), createdAt: time)
    self.init(title: line.name.map { bytes.text(of: $0) } ?? "", pool: pool)
    let description = bytes.text(line[.description])
    self.description = description.isEmpty ? nil : description
    version = line[.version]?.integer ?? 1
    seed = line[.seed]?.unsigned
    speed = line[.speed].flatMap { bytes.number(of: $0) }.flatMap { speed in
      Self.speeds.contains(speed) ? speed : nil
    }
    processID = line[.processID]?.integer
  }
}

extension RecordedVerdict {
  /// The most futures that can have come to an outcome: more is damage, and would not add up.
  private static let countLimit = 1 << 56

  init(_ line: EventLine, at time: PoolInstant, _ bytes: [UInt8]) {
    let numbers = line[.counts].map { bytes.counts(of: $0) } ?? [:]
    var counts = FutureCounts()
    for outcome in FutureOutcome.allCases {
      counts[outcome] = min(max(0, numbers[outcome.word] ?? 0), Self.countLimit)
    }
    self.init(
      time: time, isInterrupted: line.event == .interrupted, isMet: line[.met]?.flag ?? false,
      sentence: line.text.map { bytes.text(of: $0) } ?? "", counts: counts,
      checks: line[.checks].map { bytes.elements(of: $0).map { Check($0, bytes) } } ?? [])
  }
}

extension RecordedVerdict.Check {
  fileprivate init(_ object: JSONValue, _ bytes: [UInt8]) {
    let members = bytes.members(of: object)
    self.init(
      name: bytes.text(members["name"]), expected: bytes.text(members["expected"]),
      actual: bytes.text(members["actual"]), isMet: members["met"]?.flag ?? false)
  }
}

extension [UInt8] {
  /// Returns a text; an empty one when there is none.
  func text(_ value: JSONValue?) -> String {
    guard let value, value.kind == .text else { return "" }
    return text(of: value)
  }

  /// Returns the whole numbers of an object by their names.
  fileprivate func counts(of object: JSONValue) -> [String: Int] {
    members(of: object).compactMapValues(\.integer)
  }

  /// Returns the members of an object by their names; up to the first that is none.
  fileprivate func members(of object: JSONValue) -> [String: JSONValue] {
    guard object.kind == .object else { return [:] }
    let bytes = span
    var members: [String: JSONValue] = [:]
    var position = object.range.lowerBound + 1
    while let key = try? JSONScanner.value(bytes, &position), key.kind == .text,
      (try? JSONScanner.expect(UInt8(ascii: ":"), bytes, &position)) != nil,
      let value = try? JSONScanner.value(bytes, &position)
    {
      members[text(of: key)] = value
      guard (try? JSONScanner.expect(UInt8(ascii: ","), bytes, &position)) != nil else { break }
    }
    return members
  }
}
