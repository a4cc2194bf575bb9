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
  let keeper: Keeper
  let surveyor: Surveyor
  private var player: ReplayPlayer
  private var model: Model
  /// Why the program leaves, once somebody wants that.
  private var end: ScreenEnd?
  private var hasConcluded = false
  /// Whether something happened since the last frame.
  private var needsFrame = true

  init(
    screen: OpenScreen, path: String, name: String, player: ReplayPlayer, model: Model
  ) throws {
    self.screen = screen
    self.path = path
    self.name = name
    keeper = try Keeper()
    surveyor = try Surveyor(inbox: keeper.inbox)
    self.player = player
    self.model = model
  }

  /// Runs until the user or a signal ends it.
  ///
  /// - Parameter remark: What is wrong with the recording, to be said at the beginning.
  /// - Returns: What ended it.
  consuming func runToEnd(remark: String?) -> ScreenEnd {
    defer { surveyor.stop() }
    handle(.resized(screen.size))
    show()
    if let remark { handle(.answered(Notice(remark, .refused))) }
    while true {
      if needsFrame { screen.draw(model) }
      needsFrame = false
      let rate = model.settings.rate.interval
      var stop: MonotonicClock.Instant?
      let events = screen.waitForEvents(
        [keeper.inbox], timeout: player.isMoving ? rate : model.longestWait
      ) {
        stop = .now
        SignalPipe.stopProcess()
      }
      if let stop { player.standStill(for: stop.duration(to: .now)) }
      for event in events { handle(event) }
      // Nothing runs here that could say something; what is said all the same is no line of the log.
      if let line = screen.readStrangersLines().last { handle(.answered(Notice(line))) }
      for event in keeper.inbox.take().events { handle(event) }
      if let end = screen.end { return end }
      if let end, end.signal != nil || !isKeeping() { return end }
      if player.isMoving {
        player.tick(at: MonotonicClock.now)
        show()
      }
      let hadNotice = model.longestWait != nil
      _ = update(&model, .passed(screen.elapsed))
      if hadNotice, model.longestWait == nil { needsFrame = true }
    }
  }

  /// Whether something is still being written that somebody who leaves waits for.
  private mutating func isKeeping() -> Bool {
    guard keeper.isBusy else { return false }
    handle(.answered(Notice("this is still being written; Ctrl-c leaves without it")))
    return true
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
    needsFrame = true
    for effect in update(&model, event) {
      switch effect {
      case .redraw: screen.redraw()
      case .leave(isCutShort: true): end = .signalled(.interrupt)
      case .leave(isCutShort: false): end = end ?? .quit
      case .use(let settings): screen.use(settings)
      case .keep(let row, let value): keeper.keep(row, value)
      case .play(let command): play(command)
      case .report(let overwrites):
        keeper.report(title: name, overwrites: overwrites) { [path] in
          try RunRecord(reading: RecordingFile(path))
        }
      case .survey(let survey): surveyor.perform(survey)
      case .submit, .cancel, .stop, .submitAgain, .hold, .step, .resize, .shutDown,
        .listScenarios, .open, .runAgain, .describe, .ring, .notify, .recall, .quit:
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
