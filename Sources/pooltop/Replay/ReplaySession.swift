internal import Dashboard
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
    guard let device = TerminalDevice.ofStandardOutput() else { return try printLines() }
    let timeline = try RecordingFile.named(path) {
      try RecordingTimeline(reading: RecordingFile(path))
    }
    let (end, complaints, farewell) = try OpenScreen.with(device, look) { screen in
      let (end, unsaid) = try show(timeline, on: screen)
      return (end, unsaid + screen.complaints, screen.stopCapture())
    }
    try end.sayFarewell(
      farewell,
      complaints: complaints.map { "pooltop: \($0)" }
        + RecordingFile.complaints(of: timeline.problems, path))
    return end.signal?.exitCode ?? 0
  }

  private func show(
    _ timeline: RecordingTimeline, on screen: OpenScreen
  ) throws -> (end: ScreenEnd, unsaid: [String]) {
    let player = ReplayPlayer(
      timeline, from: moment, speed: speed.factor, at: MonotonicClock.now)
    var loop = try ReplayLoop(
      screen: screen, path: path, name: timeline.header.title, player: player,
      model: Model(
        title: timeline.header.titleAtSpeed,
        options: Options(
          isASCII: !screen.isUTF8, offsetFromUTC: LocalTime.offsetFromUTC,
          speed: timeline.header.recordedSpeed.sign),
        settings: screen.kept.settings, keymap: screen.kept.keymap))
    let end = loop.runToEnd(
      remark: Notice(
        complaints: timeline.problems.lines + screen.complaints, whereAll: "at the end"))
    return (end, loop.unsaid)
  }

  /// Prints what was said in the run, and what came of it.
  private func printLines() throws -> Int32 {
    // The first line is known only when all was read; then what was said is read again.
    let timeline = try RecordingFile.timeline(path)
    let output = try LineOutput()
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
    return output.tellWhole() ? 0 : 1
  }
}
