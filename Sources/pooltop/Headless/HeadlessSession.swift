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

  /// Runs the scenario to its end.
  ///
  /// - Returns: The exit code: the judgement's, or 128 and the number of the signal that ended it.
  /// - Throws: What the pool or the system throws.
  func run() throws -> Int32 {
    let signals = try SignalPipe(catching: [.interrupt, .terminate, .hangUp])
    let isConcluded = try WakeDescriptor()
    let output = LineOutput()
    let isJSON = isJSON
    let lostCount = Monitor(0)
    let listener = Run.Listener(
      sampled: { events, snapshot in
        let createdAt = snapshot.pool.createdAt
        let lost = lostCount.withLock { known in
          defer { known = snapshot.droppedEventCount }
          return snapshot.droppedEventCount - known
        }
        if lost > 0 { output.write([Self.notice(ofLost: lost, isJSON: isJSON)]) }
        guard !isJSON else {
          return output.write(events.map { EventLine($0, createdAt: createdAt).json })
        }
        let format = LogFormat(processID: getpid(), createdAt: createdAt)
        output.write(events.flatMap { Self.lines($0, format) })
      },
      concluded: { isConcluded.set() })
    let run = try Run(scenario, speed: speed.factor, finish: .quit, listener: listener)
    if isJSON { output.write([firstLine(run).json]) }
    try run.start()

    waitReadable([signals.readDescriptor, isConcluded.readDescriptor])
    let signal = signals.drain().first
    let judgement = run.conclude()
    RunningCommands.endAll()
    output.write(lastLines(judgement, signal))
    if let signal { return 128 + signal.rawValue }
    guard output.isWhole else {
      StandardError.write("pooltop: standard output could not be written; lines are lost")
      return max(1, judgement.exitCode)
    }
    return judgement.exitCode
  }

  private static func lines(_ event: PoolEvent, _ format: LogFormat) -> [String] {
    guard case .logged(let line) = event.change else { return [] }
    return format.lines(line, at: event.time)
  }

  /// Says that more happened at once than could be kept.
  private static func notice(ofLost count: Int, isJSON: Bool) -> String {
    guard isJSON else { return "\(count) events were lost, lines of the log perhaps among them" }
    var line = EventLine("lost", at: MonotonicClock.wallNanoseconds)
    line.counts = ["events": count]
    return line.json
  }

  private func firstLine(_ run: Run) -> EventLine {
    var line = EventLine("began", at: MonotonicClock.wallNanoseconds)
    line.name = scenario.name
    line.seed = run.seed
    line.speed = speed.factor
    line.workers = run.pool.maxWorkers
    line.processID = getpid()
    return line
  }

  private func lastLines(_ judgement: Judgement, _ signal: Signal?) -> [String] {
    if isJSON {
      var line = EventLine(judgement)
      if let signal {
        line.event = "interrupted"
        line.text = "interrupted by \(signal): \(judgement.sentence)"
      }
      return [line.json]
    }
    if let signal { return [sanitized("interrupted by \(signal): \(judgement.sentence)")] }
    return (judgement.lines + [judgement.sentence]).map { sanitized($0) }
  }
}
