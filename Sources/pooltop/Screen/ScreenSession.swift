internal import ConcurrentFutures
internal import Dashboard
internal import Glibc
internal import Platform
internal import ScenarioScript
internal import SettingsDocument
internal import Terminal
internal import TextCanvas

// The loop, on the main thread:
//
//   wait for a key, a signal, something from another thread, or a line on standard output
//     ↓ update(&model, event) → effects → the effect runner
//     ↓ view(model, size) → canvas → terminal.draw: what changed

/// A run on the screen.
final class ScreenSession {
  private let scenario: Scenario
  private let speed: Speed
  private let device: TerminalDevice
  private let look: LookOptions
  private let recordingPath: String?
  private let library: ScenarioLibrary
  private let batch: CommandBatch?

  init(
    scenario: Scenario, speed: Speed, device: TerminalDevice, look: LookOptions,
    recordingPath: String?, library: ScenarioLibrary = ScenarioLibrary(),
    batch: CommandBatch? = nil
  ) {
    self.scenario = scenario
    self.speed = speed
    self.device = device
    self.look = look
    self.recordingPath = recordingPath
    self.library = library
    self.batch = batch
  }

  /// Shows the run until the user leaves.
  ///
  /// - Returns: The exit code: the judgement's, or 128 and the number of the signal that ended it.
  /// - Throws: What the pool, the terminal or the system throws; then the terminal is as it was.
  func run() throws -> Int32 {
    let (code, farewell) = try show()
    for line in farewell { print(sanitized(line)) }
    return code
  }

  /// Everything between opening the terminal and giving it back.
  private func show() throws -> (code: Int32, farewell: [String]) {
    let signals = try SignalPipe()
    defer { signals.uninstall() }
    try CrashRestore.arm(descriptor: device.outputDescriptor, restoreBytes: device.restoreBytes)
    defer { CrashRestore.disarm() }
    let terminal = try Terminal(
      on: device, environment: Environment.variables, depth: look.palette)
    defer { terminal.close() }
    let capture = StandardStreamCapture()
    try capture.start()
    defer { _ = capture.stop() }

    let (kept, complaints) = look.settings()
    let stage = try Stage(
      scenario, speed: speed, every: kept.settings.rate.interval, library: library,
      recordingPath: recordingPath, batch: batch)
    terminal.use(Palette(kept.settings, on: device))
    terminal.setMouse(kept.settings.mouse)
    var loop = ScreenLoop(
      terminal: terminal, signals: signals, capture: capture, stage: stage, speed: speed,
      library: library,
      model: Model(
        title: scenario.title(at: speed),
        options: Options(
          isASCII: !terminal.isUTF8, isReadOnly: look.readOnly,
          offsetFromUTC: LocalTime.offsetFromUTC),
        settings: kept.settings, keymap: kept.keymap))
    for complaint in complaints { stage.run.pool.log(complaint, threadName: "settings") }
    if let complaint = complaints.first {
      stage.inbox.put(.answered(Notice(complaint, .refused)))
    }
    try stage.run.start()
    let end = loop.runToEnd()
    let run = loop.stage.run
    loop.stage.effects.stop()
    let judgement = run.conclude()
    RunningCommands.endAll()
    let problem = run.finishRecording(
      RecordedVerdict(judgement, at: run.pool.snapshot().takenAt, signal: end.signal))
    _ = capture.stop()
    let code: Int32 =
      switch end {
      case .quit: loop.stage.batch?.exitCode(judgement.counts) ?? judgement.exitCode
      case .signalled(let signal): 128 + signal.rawValue
      }
    let unmet = judgement.lines.filter { $0.hasPrefix("FAIL") }
    return (
      code,
      capture.tail + unmet
        + [problem.map { "pooltop: \($0)" }, judgement.sentence].compactMap { $0 }
    )
  }
}

extension LookOptions {
  /// The settings as they were kept, and what the command line says otherwise.
  func settings() -> (kept: KeptSettings, complaints: [String]) {
    var (kept, complaints) = SettingsStore.read()
    if ascii { kept.settings.characters = .ascii }
    if let palette { kept.settings.palette = PaletteChoice(rawValue: palette.rawValue) ?? .auto }
    return (kept, complaints)
  }
}
