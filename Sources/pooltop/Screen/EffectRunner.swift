internal import ConcurrentFutures
internal import Dashboard
internal import Platform
internal import Reports
internal import ScenarioScript

/// Does what the dashboard wants done, on a thread of its own, so that no key waits for it.
final class EffectRunner: Sendable {
  private struct Queue {
    var tasks: [@Sendable (EffectRunner) -> Void] = []
    var isStopped = false
  }

  private let run: Run
  private let inbox: Inbox
  private let queue = Monitor(Queue())

  private let library: ScenarioLibrary
  private let ledger: LiveLedger

  init(run: Run, inbox: Inbox, library: ScenarioLibrary) throws {
    self.run = run
    self.inbox = inbox
    self.library = library
    ledger = LiveLedger(of: run.pool)
    try OSThread.start(name: "effects") { self.work() }.detach()
  }

  /// Takes an effect; returns at once.
  func perform(_ effect: Effect) {
    perform { $0.apply(effect) }
  }

  /// Judges the run, and answers with the verdict; returns at once.
  func judge() {
    perform { $0.inbox.put(.concluded(verdict: $0.run.judge().sentence)) }
  }

  private func perform(_ task: @escaping @Sendable (EffectRunner) -> Void) {
    queue.withLock { $0.tasks.append(task) }
    queue.signal()
  }

  func stop() {
    queue.withLock { $0.isStopped = true }
    queue.signal()
  }

  private func work() {
    while let tasks = nextTasks() {
      for task in tasks { task(self) }
    }
  }

  private func nextTasks() -> [@Sendable (EffectRunner) -> Void]? {
    let next = queue.wait { queue -> [@Sendable (EffectRunner) -> Void]?? in
      if queue.isStopped { return .some(nil) }
      guard !queue.tasks.isEmpty else { return nil }
      defer { queue.tasks = [] }
      return queue.tasks
    }
    return next ?? nil
  }

  private func apply(_ effect: Effect) {
    switch effect {
    case .submit(let count): run.player.submitMore(count)
    case .cancel(let ids): answer(cancel(ids))
    case .stop(let ids): answer(stop(ids))
    case .submitAgain(let ids): run.player.submitAgain(ids)
    case .hold(let isHeld): answer(hold(isHeld))
    case .step: answer(step())
    case .resize(let change): answer(resize(by: change))
    case .shutDown(let choice): answer(shutDown(choice))
    case .quit(let choice): quit(choice)
    case .listScenarios: inbox.put(.listed(library.list()))
    case .open(let path): open(path)
    case .describe(let id):
      if let description = run.player.describe(id) { inbox.put(.described(description)) }
    case .keep(let row, let value): keep(row, value)
    case .report(let overwrites): report(overwrites: overwrites)
    case .redraw, .recall, .runAgain, .use, .signalDone, .play, .survey: break
    }
  }

  /// Says what came of a key in the footer, and in the log, where it stays.
  private func answer(_ notice: Notice) {
    inbox.put(.answered(notice))
    run.pool.log(notice.text, threadName: "dashboard")
  }

  private func open(_ path: String) {
    do {
      inbox.put(next: try library.read(path))
    } catch {
      let lines = "\(error)".split(separator: "\n")
      for line in lines { run.pool.log(String(line), threadName: "dashboard") }
      inbox.put(.answered(Notice(lines.first.map(String.init) ?? "\(error)", .refused)))
    }
  }

  private func keep(_ row: SettingRow, _ value: String) {
    do {
      try SettingsStore.write(row, value)
    } catch {
      inbox.put(.answered(Notice("'\(row.rawValue)' is not kept: \(error)", .refused)))
    }
  }
}

// MARK: - Reporting

extension EffectRunner {
  /// Writes a report of the run up to now.
  private func report(overwrites: Bool) {
    var record = run.recordedSoFar() ?? ledger.record(title: run.scenario.name)
    record.header.seed = run.seed
    if record.snapshot.counts.unfinished == 0 {
      record.verdict = RecordedVerdict(run.judge(), at: record.end)
    }
    inbox.put(ReportFile.answer(to: record, overwrites: overwrites))
  }
}

// MARK: - Cancelling

extension EffectRunner {
  /// Cancels futures, and says what came of it.
  private func cancel(_ ids: [FutureID]) -> Notice {
    let futures = ids.compactMap { run.player.future($0) }
    if futures.count == 1, let future = futures.first { return cancel(future) }
    var refused: [FutureState: Int] = [:]
    var cancelledCount = 0
    for future in futures {
      let wasCancelled = future.isCancelled
      if future.cancel(), !wasCancelled {
        cancelledCount += 1
      } else {
        refused[future.state, default: 0] += 1
      }
    }
    let reasons = FutureState.allCases.compactMap { state in
      refused[state].map { "\($0.grouped) refused (\(state.rawValue))" }
    }
    let parts = ["\(cancelledCount.grouped) cancelled"] + reasons
    return Notice(parts.joined(separator: ", "), cancelledCount > 0 ? .done : .refused)
  }

