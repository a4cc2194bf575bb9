internal import ConcurrentFutures
internal import Dashboard
internal import Glibc
internal import Platform
internal import ScenarioScript
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

  init(
    scenario: Scenario, speed: Speed, device: TerminalDevice, look: LookOptions,
    recordingPath: String?
  ) {
    self.scenario = scenario
    self.speed = speed
    self.device = device
    self.look = look
    self.recordingPath = recordingPath
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

    let inbox = try Inbox()
    let run = try Run(
      scenario, speed: speed.factor, finish: scenario.finish ?? .stay,
      recordingPath: recordingPath, listener: Self.listener(inbox))
    let effects = try EffectRunner(run: run, inbox: inbox)
    defer { effects.stop() }
    let loop = ScreenLoop(
      terminal: terminal, signals: signals, capture: capture, inbox: inbox, run: run,
      effects: effects,
      model: Model(
        title: scenario.title(at: speed),
        options: Options(
          isASCII: look.ascii || !terminal.isUTF8, offsetFromUTC: LocalTime.offsetFromUTC)))
    try run.start()
    let end = loop.runToEnd()
    let judgement = run.conclude()
    RunningCommands.endAll()
    let problem = run.finishRecording(
      RecordedVerdict(judgement, at: run.pool.snapshot().takenAt, signal: end.signal))
    _ = capture.stop()
    let code: Int32 =
      switch end {
      case .quit: judgement.exitCode
      case .signalled(let signal): 128 + signal.rawValue
      }
    let unmet = judgement.lines.filter { $0.hasPrefix("FAIL") }
    return (
      code,
      capture.tail + unmet
        + [problem.map { "pooltop: \($0)" }, judgement.sentence].compactMap { $0 }
    )
  }

  private static func listener(_ inbox: Inbox) -> Run.Listener {
    Run.Listener(
      sampled: { _, snapshot in inbox.put(snapshot) },
      submitted: { answer in
        switch answer {
        case .submitted(1, let first): inbox.put(.answered(Notice("submitted #\(first)")))
        case .submitted(let count, let first):
          inbox.put(.answered(Notice("submitted \(count), from #\(first)")))
        case .refused(let reason): inbox.put(.answered(Notice(reason, .refused)))
        }
      },
      concluded: { inbox.putConclusion() })
  }
}
