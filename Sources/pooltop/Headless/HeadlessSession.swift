internal import ConcurrentFutures
internal import Glibc
internal import Platform
internal import ScenarioScript
internal import TextCanvas

/// A run as lines on standard output: plain ones, or one JSON object each.
struct HeadlessSession {
  let scenario: Scenario
  var speed = Speed(1)
  var isJSON = false
  /// Where to record it.
  var recordingPath: String?
  /// Runs its commands; `nil` is the usual way.
  var batch: CommandBatch?

  /// Runs the scenario to its end.
  ///
  /// - Returns: The exit code: the judgement's, or 128 and the number of the signal that ended it.
  /// - Throws: What the pool or the system throws.
  func run() throws -> Int32 {
    let watch = try LineWatch()
    let output = try LineOutput()
    let isJSON = isJSON
    let lostCount = Monitor(0)
    let listener = Run.Listener(
      sampled: { events, snapshot in
        let createdAt = snapshot.pool.createdAt
        let lost = lostCount.withLock { known in
          defer { known = snapshot.droppedEventCount }
          return snapshot.droppedEventCount - known
        }
        if isJSON {
          output.write(
            whole: Self.json(createdAt) { encoder in
              if lost > 0 { encoder.append(lostCount: lost, at: snapshot.takenAt) }
              for event in events { encoder.append(event) }
            })
        } else {
          if lost > 0 {
            output.write(["\(lost) events were lost, lines of the log perhaps among them"])
          }
          let format = LogFormat(
            processID: getpid(), createdAt: createdAt, kind: snapshot.pool.kind)
          output.write(events.flatMap { Self.lines($0, format) })
        }
        if output.isReaderGone { watch.conclude() }
      },
      concluded: watch.conclude)
    let run = try Run(
      scenario, speed: speed.factor, finish: .quit, batch: batch, recordingPath: recordingPath,
      listener: listener)
    try watch.listen(to: run) { output.beginHurry() }
    let header = RecordingHeader(run, processID: getpid())
    let createdAt = header.pool.createdAt
    if isJSON { output.write(whole: Self.json(createdAt) { $0.append(header) }) }
    try run.start()

    watch.wait()
    // A run that nobody reads ends, as if the signal for that had ended it.
    let signal = watch.signal ?? (output.isReaderGone && !run.isOver ? .brokenPipe : nil)
    let judgement = run.conclude()
    run.endCommands()
    let verdict = RecordedVerdict(judgement, at: run.pool.snapshot().takenAt, signal: signal)
    if isJSON {
      output.write(whole: Self.json(createdAt) { $0.append(verdict) })
    } else {
      output.write(Self.lines(judgement, verdict))
    }
    let isRecorded = watch.finish(run, verdict)
    if let signal = signal ?? watch.signal { return signal.exitCode }
    if output.isReaderGone { return Signal.brokenPipe.exitCode }
    let isWritten = output.tellWhole()
    return run.exitCode(judgement, isKept: isRecorded && isWritten)
  }

  private static func lines(_ event: PoolEvent, _ format: LogFormat) -> [String] {
    guard case .logged(let line) = event.change else { return [] }
    return format.lines(line, at: event.time)
  }

  /// Lines of JSON.
  private static func json(
    _ createdAt: Int64, _ write: (inout RecordingEncoder) -> Void
  ) -> String {
    var encoder = RecordingEncoder(createdAt: createdAt)
    write(&encoder)
    return String(decoding: encoder.take(), as: UTF8.self)
  }

  private static func lines(_ judgement: Judgement, _ verdict: RecordedVerdict) -> [String] {
    if verdict.isInterrupted { return [sanitized(verdict.sentence)] }
    return (judgement.lines + [judgement.sentence]).map { sanitized($0) }
  }
}
