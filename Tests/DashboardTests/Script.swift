import PoolObservation
import TextCanvas

@testable import Dashboard

/// A pool's story under a fake clock, told in seconds.
struct Script {
  private(set) var events: [PoolEvent] = []
  let pool: PoolDescription

  /// A moment of 2025 at 15:07:38.600 UTC, so that log times are the same every day.
  static let createdAt: Int64 = 1_763_824_058_600_000_000

  init(
    workers: Int, kind: PoolDescription.Kind = .thread, startsWorkers: Bool = true
  ) {
    pool = PoolDescription(
      name: "pool", kind: kind, maxWorkers: workers, createdAt: Self.createdAt)
    guard startsWorkers else { return }
    for index in 0..<workers {
      add(
        0, .workerStarted(worker: index, name: "worker \(index)", systemID: 31_930 + UInt64(index)))
    }
  }

  mutating func add(_ seconds: Double, _ change: PoolEvent.Change) {
    events.append(PoolEvent(time: instant(seconds), change: change))
  }

  mutating func submit(_ id: UInt64, _ name: String, at seconds: Double = 0) {
    add(seconds, .submitted(FutureID(rawValue: id), name: name))
  }

  /// A job's run on a worker, from a second to another, with a log line at each end.
  mutating func run(
    _ id: UInt64, on worker: Int, from start: Double, to end: Double,
    _ outcome: FutureOutcome = .succeeded, _ text: String = "None", begin: String? = nil,
    ended: String? = nil
  ) {
    let future = FutureID(rawValue: id)
    add(start, .started(future, worker: worker, attempt: 1))
    if let begin { log(start, begin, worker: worker) }
    if let ended { log(end, ended, worker: worker) }
    add(end, .finished(future, outcome: outcome, text: text))
  }

  mutating func log(_ seconds: Double, _ text: String, worker: Int? = nil) {
    let line = LogLine(
      worker: worker, threadName: worker.map { "worker \($0)" } ?? "main", threadID: 1, text: text)
    add(seconds, .logged(line))
  }

  mutating func shutDown(from start: Double, to end: Double) {
    add(start, .shutdownBegan(cancelFutures: false))
    for index in 0..<pool.maxWorkers { add(end, .workerEnded(worker: index, reason: .released)) }
    add(end, .shutDown)
  }

  /// The events in a stable order: what was told first, among what happened at the same time.
  var told: [PoolEvent] {
    events.enumerated().sorted {
      ($0.element.time, $0.element.rank, $0.offset) < ($1.element.time, $1.element.rank, $1.offset)
    }.map(\.element)
  }

  /// What the pool looks like at a moment; jobs that run have come as far as they will have.
  func snapshot(at seconds: Double, progress: [UInt64: Double] = [:]) -> PoolSnapshot {
    var history = PoolHistory(pool: pool)
    let now = instant(seconds)
    for event in told where event.time <= now { history.apply(event) }
    for (id, fraction) in progress.sorted(by: { $0.key < $1.key }) {
      let change = PoolEvent.Change.progressed(
        FutureID(rawValue: id), fraction: fraction, note: "")
      history.apply(PoolEvent(time: now, change: change))
    }
    return history.snapshot(at: now)
  }
}

/// A story that is told once, from its beginning on.
struct Unfolding {
  private var history: PoolHistory
  private var coming: ArraySlice<PoolEvent>
  /// What happened between the last two moments that were looked at.
  private(set) var latest: ArraySlice<PoolEvent> = []

  fileprivate init(_ script: Script) {
    history = PoolHistory(pool: script.pool)
    coming = script.told[...]
  }

  /// What the pool looks like at a moment, which is no earlier than the last one.
  mutating func snapshot(at seconds: Double) -> PoolSnapshot {
    let now = instant(seconds)
    latest = coming.prefix { $0.time <= now }
    coming.removeFirst(latest.count)
    for event in latest { history.apply(event) }
    return history.snapshot(at: now)
  }
}

extension Script {
  /// The story, to be looked at from moment to moment.
  var unfolding: Unfolding { Unfolding(self) }
}

extension PoolEvent {
  /// Ends come before what they make room for.
  fileprivate var rank: Int {
    switch change {
    case .workerStarted: 0
    case .submitted: 1
    case .finished: 2
    case .started: 4
    default: 3
    }
  }
}

func instant(_ seconds: Double) -> PoolInstant {
  PoolInstant(nanoseconds: UInt64((seconds * 1_000_000_000).rounded()))
}

extension Model {
  /// A model that has seen one moment of a story.
  static func showing(
    _ script: Script, at seconds: Double, title: String = "a scenario",
    options: Options = Options(), progress: [UInt64: Double] = [:]
  ) -> Model {
    var model = Model(title: title, options: options)
    _ = update(&model, .sampled(script.snapshot(at: seconds, progress: progress)))
    return model
  }

  /// A model that has seen one look, and shows what a query picks of it.
  static func showing(_ look: PoolSnapshot, _ query: FutureQuery) -> Model {
    var model = Model(title: "")
    _ = update(&model, .resized(Size(columns: 160, rows: 50)))
    _ = update(&model, .sampled(look))
    model.show(query)
    model.lookThrough(model.wishes())
    return model
  }

  /// What has seen the burst of very many for a minute.
  static let afterBurst = Model.showing(.burst, at: 60)

  /// Presses keys one after the other, and returns what they asked for.
  @discardableResult
  mutating func press(_ keys: Key...) -> [Effect] {
    keys.flatMap { update(&self, .key($0)) }
  }

  /// Looks at what was asked to be looked at, as the program does on other threads, and returns
  /// what is asked for then.
  mutating func answer(_ effects: [Effect]) -> [Effect] {
    effects.flatMap { effect in
      guard case .survey(let survey) = effect else { return [Effect]() }
      return update(&self, .surveyed(survey.answer()))
    }
  }

  /// Looks at what was asked to be looked at, and at what comes of that.
  mutating func lookThrough(_ effects: [Effect]) {
    for effect in effects { lookThrough(answer([effect])) }
  }
}
