internal import ConcurrentFutures
internal import Platform
internal import PoolObservation
internal import ScenarioScript

/// Does what a scenario scripts for a moment, while the player submits.
///
/// A thread of its own, because a player that waits for room in a full queue could not do what
/// makes room.
final class Director: Sendable {
  private let scenario: Scenario
  private let pace: Pace
  private let isStopped = Monitor(false)

  init(_ scenario: Scenario, pace: Pace) {
    self.scenario = scenario
    self.pace = pace
  }

  /// Whether there is anything to do.
  var hasWork: Bool { scenario.observeInterval != nil || !scenario.events.isEmpty }

  /// Does all of it, each at its moment; returns when nothing is left, or when it is stopped.
  func run(for player: ScenarioPlayer) {
    var events = scenario.events[...]
    var nextLook = scenario.observeInterval
    while let moment = [events.first?.offset, nextLook].compactMap({ $0 }).min() {
      let wasStopped = isStopped.wait(until: pace.instant(of: moment)) { $0 ? true : nil }
      if wasStopped != nil { return }
      if let event = events.first, event.offset == moment {
        events.removeFirst()
        player.log("event: " + player.perform(event.action))
      } else {
        player.logLook()
        nextLook = scenario.observeInterval.map { moment + $0 }
      }
    }
  }

  /// Does nothing more.
  func stop() {
    isStopped.withLock { $0 = true }
    isStopped.signal()
  }
}

// MARK: - Scripted keystrokes

extension ScenarioPlayer {
  /// Does what an event says; returns what came of it.
  func perform(_ action: ScriptedEvent.Action) -> String {
    switch action {
    case .cancel(let filter):
      return "cancel \(filter?.text ?? "what waits"): " + cancel(filter)
    case .hold:
      pool.pause()
      return "hold"
    case .resume:
      pool.resume()
      return "resume"
    case .step:
      guard let id = pool.step() else { return "step: nothing waits to be started" }
      return "step: let \(id) start"
    case .setWorkers(let count):
      do {
        try pool.resize(maxWorkers: count)
        return "set_workers: at most \(count)"
      } catch {
        return "set_workers: refused: \(error)"
      }
    case .killWorker(let index):
      guard let processes = pool as? ProcessPoolExecutor else {
        return "kill_worker: refused: a thread cannot be killed"
      }
      guard let process = processes.killWorker(index) else {
        return "kill_worker: refused: no process is in place \(index)"
      }
      return "kill_worker: killed worker \(index), process \(process)"
    case .shutdown(let cancelsPending):
      shutDownPool(cancelFutures: cancelsPending)
      return cancelsPending ? "shutdown, what has not started is cancelled" : "shutdown"
    }
  }

  private func cancel(_ filter: FutureFilter?) -> String {
    tell(.cancelHeldBack(filter))
    let snapshot = pool.snapshot()
    let context = FilterContext(snapshot)
    var cancelledCount = 0
    var refusedCount = 0
    for row in snapshot.futures
    where filter?.matches(row, context) ?? (row.state == .pending) {
      guard let future = future(row.id), !future.isCancelled else { continue }
      if future.cancel() { cancelledCount += 1 } else { refusedCount += 1 }
    }
    return "\(cancelledCount) cancelled" + (refusedCount > 0 ? ", \(refusedCount) refused" : "")
  }
}
