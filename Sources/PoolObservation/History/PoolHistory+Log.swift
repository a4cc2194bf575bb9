extension PoolHistory {
  /// Puts what happened into the log, where somebody who reads on would miss it.
  ///
  /// To be called before the event is taken in. Not what has a line already, such as a process that
  /// died, or a key that held dispatch; nor that the workers leave a pool that ends; nor what fits
  /// nothing that is known.
  mutating func writeDown(_ event: PoolEvent) {
    switch event.change {
    case .workerStarted(let worker, _, let systemID):
      guard place(of: worker).map({ workers[$0].isGone }) ?? true else { return }
      let host = pool.kind == .thread ? "thread" : "process"
      writeDown("started, \(host) \(systemID)", of: worker, at: event.time)
    case .workerEnded(let worker, .released):
      guard place(of: worker) != nil, pool.phase == .running || pool.phase == .held else { return }
      writeDown("ended, for the pool needs it no longer", of: worker, at: event.time)
    case .retrying(let id, let outcome, let text):
      guard let future = futures[id: id], future.state == .running else { return }
      let reason = text.isEmpty ? "" : ": \(text)"
      writeDown(
        "#\(id) \(outcome.verb) in attempt \(future.attempt), tried again\(reason)",
        of: future.worker, id, at: event.time)
    case .ranOver(let id, let worker):
      guard place(of: worker) != nil else { return }
      writeDown(
        "#\(id) ran over its time limit, and goes on", of: worker, id,
        at: event.time)
    case .workerFreed(let worker):
      guard let place = place(of: worker), let id = workers[place].current else { return }
      writeDown("#\(id), which ran over its time limit, has ended", of: worker, id, at: event.time)
    case .broke(let reason):
      writeDown("the pool can run nothing more: \(reason)", at: event.time)
    case .workerEnded(_, .died), .workerStarting, .workerReady, .submitted, .started, .progressed,
      .waiting, .logged, .finished, .held, .resumed, .resized, .shutdownBegan, .shutDown:
      break
    }
  }

  private mutating func writeDown(
    _ text: String, of worker: Int? = nil, _ future: FutureID? = nil, at time: PoolInstant
  ) {
    let line = LogLine(
      worker: worker, future: future, threadName: "pool", threadID: 0, text: text)
    log.append(LogTail.Entry(time: time, line: line, isEvent: true))
  }
}

extension FutureOutcome {
  /// What a future did that came to it.
  fileprivate var verb: String {
    switch self {
    case .succeeded: "succeeded"
    case .failed: "failed"
    case .cancelled: "was cancelled"
    case .crashed: "crashed"
    case .timedOut: "ran over its time limit"
    }
  }
}
