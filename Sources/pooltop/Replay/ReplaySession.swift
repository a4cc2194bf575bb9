internal import Dashboard
internal import Glibc
internal import Platform
internal import PoolObservation
internal import SettingsDocument
internal import Terminal
internal import TextCanvas

/// A recording on the screen, or as plain lines.
struct ReplaySession {
  let path: String
  let speed: Speed
  let moment: PoolInstant
  let look: LookOptions

  /// Shows the recording until the user leaves.
  ///
  /// - Returns: The exit code: 0, or 128 and the number of the signal that ended it.
  /// - Throws: What the file, the terminal or the system throws.
  func run() throws -> Int32 {
    guard isatty(STDOUT_FILENO) == 1 else { return try printLines() }
    let device: TerminalDevice
    do {
      device = try .find(environment: Environment.variables)
    } catch {
      StandardError.write("pooltop: \(error); plain lines instead")
      return try printLines()
    }
    let timeline = try RecordingFile.named(path) {
      try RecordingTimeline(reading: RecordingFile(path))
    }
    let end = try show(timeline, on: device)
    RecordingFile.complain(of: timeline.problems, path)
    return end.signal.map { 128 + $0.rawValue } ?? 0
  }

  /// Everything between opening the terminal and giving it back.
  private func show(
    _ timeline: RecordingTimeline, on device: TerminalDevice
  ) throws -> ScreenLoop.End {
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
    terminal.use(Palette(kept.settings, on: device))
    terminal.setMouse(kept.settings.mouse)
    let player = ReplayPlayer(
      timeline, from: moment, speed: speed.factor, at: MonotonicClock.now)
    let loop = try ReplayLoop(
      terminal: terminal, signals: signals, capture: capture, path: path, player: player,
      model: Model(
        title: timeline.header.titleAtSpeed,
        options: Options(isASCII: !terminal.isUTF8, offsetFromUTC: LocalTime.offsetFromUTC),
        settings: kept.settings, keymap: kept.keymap))
    return loop.runToEnd(remark: (timeline.problems.lines + complaints).first)
  }

  /// Prints what was said in the run, and what came of it.
  private func printLines() throws -> Int32 {
    // The first line is known only when all was read; then what was said is read again.
    let timeline = try RecordingFile.timeline(path)
    let output = LineOutput()
    let format = LogFormat(
      processID: Int32(clamping: timeline.header.processID ?? 0),
      createdAt: timeline.header.pool.createdAt, kind: timeline.header.pool.kind)
    _ = try RecordingTimeline(reading: RecordingFile(path), keepsPoints: false) { batch in
      for event in batch where event.time >= moment {
        guard case .logged(let line) = event.change else { continue }
        output.write(format.lines(line, at: event.time))
      }
    }
    if let verdict = timeline.verdict { output.write([sanitized(verdict.sentence)]) }
    guard output.isWhole else {
      StandardError.write("pooltop: standard output could not be written; lines are lost")
      return 1
    }
    return 0
  }
}
