internal import PoolObservation

// Scripted keystrokes.

extension ScenarioReader {
  /// What an event may do, as a file writes it.
  enum EventWord: String, CaseIterable {
    case cancel, hold, resume, step
    case setWorkers = "set_workers"
    case killWorker = "kill_worker"
    case shutdown

    /// The keys that go with it, beside `at` and `do`.
    fileprivate var keys: [String] {
      switch self {
      case .cancel: ["filter"]
      case .setWorkers: ["to"]
      case .killWorker: ["index"]
      case .shutdown: ["cancel"]
      case .hold, .resume, .step: []
      }
    }
  }

  /// Reads all events.
  mutating func readEvents(_ value: DocumentValue, _ pool: PoolPlan) -> [ScriptedEvent] {
    list(value, of: "events")?.compactMap { event($0, pool) } ?? []
  }

  private mutating func event(_ value: DocumentValue, _ pool: PoolPlan) -> ScriptedEvent? {
    let countBefore = problems.count
    guard let fields = fields(of: value, .event, in: "events") else { return nil }
    for key in ["at", "do"] where fields[key] == nil && problems.count == countBefore {
      problems.add(value.place, "an event needs '\(key)', as in {at: 30s, do: hold}")
    }
    let offset = fields["at"].flatMap { duration($0) }
    guard let verb = fields["do"], let word = choice(verb, of: EventWord.self) else { return nil }
    for key in fields.keys.sorted() where !(["at", "do"] + word.keys).contains(key) {
      guard let place = fields[key]?.place else { continue }
      problems.add(place, "'\(key)' does not go with '\(word.rawValue)'")
    }
    if word == .killWorker, pool.kind == .thread {
      problems.add(
        verb.place, "'kill_worker' needs worker processes; a thread cannot be killed")
    }
    let action = action(word, fields, value)
    guard let offset, let action else { return nil }
    return ScriptedEvent(offset: offset, action: action)
  }

  private mutating func action(
    _ word: EventWord, _ fields: [String: DocumentValue], _ event: DocumentValue
  ) -> ScriptedEvent.Action? {
    switch word {
    case .hold: return .hold
    case .resume: return .resume
    case .step: return .step
    case .cancel:
      guard let filter = fields["filter"] else { return .cancel(nil) }
      return self.filter(filter).map { .cancel($0) }
    case .setWorkers:
      let count = required("to", "4", fields, event).flatMap { workerCount($0) }
      return count.map { .setWorkers($0) }
    case .killWorker:
      let index = required("index", "0", fields, event).flatMap { integer($0, in: 0 ... .max) }
      return index.map { .killWorker($0) }
    case .shutdown:
      guard let cancel = fields["cancel"] else { return .shutdown(cancelsPending: false) }
      return choice(cancel, of: Flag.self).map { .shutdown(cancelsPending: $0 == .true) }
    }
  }

  private enum Flag: String, CaseIterable {
    case `true`, `false`
  }

  private mutating func required(
    _ key: String, _ example: String, _ fields: [String: DocumentValue], _ event: DocumentValue
  ) -> DocumentValue? {
    if fields[key] == nil {
      problems.add(event.place, "this event needs '\(key)', as in {\(key): \(example)}")
    }
    return fields[key]
  }

  private mutating func filter(_ value: DocumentValue) -> FutureFilter? {
    guard let text = text(value) else { return nil }
    do throws(FutureFilterError) {
      return try FutureFilter(text)
    } catch {
      problems.add(value.place, cleaned("\(error)", limit: 200))
      return nil
    }
  }
}
