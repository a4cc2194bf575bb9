internal import ArgumentParser
internal import ConcurrentFutures
internal import Dashboard
internal import Platform
internal import ScenarioScript
internal import Terminal
internal import TextCanvas

/// Prints one frame of the dashboard as text.
struct FrameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "frame", abstract: "Print one frame of the dashboard as text.",
    discussion: """
      A scenario really runs up to the moment: --at 7s takes seven seconds, and with --speed 10 less \
      than one. A recording is read up to it, and gives the same frame every time.

      EXAMPLES:
        pooltop frame --at 7s --size 100x30 scenarios/six-jobs-on-three-workers.yaml
        pooltop frame --at 7s --svg FILE > picture.svg
        pooltop frame --at 7s run.jsonl
      """)

  @Option(help: "The size of the screen, as COLUMNSxROWS.")
  var size = ScreenSize(columns: 80, rows: 24)

  @Option(help: "The moment, such as 7s or 250ms; counted from the start.")
  var at = Moment(.seconds(5))

  @Flag(help: "Draw with ASCII alone.")
  var ascii = false

  @Flag(help: "Print it as a picture with colours, an SVG file.")
  var svg = false

  @OptionGroup var overrides: RunOverrides

  @Argument(
    help: "The scenario, a .yaml file, or a recording.",
    completion: .file(extensions: ["yaml", "jsonl"]))
  var file: String

  func run() throws {
    if RecordingFile.isRecording(file) { return try printRecorded() }
    let scenario = try overrides.values.read(file)
    let moment = Monitor(())
    let upcoming = Monitor(ScenarioPlayer.Upcoming())
    let deadline = Pace(speed: overrides.speed.factor).instant(of: at.offset)
    let run = try Run(
      scenario, speed: overrides.speed.factor, finish: scenario.finish ?? .stay,
      listener: .init(
        sampled: { _, _ in }, upcoming: { news in upcoming.withLock { $0 = news } },
        concluded: {}))
    try run.start()
    _ = moment.wait(until: deadline) { _ -> Void? in nil }
    let isOver = run.isOver
    let snapshot = run.pool.snapshot()
    let verdict = isOver ? run.conclude().sentence : nil
    run.endCommands()
    try print(
      snapshot, title: scenario.title(at: overrides.speed), speed: overrides.speed,
      upcoming: upcoming.withLock { $0 }, verdict: verdict)
    // What still runs is of no interest any more; the process ends with it.
    throw ExitCode.success
  }

  /// Prints a recording's frame of the moment.
  private func printRecorded() throws {
    var timeline = try RecordingFile.timeline(file)
    let moment = PoolInstant.zero.advanced(by: at.offset)
    let verdict = timeline.verdict.flatMap { $0.time <= moment ? $0.sentence : nil }
    try print(
      timeline.snapshot(at: moment), title: timeline.header.titleAtSpeed,
      speed: timeline.header.recordedSpeed, verdict: verdict)
  }

  private func print(
    _ snapshot: PoolSnapshot, title: String, speed: Speed,
    upcoming: ScenarioPlayer.Upcoming = .init(), verdict: String? = nil
  ) throws {
    let options = Options(
      isASCII: ascii, offsetFromUTC: LocalTime.offsetFromUTC, speed: speed.sign)
    var model = Model(title: title, options: options)
    let size = Size(columns: size.columns, rows: size.rows)
    _ = update(&model, .resized(size))
    _ = update(&model, .sampled(snapshot))
    _ = update(
      &model,
      .upcoming(
        heldBackCount: upcoming.heldBackCount, hasMore: upcoming.hasMore, hasJob: upcoming.hasJob))
    if let verdict { _ = update(&model, .concluded(verdict: verdict)) }
    let canvas = view(model, size)
    try StandardOutput.write(
      svg ? SVGPicture(canvas, palette: Palette(.full)).text : canvas.text)
  }
}

/// A size as people write it.
struct ScreenSize: ExpressibleByArgument {
  var columns: Int
  var rows: Int

  var defaultValueDescription: String { "\(columns)x\(rows)" }

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }

  init?(argument: String) {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let columns = parts[0], let rows = parts[1],
      (1...1_000).contains(columns), (1...1_000).contains(rows)
    else { return nil }
    self.init(columns: columns, rows: rows)
  }
}

/// A moment as people write it: a duration since the start.
struct Moment: ExpressibleByArgument {
  var offset: Duration

  var defaultValueDescription: String {
    let milliseconds = Int(offset / .milliseconds(1))
    return milliseconds.isMultiple(of: 1_000) ? "\(milliseconds / 1_000)s" : "\(milliseconds)ms"
  }

  init(_ offset: Duration) {
    self.offset = offset
  }

  init?(argument: String) {
    guard let offset = Duration(scenarioText: argument), offset >= .zero else { return nil }
    self.init(offset)
  }
}
