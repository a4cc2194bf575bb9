internal import Dashboard
internal import Platform
internal import PoolObservation
internal import Reports
internal import Terminal
internal import TextCanvas

/// Waits, plays on, draws: the same dashboard over a recording.
struct ReplayLoop {
  let terminal: Terminal
  let signals: SignalPipe
  let capture: StandardStreamCapture
  let path: String
  /// What the surveyor found.
  let inbox: Inbox
  let surveyor: Surveyor
  private var player: ReplayPlayer
  private var model: Model
  private let start = MonotonicClock.now
  /// Why the program leaves, once it does.
  private var end: ScreenLoop.End?
  private var hasConcluded = false

  init(
    terminal: Terminal, signals: SignalPipe, capture: StandardStreamCapture, path: String,
    player: ReplayPlayer, model: Model
  ) throws {
    self.terminal = terminal
    self.signals = signals
    self.capture = capture
    self.path = path
    inbox = try Inbox()
    surveyor = try Surveyor(inbox: inbox)
    self.player = player
    self.model = model
  }

  /// Runs until the user or a signal ends it.
  ///
  /// - Parameter remark: What is wrong with the recording, to be said at the beginning.
  /// - Returns: What ended it.
  consuming func runToEnd(remark: String?) -> ScreenLoop.End {
    defer { surveyor.stop() }
    handle(.resized(terminal.size))
    show()
    if let remark { handle(.answered(Notice(remark, .refused))) }
    while true {
      handle(.passed(start.duration(to: .now)))
      terminal.draw(view(model, terminal.size))
      waitReadable(
        [
          terminal.device.inputDescriptor, signals.readDescriptor, capture.readDescriptor,
          inbox.readDescriptor,
        ],
        timeout: player.isMoving ? model.settings.rate.interval : model.longestWait)
      takeSignals()
      // Nothing runs here that could say something; what did would have no place to stand.
      _ = capture.readLines()
      for event in inbox.take().events { handle(event) }
      for key in terminal.readKeys() {
        if let event = Event(key) { handle(event) }
      }
      if terminal.isHungUp { end = end ?? .signalled(.hangUp) }
      if let end { return end }
      guard player.isMoving else { continue }
      player.tick(at: MonotonicClock.now)
      show()
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
    for effect in update(&model, event) {
      switch effect {
      case .redraw: terminal.redraw()
      case .quit: end = end ?? .quit
      case .use(let settings):
        terminal.use(Palette(settings, on: terminal.device))
        terminal.setMouse(settings.mouse)
      case .keep(let row, let value): keep(row, value)
      case .play(let command): play(command)
      case .report(let overwrites): report(overwrites: overwrites)
      case .survey(let survey): surveyor.perform(survey)
      case .submit, .cancel, .stop, .submitAgain, .hold, .step, .resize, .shutDown,
        .listScenarios, .open, .runAgain, .describe, .signalDone, .recall:
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

  /// Writes a report of the whole recording, wherever it stands.
  private mutating func report(overwrites: Bool) {
    do {
      let record = try RunRecord(reading: RecordingFile(path))
      handle(ReportFile.answer(to: record, overwrites: overwrites))
    } catch {
      handle(.answered(Notice("no report: \(error)", .refused)))
    }
  }

  private mutating func keep(_ row: SettingRow, _ value: String) {
    do {
      try SettingsStore.write(row, value)
    } catch {
      handle(.answered(Notice("'\(row.rawValue)' is not kept: \(error)", .refused)))
    }
  }

  private mutating func takeSignals() {
    for signal in signals.drain() {
      switch signal {
      case .interrupt: handle(.interrupted)
      case .windowChanged: handle(.resized(terminal.resize()))
      case .terminalStop:
        terminal.suspend()
        SignalPipe.stopProcess()
        terminal.resumeAfterSuspend()
        handle(.resized(terminal.size))
        player.tick(at: MonotonicClock.now)
      case .continued:
        terminal.resumeAfterSuspend()
        handle(.resized(terminal.size))
      default: end = end ?? .signalled(signal)
      }
    }
  }
}
