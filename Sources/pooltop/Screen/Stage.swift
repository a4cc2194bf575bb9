internal import ConcurrentFutures
internal import Dashboard
internal import Platform
internal import ScenarioScript

/// What belongs to one run on the screen; another run gets another stage.
struct Stage {
  let scenario: Scenario
  /// Runs its commands, where it is of commands alone.
  let batch: CommandBatch?
  let inbox: Inbox
  let run: Run
  let effects: EffectRunner
  let surveyor: Surveyor

  /// Makes a run of a scenario; it begins with `run.start()`.
  ///
  /// - Parameters:
  ///   - scenario: What to play.
  ///   - speed: How many of its seconds pass in one.
  ///   - interval: How often to look at the pool.
  ///   - library: Where other scenarios come from.
  ///   - recordingPath: Where to record it, if anywhere.
  ///   - batch: Runs its commands; `nil` is the usual way.
  /// - Throws: What the pool or the system throws.
  init(
    _ scenario: Scenario, speed: Speed, every interval: Duration, library: ScenarioLibrary,
    recordingPath: String? = nil, batch: CommandBatch? = nil
  ) throws {
    self.scenario = scenario
    self.batch = batch
    let inbox = try Inbox()
    self.inbox = inbox
    run = try Run(
      scenario, speed: speed.factor, finish: scenario.finish ?? .stay, batch: batch,
      recordingPath: recordingPath, listener: Self.listener(inbox))
    run.setInterval(interval)
    effects = try EffectRunner(run: run, inbox: inbox, library: library)
    surveyor = try Surveyor(inbox: inbox)
  }

  /// Ends the run where it is, for another one to begin in its place.
  ///
  /// - Returns: What is wrong with its recording, where something is.
  func abandon() -> String? {
    effects.stop()
    surveyor.stop()
    batch?.abandon()
    run.abandon()
    return run.finishRecording(
      RecordedVerdict(run.judge(), at: run.pool.snapshot().takenAt, signal: nil))
  }

  private static func listener(_ inbox: Inbox) -> Run.Listener {
    Run.Listener(
      sampled: { events, snapshot in inbox.put(snapshot, after: events) },
      submitted: { answer in
        switch answer {
        case .submitted(1, let first): inbox.put(.answered(Notice("submitted #\(first)")))
        case .submitted(let count, let first):
          inbox.put(.answered(Notice("submitted \(count.grouped), from #\(first)")))
        case .refused(let reason): inbox.put(.answered(Notice(reason, .refused)))
        }
      },
      heldBack: { inbox.put(.heldBack(count: $0)) },
      concluded: { inbox.putConclusion() })
  }
}
