internal import ConcurrentFutures
internal import Platform
internal import ScenarioScript

extension ScenarioPlayer {
  /// How many futures a look lists; a screen of them, not a million.
  private static let lookLimit = 40

  /// Logs the workers, and each future's done flag and result, as the notes' loop does.
  func logLook() {
    let snapshot = pool.snapshot()
    let workers = snapshot.workers.filter { $0.state != .exited }.map { worker in
      let work = worker.current.map { "runs \($0)" } ?? worker.state.rawValue
      return "<\(worker.name) \(worker.systemID) \(work)>"
    }
    log("workers [" + workers.joined(separator: ", ") + "]")
    let futures = state.withLock { $0.submitted.futures }
    var flags = futures.prefix(Self.lookLimit).map { future in
      "\(future.id): " + (future.isDone ? "done, \(outcome(of: future))" : "not done")
    }
    if futures.count > Self.lookLimit {
      flags.append("… \(futures.count(where: \.isDone)) of \(futures.count) done")
    }
    log("futures [" + flags.joined(separator: "; ") + "]")
  }

  /// Logs one future that got done, as the notes' second program does.
  func logOutcome(_ future: Future<ScenarioValue>) {
    let verb = scenario.collectsAsCompleted ? "completed" : "future"
    log("\(verb) \(future.id) \(outcome(of: future))")
  }

  private func outcome(of future: Future<ScenarioValue>) -> String {
    do {
      return "returned \(try future.result())"
    } catch is CancelledError {
      return "cancelled"
    } catch {
      return "raised \(type(of: error)): \(error)"
    }
  }
}
