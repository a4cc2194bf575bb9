internal import ConcurrentFutures
internal import Dashboard
internal import Platform
internal import PoolObservation
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
struct ScreenSession {
  let scenario: Scenario
  let speed: Speed
  let device: TerminalDevice
  let look: LookOptions
  var recordingPath: String?
  var library = ScenarioLibrary()
  var batch: CommandBatch?

  /// Shows the run until the user leaves.
  ///
  /// - Returns: The exit code: the judgement's, or 128 and the number of the signal that ended it.
  /// - Throws: What the pool, the terminal or the system throws; then the terminal is as it was.
  func run() throws -> Int32 {
    let (end, code, farewell) = try OpenScreen.with(device, look, show)
    try end.sayFarewell(farewell)
    return code
  }

  private func show(
    on screen: OpenScreen
  ) throws -> (end: ScreenEnd, code: Int32, farewell: [String]) {
    let kept = screen.kept
    let stage = try Stage(
      scenario, speed: speed, every: kept.settings.rate.interval, library: library,
      recordingPath: recordingPath, batch: batch)
    var loop = try ScreenLoop(
      screen: screen, stage: stage, speed: speed, library: library,
      model: Model(
        title: scenario.title(at: speed),
        options: Options(
          isASCII: !screen.isUTF8, isReadOnly: look.readOnly,
          offsetFromUTC: LocalTime.offsetFromUTC, speed: speed.sign),
        settings: kept.settings, keymap: kept.keymap))
    for complaint in screen.complaints { stage.run.pool.log(complaint, threadName: "settings") }
    if let notice = Notice(complaints: screen.complaints, whereAll: "in the log") {
      stage.inbox.put(.answered(notice))
    }
    try stage.run.start()
    let end = loop.runToEnd()
    let run = loop.stage.run
    loop.stage.stop()
    let judgement = run.conclude()
    run.endCommands()
    let problem = run.finishRecording(
      RecordedVerdict(judgement, at: run.pool.snapshot().takenAt, signal: end.signal))
    let code: Int32 =
      switch end {
      case .quit: run.exitCode(judgement, isKept: problem == nil)
      case .signalled(let signal): signal.exitCode
      }
    let problems = (run.player.refusals + [problem].compactMap(\.self) + loop.unsaid)
      .map { "pooltop: \($0)" }
    let unmet = judgement.lines.filter { $0.hasPrefix("FAIL") }
    return (end, code, screen.stopCapture() + unmet + problems + [judgement.sentence])
  }
}
