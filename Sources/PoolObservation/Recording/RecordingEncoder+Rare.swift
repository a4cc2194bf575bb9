extension RecordingEncoder {
  mutating func append(rare change: PoolEvent.Change, at time: UInt64) {
    switch change {
    case .submitted, .started, .finished:
      preconditionFailure("what happens often is written elsewhere")
    case .workerStarted(let worker, let name, let systemID):
      begin(.workerStarted, at: time)
      append(.worker, worker)
      append(.name, name)
      append(.threadID, systemID)
    case .workerStarting(let worker):
      begin(.workerStarting, at: time)
      append(.worker, worker)
    case .workerReady(let worker):
      begin(.workerReady, at: time)
      append(.worker, worker)
    case .workerEnded(let worker, let reason):
      begin(.workerEnded, at: time)
      append(.worker, worker)
      if case .died(let text) = reason { append(.text, text.isEmpty ? "died" : text) }
    case .progressed(let id, let fraction, let note):
      begin(.progressed, id, at: time)
      lines.append(Text.fraction)
      lines.append(fraction)
      append(.text, note)
    case .retrying(let id, let outcome, let text):
      begin(.retrying, id, at: time)
      append(.outcome, outcome.word)
      append(.text, text)
    case .ranOver(let id, let worker):
      begin(.ranOver, id, at: time)
      append(.worker, worker)
    case .workerFreed(let worker):
      begin(.workerFreed, at: time)
      append(.worker, worker)
    case .waiting(let worker, let id):
      begin(.waiting, at: time)
      append(.worker, worker)
      if let id { append(.future, id.rawValue) }
    case .logged(let line):
      append(line, at: time)
    case .held: begin(.held, at: time)
    case .resumed: begin(.resumed, at: time)
    case .resized(let maxWorkers):
      begin(.resized, at: time)
      append(.workers, maxWorkers)
    case .shutdownBegan(let cancelFutures):
      begin(.shutdownBegan, at: time)
      lines.append(cancelFutures ? Text.cancel : Text.doNotCancel)
    case .shutDown: begin(.shutDown, at: time)
    case .broke(let reason):
      begin(.broke, at: time)
      append(.text, reason)
    }
    lines.end()
  }

  private mutating func append(_ line: LogLine, at time: UInt64) {
    begin(.logged, at: time)
    if let worker = line.worker { append(.worker, worker) }
    if let future = line.future { append(.future, future.rawValue) }
    append(.thread, line.threadName)
    append(.threadID, line.threadID)
    append(.text, line.text)
  }
}

// MARK: - The first line and the last

extension RecordingEncoder {
  /// Writes the first line.
  package mutating func append(_ header: RecordingHeader) {
    begin(.began, at: 0)
    append(.version, header.version)
    append(.name, header.title)
    append(.description, header.description ?? "")
    append(.pool, header.pool.name)
    append(.kind, header.pool.kind.rawValue)
    append(.workers, header.pool.maxWorkers)
    if let seed = header.seed { append(.seed, seed) }
    if let speed = header.speed {
      lines.append(Text.speed)
      lines.append(speed)
    }
    if let processID = header.processID { append(.processID, processID) }
    lines.end()
  }

  /// Writes the last line.
  package mutating func append(_ verdict: RecordedVerdict) {
    begin(verdict.isInterrupted ? .interrupted : .judged, at: verdict.time.nanoseconds)
    append(.met, verdict.isMet)
    append(.text, verdict.sentence)
    let counts = FutureOutcome.allCases.map { "\"\($0.word)\":\(verdict.counts[$0])" }
    lines.append(Array(",\"counts\":{\(counts.joined(separator: ","))},\"checks\":[".utf8))
    for (place, check) in verdict.checks.enumerated() {
      lines.append(place == 0 ? [] : Text.comma)
      lines.append(Array("{\"name\":".utf8))
      lines.append(quoted: check.name)
      append(.expected, check.expected)
      append(.actual, check.actual)
      append(.met, check.isMet)
      lines.append(Array("}".utf8))
    }
    lines.append(Text.listEnd)
    lines.end()
  }
}
