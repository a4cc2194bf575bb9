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
  let inbox: Inbox
  let run: Run
  let effects: EffectRunner
  private var model: Model
  /// Why the program leaves, once it does.
  private var end: End?
  /// Whether it leaves as soon as the pool has ended.
  private var isLeaving = false
  /// Whether everything is done and not yet judged.
  private var awaitsVerdict = false

  init(
    terminal: Terminal, signals: SignalPipe, capture: StandardStreamCapture, inbox: Inbox, run: Run,
    effects: EffectRunner, model: Model
  ) {
    self.terminal = terminal
    self.signals = signals
    self.capture = capture
    self.inbox = inbox
    self.run = run
    self.effects = effects
    self.model = model
  }

  /// Runs until the user or a signal ends it.
  consuming func runToEnd() -> End {
    handle(.resized(terminal.size))
    draw()
    while true {
      waitReadable([
        terminal.device.inputDescriptor, signals.readDescriptor, inbox.readDescriptor,
        capture.readDescriptor,
      ])
      takeSignals()
      for line in capture.readLines() { run.pool.log(line, threadName: "output") }
      takeInbox()
      for key in terminal.readKeys() {
        if let key = Key(key) { handle(.key(key)) }
      }
      if terminal.isHungUp { end = end ?? .signalled(.hangUp) }
      if let end { return end }
      draw()
    }
  }

  private func draw() {
    terminal.draw(view(model, terminal.size))
  }

  private mutating func handle(_ event: Event) {
    if case .sampled(let snapshot) = event, isLeaving, snapshot.hasEnded {
      end = end ?? .quit
    }
    for effect in update(&model, event) {
      switch effect {
      case .redraw: terminal.redraw()
      case .quit(.now): end = end ?? (isCutShort(by: event) ? .signalled(.interrupt) : .quit)
      case .quit:
        isLeaving = true
        effects.perform(effect)
      case .submit, .cancel, .stop, .hold, .step, .resize, .shutDown: effects.perform(effect)
      }
    }
  }

  /// Whether somebody leaves by Ctrl-C while there is work.
  private func isCutShort(by event: Event) -> Bool {
    switch event {
    case .interrupted, .key(.control("c")): run.pool.snapshot().counts.unfinished > 0
    case .key, .sampled, .resized, .answered, .concluded: false
    }
  }

  private mutating func takeInbox() {
    let (events, isConcluded) = inbox.take()
    for event in events {
      handle(event)
      // The first look after everything was done holds all that came of it.
      if case .sampled = event, awaitsVerdict {
        awaitsVerdict = false
        handle(.concluded(verdict: run.judge().sentence))
        if run.scenario.finish == .quit { end = end ?? .quit }
      }
    }
    if isConcluded { awaitsVerdict = true }
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

extension Key {
  /// The dashboard's name of a terminal's key; `nil` for one that it has no name for.
  fileprivate init?(_ key: TerminalKey) {
    switch key {
    case .character(let character): self = .character(character)
    case .enter: self = .enter
    case .escape: self = .escape
    case .tab: self = .tab
    case .backTab: self = .backTab
    case .up: self = .up
    case .down: self = .down
    case .left: self = .left
    case .right: self = .right
    case .pageUp: self = .pageUp
    case .pageDown: self = .pageDown
    case .home: self = .home
    case .end: self = .end
    case .insert: return nil
    case .delete: self = .delete
    case .backspace: self = .backspace
    case .function(let number): self = .function(number)
    case .control(let character): self = .control(character)
    case .alt(let character): self = .alt(character)
    }
  }
}
