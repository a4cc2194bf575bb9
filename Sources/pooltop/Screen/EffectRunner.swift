internal import ConcurrentFutures
internal import Dashboard
internal import Platform
internal import Reports
internal import ScenarioScript

/// Does what the dashboard wants done, on a thread of its own, so that no key waits for it.
final class EffectRunner: Sendable {
  private let run: Run
  private let inbox: Inbox
  private let library: ScenarioLibrary
  private let ledger: LiveLedger
  private let thread: WorkThread
  /// Reads scenarios: a file may be slow, and a key that acts does not wait for it.
  private let reader: WorkThread

  init(run: Run, inbox: Inbox, library: ScenarioLibrary) throws {
    self.run = run
    self.inbox = inbox
    self.library = library
    ledger = LiveLedger(of: run.pool)
    thread = try WorkThread(name: "effects")
    reader = try WorkThread(name: "reader")
  }

  /// Takes an effect; returns at once.
  func perform(_ effect: Effect) {
    switch effect {
    case .listScenarios: reader.perform { self.inbox.put(.listed(self.library.list())) }
    case .open(let path): reader.perform { self.open(path) }
    default: thread.perform { self.apply(effect) }
    }
  }

  /// Judges the run, and answers with the verdict; returns at once.
  func judge() {
    thread.perform { self.inbox.put(.concluded(verdict: self.run.judge().sentence)) }
  }

  /// Does nothing more that it was told to.
  func stop() {
    thread.stop()
    reader.stop()
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
    case .describe(let id):
      if let description = run.player.describe(id) { inbox.put(.described(description)) }
    case .redraw, .suspend, .recall, .runAgain, .use, .ring, .notify, .play, .survey, .keep,
      .report, .leave, .listScenarios, .open:
      break
    }
  }

  /// Says what came of a key in the footer, and in the log, where it stays.
  private func answer(_ notice: Notice) {
    inbox.put(.answered(notice))
    run.pool.log(notice.text, threadName: "dashboard")
  }

  private func open(_ path: String) {
    do {
      inbox.put(next: Inbox.Opened(path: path, scenario: try library.read(path)))
    } catch {
      let lines = "\(error)".split(separator: "\n")
      for line in lines { run.pool.log(String(line), threadName: "dashboard") }
      inbox.put(.answered(Notice(lines.first.map(String.init) ?? "\(error)", .refused)))
    }
  }
}

// MARK: - Reporting

extension EffectRunner {
  /// Tells the run up to now, for a report; may take a while.
  @Sendable
  func record() -> RunRecord {
    var record = run.recordedSoFar() ?? ledger.record(title: run.scenario.name)
    record.header.seed = run.seed
    if run.isOver { record.verdict = RecordedVerdict(run.judge(), at: record.end) }
    return record
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
      run.player.shutDownPool()
      return Notice("shutting down: \(pending) pending and \(running) running go on")
    case .cancelPending:
      run.player.shutDownPool(cancelFutures: true)
      return Notice("shutting down: \(pending) pending cancelled, \(running) running go on")
    case .now:
      run.player.shutDownPool(cancelFutures: true)
      let running = run.pool.snapshot().futures.filter { $0.state == .running }.map(\.id)
      let stopped = running.isEmpty ? "" : ", \(outcomes(of: running))"
      return Notice("shutting down: \(pending) pending cancelled\(stopped)")
    }
  }

  private func quit(_ choice: QuitChoice) {
    switch choice {
    case .wait: run.player.shutDownPool()
    case .cancelPending: run.player.shutDownPool(cancelFutures: true)
    }
  }
}
