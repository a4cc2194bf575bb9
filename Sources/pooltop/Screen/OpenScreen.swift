internal import Dashboard
internal import Platform
internal import SettingsDocument
internal import Terminal
internal import TextCanvas

/// Why a dashboard is left.
enum ScreenEnd {
  case quit
  case signalled(Signal)

  /// The signal, if one ended it.
  var signal: Signal? {
    switch self {
    case .quit: nil
    case .signalled(let signal): signal
    }
  }

  /// Says the last words, once the terminal is given back; after a signal no reader is waited for.
  ///
  /// - Parameters:
  ///   - lines: What standard output gets.
  ///   - complaints: What standard error gets.
  /// - Throws: What the system throws, when there are too many descriptors.
  func sayFarewell(_ lines: [String], complaints: [String] = []) throws {
    for (descriptor, texts) in [(Int32(1), lines), (2, complaints)] where !texts.isEmpty {
      let output = try LineOutput(to: descriptor)
      if signal != nil { output.beginHurry() }
      output.write(texts.map { sanitized($0) })
    }
  }
}

/// The terminal with a dashboard on it, and all that comes from there: keys, signals, a new size,
/// and what others write to the standard streams.
final class OpenScreen: DashboardScreen {
  let isUTF8: Bool
  /// The settings to begin with.
  let kept: KeptSettings
  /// What is wrong with the file of the settings.
  let complaints: [String]
  private let terminal: Terminal
  private let signals: SignalPipe
  private let capture: StandardStreamCapture
  private let start = MonotonicClock.now
  private(set) var end: ScreenEnd?

  private init(
    _ terminal: Terminal, _ signals: SignalPipe, _ capture: StandardStreamCapture,
    _ look: LookOptions
  ) {
    self.terminal = terminal
    self.signals = signals
    self.capture = capture
    isUTF8 = terminal.isUTF8
    (kept, complaints) = look.settings(on: terminal.device)
    use(kept.settings)
  }

  /// Opens the screen, and gives the terminal back however the body ends.
  ///
  /// - Throws: What the terminal, the system or the body throws.
  static func with<Result>(
    _ device: TerminalDevice, _ look: LookOptions, _ body: (OpenScreen) throws -> Result
  ) throws -> Result {
    let signals = try SignalPipe()
    defer { signals.uninstall() }
    try CrashRestore.arm(descriptor: device.outputDescriptor, restoreBytes: device.restoreBytes)
    defer { CrashRestore.disarm() }
    let terminal = try Terminal(on: device, environment: Environment.variables)
    defer { terminal.close() }
    let capture = StandardStreamCapture()
    try capture.start()
    defer { _ = capture.stop() }
    return try body(OpenScreen(terminal, signals, capture, look))
  }

  var elapsed: Duration { start.duration(to: .now) }

  var size: Size { terminal.size }

  func waitForEvents(
    _ inboxes: [Inbox], timeout: Duration?, suspend: () -> Void
  ) -> [Event] {
    waitReadable(
      [terminal.device.inputDescriptor, signals.readDescriptor, capture.readDescriptor]
        + inboxes.map(\.readDescriptor), timeout: timeout)
    var events: [Event] = []
    for signal in signals.drain() {
      switch signal {
      case .interrupt: events.append(.interrupted)
      case .windowChanged: events.append(.resized(terminal.resize()))
      case .terminalStop:
        terminal.suspend()
        suspend()
        terminal.resumeAfterSuspend()
        events.append(.resized(terminal.size))
      case .continued:
        terminal.resumeAfterSuspend()
        events.append(.resized(terminal.size))
      default: end = end ?? .signalled(signal)
      }
    }
    events += terminal.readKeys().compactMap { Event($0) }
    if terminal.isHungUp { end = end ?? .signalled(.hangUp) }
    return events
  }

  /// Takes the whole lines that others wrote since the last call.
  func readStrangersLines() -> [String] { capture.readLines() }

  func draw(_ model: Model) {
    terminal.draw(view(model, terminal.size))
  }

  /// Looks as the settings say from now on.
  func use(_ settings: Settings) {
    terminal.use(Palette(settings, on: terminal.device))
    terminal.setMouse(settings.mouse)
  }

  func redraw() { terminal.redraw() }

  func suspend() { SignalPipe.askForStop() }

  func ring() { terminal.ring() }

  /// Has the desktop show a sentence, where the terminal can do that.
  func notify(_ sentence: String) { terminal.notify(sentence) }

  /// Gives the standard streams back.
  ///
  /// - Returns: The last lines that others wrote, to be printed once the terminal is given back.
  func stopCapture() -> [String] {
    _ = capture.stop()
    return capture.tail
  }
}

extension LookOptions {
  /// The settings as they were kept, and what the command line says otherwise.
  fileprivate func settings(
    on device: TerminalDevice
  ) -> (kept: KeptSettings, complaints: [String]) {
    var (kept, complaints) = SettingsStore.read()
    if ascii { kept.settings.characters = .ascii }
    if let palette {
      kept.settings.palette = PaletteChoice(rawValue: palette.rawValue) ?? .auto
      let possible = palette.limited(to: device.colorCount)
      if possible != palette {
        complaints.append(
          "this terminal has \(device.colorCount) colours, so --palette is \(possible.rawValue), "
            + "not \(palette.rawValue)")
      }
    }
    return (kept, complaints)
  }
}
