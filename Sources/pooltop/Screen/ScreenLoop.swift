internal import ConcurrentFutures
internal import Dashboard
internal import Platform
internal import ScenarioScript
internal import Terminal
internal import TextCanvas

/// Waits, updates, draws; all of curses happens here.
struct ScreenLoop {
  /// How the loop ended.
  enum End {
    case quit
    case signalled(Signal)

    /// The signal, if one ended it.
    var signal: Signal? {
      switch self {
      case .quit: nil
      case .signalled(let signal): signal
      }
    }
  }

  let terminal: Terminal
  let signals: SignalPipe
  let capture: StandardStreamCapture
  let speed: Speed
  let library: ScenarioLibrary
  private(set) var stage: Stage
  private var model: Model
  private let start = MonotonicClock.now
  /// Why the program leaves, once it does.
  private var end: End?
  /// Whether everything is done and not yet judged.
  private var awaitsVerdict = false

  init(
    terminal: Terminal, signals: SignalPipe, capture: StandardStreamCapture, stage: Stage,
    speed: Speed, library: ScenarioLibrary, model: Model
  ) {
    self.terminal = terminal
    self.signals = signals
    self.capture = capture
    self.stage = stage
    self.speed = speed
    self.library = library
    self.model = model
  }

  /// Runs until the user or a signal ends it.
  mutating func runToEnd() -> End {
    handle(.resized(terminal.size))
    draw()
    while true {
      waitReadable(
        [
          terminal.device.inputDescriptor, signals.readDescriptor,
          stage.inbox.readDescriptor, capture.readDescriptor,
        ], timeout: model.longestWait)
      takeSignals()
      // Keys come before a new look at the pool: they were meant for what was last drawn.
      for key in terminal.readKeys() {
        if let event = Event(key) { handle(event) }
      }
      for line in capture.readLines() { stage.run.pool.log(line, threadName: "output") }
      takeInbox()
      if terminal.isHungUp { end = end ?? .signalled(.hangUp) }
      if let end { return end }
      handle(.passed(start.duration(to: .now)))
      draw()
    }
  }

  private func draw() {
    terminal.draw(view(model, terminal.size))
  }

  private mutating func handle(_ event: Event) {
    if case .sampled(let snapshot) = event, model.isLeaving, snapshot.hasEnded {
      end = end ?? .quit
    }
    for effect in update(&model, event) {
      perform(effect, of: event)
    }
  }

  private mutating func perform(_ effect: Effect, of event: Event) {
    switch effect {
    case .redraw: terminal.redraw()
    case .recall: handle(.recalled(stage.inbox.past))
    case .quit(.now): end = end ?? (isCutShort(by: event) ? .signalled(.interrupt) : .quit)
    case .use(let settings):
      use(settings)
    case .signalDone(.bell, _), .signalDone(.nothing, _): terminal.ring()
    case .signalDone(.notification, let sentence): terminal.notify(sentence)
    case .runAgain: play(stage.scenario, batch: stage.batch?.again())
    case .survey(let survey): stage.surveyor.perform(survey)
    case .play: break
    case .submit, .cancel, .stop, .submitAgain, .hold, .step, .resize, .shutDown, .quit,
      .listScenarios, .open, .describe, .keep, .report:
      stage.effects.perform(effect)
    }
  }

  /// Looks as the settings say from now on.
  private func use(_ settings: Settings) {
    terminal.use(Palette(settings, on: terminal.device))
    terminal.setMouse(settings.mouse)
    stage.run.setInterval(settings.rate.interval)
  }

  /// Plays a scenario in the place of what is played now.
  private mutating func play(_ scenario: Scenario, batch: CommandBatch? = nil) {
    do {
      let next = try Stage(
        scenario, speed: speed, every: model.settings.rate.interval, library: library,
        batch: batch)
      let problem = stage.abandon()
      stage = next
      if let problem { next.run.pool.log(problem, threadName: "dashboard") }
      awaitsVerdict = false
      handle(.began(title: scenario.title(at: speed)))
      try next.run.start()
    } catch {
      handle(.answered(Notice("cannot run '\(scenario.name)': \(error)", .refused)))
    }
  }

  /// Whether somebody leaves by Ctrl-C while there is work.
  private func isCutShort(by event: Event) -> Bool {
    guard event == .interrupted || event == .key(.control("c")) else { return false }
    return stage.run.pool.snapshot().counts.unfinished > 0
  }

  private mutating func takeInbox() {
    let delivery = stage.inbox.take()
    for event in delivery.events {
      handle(event)
      // The first look after everything was done holds all that came of it.
      if case .sampled = event, awaitsVerdict {
        awaitsVerdict = false
        stage.effects.judge()
      }
      if case .concluded = event, stage.scenario.finish == .quit { end = end ?? .quit }
    }
    if delivery.isConcluded { awaitsVerdict = true }
    if let next = delivery.next { play(next) }
  }

  /// Stops the program and what it started, until somebody lets it go on.
  private func suspend() {
    stage.run.pool.holdTimeLimits()
    ProcessGroups.stopAll()
    SignalPipe.stopProcess()
    ProcessGroups.continueAll()
    stage.run.pool.resumeTimeLimits()
  }

  private mutating func takeSignals() {
    for signal in signals.drain() {
      switch signal {
      case .interrupt: handle(.interrupted)
      case .windowChanged: handle(.resized(terminal.resize()))
      case .terminalStop:
        terminal.suspend()
        suspend()
        terminal.resumeAfterSuspend()
        handle(.resized(terminal.size))
      case .continued:
        terminal.resumeAfterSuspend()
        handle(.resized(terminal.size))
      default: end = end ?? .signalled(signal)
      }
    }
  }
}

extension PoolSnapshot {
  /// Whether nothing more will happen in the pool.
  fileprivate var hasEnded: Bool { pool.phase == .shutDown || pool.phase == .broken }
}
