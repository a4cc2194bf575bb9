/// What the `event` of a line can be.
enum EventName: String, CaseIterable {
  case began
  case submitted
  case started
  case finished
  case progressed
  case logged
  case retrying
  case ranOver = "ran_over"
  case workerStarted = "worker_started"
  case workerStarting = "worker_starting"
  case workerReady = "worker_ready"
  case workerEnded = "worker_ended"
  case workerFreed = "worker_freed"
  case waiting
  case held
  case resumed
  case resized
  case shutdownBegan = "shutdown_began"
  case shutDown = "shut_down"
  case broke
  case lost
  case judged
  case interrupted
}

extension FutureOutcome {
  /// The word of a scenario's `expect`, and of a recording.
  package var word: String { self == .timedOut ? "timed_out" : rawValue }

  /// Returns the outcome that a word stands for.
  package init?(word: some StringProtocol) {
    guard let outcome = FutureOutcome.allCases.first(where: { $0.word == word }) else { return nil }
    self = outcome
  }
}
