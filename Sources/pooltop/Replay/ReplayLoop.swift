internal import Dashboard
internal import Platform
internal import PoolObservation
internal import Reports

/// Waits, plays on, draws: the same dashboard over a recording.
struct ReplayLoop {
  let screen: OpenScreen
  let path: String
  /// The name of what was recorded.
  private let name: String
  let surveyor: Surveyor
  private var player: ReplayPlayer
  private var dashboard: OpenDashboard
  private var hasConcluded = false

  init(
    screen: OpenScreen, path: String, name: String, player: ReplayPlayer, model: Model
  ) throws {
    self.screen = screen
    self.path = path
    self.name = name
    dashboard = try OpenDashboard(on: screen, model)
    surveyor = try Surveyor(inbox: dashboard.keeper.inbox)
    self.player = player
  }

  /// What came of reports and settings that nobody could read on the screen any more.
  var unsaid: [String] { dashboard.keeper.takeUnsaid() }

  /// Runs until the user or a signal ends it.
  ///
  /// - Parameter remark: What is wrong with the recording, to be said at the beginning.
  /// - Returns: What ended it.
  mutating func runToEnd(remark: Notice?) -> ScreenEnd {
    defer { surveyor.stop() }
    handle(.resized(screen.size))
    show()
    if let remark { handle(.answered(remark)) }
    while true {
      let rate = dashboard.model.settings.rate.interval
      var stop: MonotonicClock.Instant?
      let events = dashboard.nextEvents([], timeout: player.isMoving ? rate : nil) {
        stop = .now
        SignalPipe.stopProcess()
      }
      if let stop { player.standStill(for: stop.duration(to: .now)) }
      for event in events { handle(event) }
      // Nothing runs here that could say something; what is said all the same is no line of the
      // log.
      if let line = screen.readStrangersLines().last { handle(.answered(Notice(line))) }
      for event in dashboard.takeKept() { handle(event) }
      if let end = dashboard.departure() { return end }
      if player.isMoving {
        player.tick(at: MonotonicClock.now)
        show()
      }
    }
  }

  /// Takes a look at where the recording stands.
  private mutating func show() {
    handle(.played(player.playback))
    do {
      handle(.sampled(try player.snapshot()))
    } catch {
      handle(.answered(Notice("\(error)", .refused)))
    }
    let verdict = player.verdict
    if let verdict, !hasConcluded { handle(.concluded(verdict: verdict)) }
    hasConcluded = verdict != nil
  }

  private mutating func handle(_ event: Event) {
    for effect in dashboard.take(event) {
      switch effect {
      case .use(let settings): screen.use(settings)
      case .play(let command): play(command)
      case .report(let overwrites):
        dashboard.keeper.report(title: name, overwrites: overwrites) { [path] in
          try RunRecord(reading: RecordingFile(path))
        }
      case .survey(let survey): surveyor.perform(survey)
      case .submit, .cancel, .stop, .submitAgain, .hold, .step, .resize, .shutDown,
        .listScenarios, .open, .runAgain, .describe, .ring, .notify, .recall, .quit,
        .redraw, .suspend, .leave, .keep:
        break
      }
    }
  }

  private mutating func play(_ command: PlaybackCommand) {
    do {
      try player.perform(command, at: MonotonicClock.now)
    } catch {
      handle(.answered(Notice("\(error)", .refused)))
    }
    show()
  }
}
