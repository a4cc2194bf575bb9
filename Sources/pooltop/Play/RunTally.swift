internal import ConcurrentFutures
internal import Platform

/// What a judgement over a run needs that no snapshot holds.
struct RunFigures: Sendable {
  /// When the first future was submitted.
  var firstSubmission: PoolInstant?
  /// When the last future got done.
  var lastOutcome: PoolInstant?
  /// The future that started last.
  private var lastStarted: FutureID?
  /// The first that started before one that was submitted earlier.
  private(set) var outOfOrder: FutureID?

  init() {}

  /// From the first submission to the last outcome.
  var makespan: Duration? {
    guard let firstSubmission, let lastOutcome else { return nil }
    return firstSubmission.duration(to: lastOutcome)
  }

  mutating func apply(_ event: PoolEvent) {
    switch event.change {
    case .submitted:
      firstSubmission = firstSubmission ?? event.time
    case .started(let id, _, _):
      // Ids grow with submission.
      if let lastStarted, id < lastStarted { outOfOrder = outOfOrder ?? lastStarted }
      lastStarted = id
    case .finished:
      lastOutcome = event.time
    case .workerStarted, .workerEnded, .progressed, .retrying, .ranOver, .workerFreed, .waiting,
      .logged, .held, .resumed, .resized,
      .shutdownBegan, .shutDown, .broke:
      break
    }
  }
}
