internal import ConcurrentFutures
internal import Glibc
internal import Platform
internal import ScenarioScript
internal import TextCanvas

/// A run as plain lines on standard output.
struct HeadlessSession {
  let scenario: Scenario

  /// Runs the scenario to its end.
  ///
  /// - Returns: The exit code: the judgement's, or 128 and the number of the signal that ended it.
  /// - Throws: What the pool or the system throws.
  func run() throws -> Int32 {
    let signals = try SignalPipe(catching: [.interrupt, .terminate, .hangUp])
    let isConcluded = try WakeDescriptor()
    let output = LineOutput()
    let format = Monitor<LogFormat?>(nil)
    let listener = Run.Listener(
      sampled: { events, snapshot in
        let format = format.withLock { known in
          let format = known ?? LogFormat(processID: getpid(), createdAt: snapshot.pool.createdAt)
          known = format
          return format
        }
        output.write(events.flatMap { Self.lines($0, format) })
      },
      concluded: { isConcluded.set() })
    let run = try Run(scenario, finish: .quit, listener: listener)
    try run.start()

    waitReadable([signals.readDescriptor, isConcluded.readDescriptor])
    let signal = signals.drain().first
    let judgement = run.conclude()
    if let signal {
      output.write(["interrupted by \(signal): \(judgement.sentence)"])
      return 128 + signal.rawValue
    }
    output.write((judgement.lines + [judgement.sentence]).map { sanitized($0) })
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
}
