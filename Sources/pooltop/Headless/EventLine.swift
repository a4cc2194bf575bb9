internal import ConcurrentFutures
internal import Foundation
internal import Platform

/// One line of `--json`: an object whose `event` says what the other members are.
///
/// Members that an event has no use for are left out. Times are UTC, with microseconds; futures,
/// workers and attempts are numbers as everywhere; outcomes are the words of a scenario's `expect`.
struct EventLine: Encodable {
  /// What a judgement checked.
  struct Check: Encodable {
    var name: String
    var expected: String
    var actual: String
    var met: Bool
  }

  var event: String
  var time: String
  var future: UInt64?
  var worker: Int?
  var name: String?
  var attempt: Int?
  var outcome: String?
  var text: String?
  var tags: [String]?
  var priority: Int?
  var fraction: Double?
  var thread: String?
  var threadID: UInt64?
  var processID: Int32?
  var workers: Int?
  var cancel: Bool?
  var seed: UInt64?
  var speed: Double?
  var met: Bool?
  var counts: [String: Int]?
  var checks: [Check]?

  private enum CodingKeys: String, CodingKey {
    case event, time, future, worker, name, attempt, outcome, text, tags, priority, fraction
    case thread
    case threadID = "thread_id"
    case processID = "process_id"
    case workers, cancel, seed, speed, met, counts, checks
  }

  init(_ event: String, at nanosecondsSince1970: Int64) {
    self.event = event
    self.time = timestamp(nanosecondsSince1970)
  }

  /// The line, without its end.
  var json: String {
    guard let data = try? Self.encoder.encode(self) else { return "{\"event\":\"\(event)\"}" }
    return String(decoding: data, as: UTF8.self)
  }

  private static let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }()
}

/// Writes a moment as RFC 3339 does, in UTC.
private func timestamp(_ nanosecondsSince1970: Int64) -> String {
  let seconds = nanosecondsSince1970 / 1_000_000_000
  let date = Date(timeIntervalSince1970: TimeInterval(seconds))
  let microseconds = String(nanosecondsSince1970 % 1_000_000_000 / 1_000)
  let zeros = String(repeating: "0", count: 6 - microseconds.count)
  return date.formatted(.iso8601).dropLast() + "." + zeros + microseconds + "Z"
}

// MARK: - Events

extension EventLine {
  /// Makes the line of a pool's event.
  init(_ event: PoolEvent, createdAt: Int64) {
    self.init("", at: createdAt + Int64(clamping: event.time.nanoseconds))
    switch event.change {
    case .workerStarted(let worker, let name, let systemID):
      self.event = "worker_started"
      (self.worker, self.name, threadID) = (worker, name, systemID)
    case .workerEnded(let worker, let reason):
      self.event = "worker_ended"
      self.worker = worker
      if case .died(let text) = reason { self.text = text }
    case .submitted(let id, let name, let tags, let priority):
      self.event = "submitted"
      (future, self.name, self.tags, self.priority) = (id.rawValue, name, tags, priority)
    case .started(let id, let worker, let attempt):
      self.event = "started"
      (future, self.worker, self.attempt) = (id.rawValue, worker, attempt)
    case .progressed(let id, let fraction, let note):
      self.event = "progressed"
      (future, self.fraction, text) = (id.rawValue, fraction, note)
    case .retrying(let id, let outcome, let text):
      self.event = "retrying"
      (future, self.outcome, self.text) = (id.rawValue, outcome.word, text)
    case .finished(let id, let outcome, let text):
      self.event = "finished"
      (future, self.outcome, self.text) = (id.rawValue, outcome.word, text)
    case .ranOver(let id, let worker):
      self.event = "ran_over"
      (future, self.worker) = (id.rawValue, worker)
    case .workerFreed(let worker):
      self.event = "worker_freed"
      self.worker = worker
    case .waiting(let worker, let id):
      self.event = "waiting"
      (self.worker, future) = (worker, id?.rawValue)
    case .logged(let line):
      self.event = "logged"
      (worker, future, text) = (line.worker, line.future?.rawValue, line.text)
      (thread, threadID) = (line.threadName, line.threadID)
    case .held: self.event = "held"
    case .resumed: self.event = "resumed"
    case .resized(let maxWorkers):
      self.event = "resized"
      workers = maxWorkers
    case .shutdownBegan(let cancelFutures):
      self.event = "shutdown_began"
      cancel = cancelFutures
    case .shutDown: self.event = "shut_down"
    case .broke(let reason):
      self.event = "broke"
      text = reason
    }
  }

  /// Makes the last line.
  init(_ judgement: Judgement) {
    self.init("judged", at: MonotonicClock.wallNanoseconds)
    met = judgement.isMet
    text = judgement.sentence
    counts = [:]
    for outcome in FutureOutcome.allCases { counts?[outcome.word] = judgement.counts[outcome] }
    checks = judgement.checks.map {
      Check(name: $0.name, expected: $0.expected, actual: $0.actual, met: $0.isMet)
    }
  }
}

extension FutureOutcome {
  /// The word of a scenario's `expect`.
  var word: String { self == .timedOut ? "timed_out" : rawValue }
}
