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
  /// Where it is recorded, if anywhere.
  let recordingPath: String?

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
    self.recordingPath = recordingPath
    let inbox = try Inbox()
    self.inbox = inbox
    batch?.onRest(inbox.wakeReader)
    run = try Run(
      scenario, speed: speed.factor, finish: scenario.finish ?? .stay, batch: batch,
      recordingPath: recordingPath, listener: Self.listener(inbox))
    run.setInterval(interval)
    effects = try EffectRunner(run: run, inbox: inbox, library: library)
    surveyor = try Surveyor(inbox: inbox)
  }

  /// Does nothing more that keys want.
  func stop() {
    effects.stop()
    surveyor.stop()
  }

  /// Ends the run where it is, for another one has begun in its place; may take a while.
  ///
  /// - Returns: What is wrong with its recording, where something is.
  func abandon() -> String? {
    run.abandon()
    return run.finishRecording(
      RecordedVerdict(run.judge(), at: run.pool.snapshot().takenAt, isReplaced: true))
  }

  private static func listener(_ inbox: Inbox) -> Run.Listener {
    Run.Listener(
      sampled: { events, snapshot in inbox.put(snapshot, after: events) },
      submitted: { answer in
        inbox.put(.answered(Notice(answer.sentence, answer.isRefusal ? .refused : .done)))
      },
      upcoming: { inbox.put(upcoming: $0) },
      concluded: { inbox.putConclusion() })
  }
}