  private func cancel<Value>(_ future: Future<Value>) -> Notice {
    let wasCancelled = future.isCancelled
    let isCancelled = future.cancel()
    if wasCancelled { return Notice("#\(future.id) was cancelled already", .refused) }
    if isCancelled { return Notice("cancelled #\(future.id)") }
    let state = future.isRunning ? "is running" : "is finished"
    return Notice("refused: #\(future.id) \(state)", .refused)
  }
}

// MARK: - Control

extension EffectRunner {
  /// What came of the wish that a running job ends.
  private enum StopOutcome: String, CaseIterable {
    case killed
    case terminated = "sent SIGTERM"
    case asked = "asked to stop"
    case ended = "had ended"
  }

  /// Ends running jobs where that is possible, else asks them to stop.
  private func stop(_ ids: [FutureID]) -> Notice {
    if ids.count == 1 { return stop(ids[0]) }
    return Notice(outcomes(of: ids))
  }

  private func stop(_ id: FutureID) -> Notice {
    switch end(id) {
    case .killed: Notice("killed #\(id)")
    case .terminated: Notice("#\(id) is sent SIGTERM, then SIGKILL")
    case .asked: Notice("asked #\(id) to stop")
    case .ended:
      if let state = run.player.future(id)?.state {
        Notice("refused: #\(id) does not run, it is \(state.rawValue)", .refused)
      } else {
        Notice("#\(id) is gone", .refused)
      }
    }
  }

  /// Ends jobs, and counts what came of it.
  private func outcomes(of ids: [FutureID]) -> String {
    var counts: [StopOutcome: Int] = [:]
    for id in ids { counts[end(id), default: 0] += 1 }
    return StopOutcome.allCases.compactMap { outcome in
      counts[outcome].map { "\($0.grouped) \(outcome.rawValue)" }
    }.joined(separator: ", ")
  }

  private func end(_ id: FutureID) -> StopOutcome {
    guard let (future, step) = run.player.submitted(id) else { return .ended }
    switch future.kill() {
    case .killed: return .killed
    case .notRunning: return .ended
    case .notSupported:
      guard future.requestStop() else { return .ended }
      return run.scenario.jobs[step.job].isCommand ? .terminated : .asked
    }
  }

  private func hold(_ isHeld: Bool) -> Notice {
    if isHeld { run.pool.pause() } else { run.pool.resume() }
    let waiting = run.pool.snapshot().counts.pending
    let wait = waiting == 1 ? "waits" : "wait"
    return Notice(isHeld ? "held: \(waiting.grouped) \(wait), nothing starts" : "dispatch goes on")
  }

  private func step() -> Notice {
    guard let id = run.pool.step() else { return Notice("nothing waits to be started", .refused) }
    return Notice("let #\(id) start")
  }

  private func resize(by change: Int) -> Notice {
    let maxWorkers = run.pool.maxWorkers + change
    guard maxWorkers > 0 else { return Notice("refused: a pool keeps one worker", .refused) }
    do {
      try run.pool.resize(maxWorkers: maxWorkers)
      return Notice("at most \(maxWorkers.counted("worker"))")
    } catch {
      return Notice("refused: \(error)", .refused)
    }
  }
}

// MARK: - The end

extension EffectRunner {
  private func shutDown(_ choice: ShutdownChoice) -> Notice {
    let counts = run.pool.snapshot().counts
    let (pending, running) = (counts.pending.grouped, counts.running.grouped)
    switch choice {
    case .wait:
      run.pool.shutdown(wait: false)
      return Notice("shutting down: \(pending) pending and \(running) running go on")
    case .cancelPending:
      run.pool.shutdown(wait: false, cancelFutures: true)
      return Notice("shutting down: \(pending) pending cancelled, \(running) running go on")
    case .now:
      run.pool.shutdown(wait: false, cancelFutures: true)
      let running = run.pool.snapshot().futures.filter { $0.state == .running }.map(\.id)
      let stopped = running.isEmpty ? "" : ", \(outcomes(of: running))"
      return Notice("shutting down: \(pending) pending cancelled\(stopped)")
    }
  }

  private func quit(_ choice: QuitChoice) {
    switch choice {
    case .wait: run.pool.shutdown(wait: false)
    case .cancelPending: run.pool.shutdown(wait: false, cancelFutures: true)
    case .now: break
    }
  }
}
