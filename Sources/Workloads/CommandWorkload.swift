package import ConcurrentFutures
package import Platform

/// A command that a scenario runs.
package struct CommandWorkload: Sendable, Hashable, Codable {
  /// The program, which is looked for in `PATH`, and its arguments, as bytes.
  package var arguments: [[UInt8]]
  /// Variables beside those of this process.
  package var environment: [String: String]
  /// Where it runs; `nil` is where this process does.
  package var folder: String?
  /// The exit codes that are no failure.
  package var successExitCodes: [Int]

  package init(
    arguments: [[UInt8]], environment: [String: String] = [:], folder: String? = nil,
    successExitCodes: [Int] = [0]
  ) {
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
    self.successExitCodes = successExitCodes
  }

  /// Runs it on the calling thread, and logs its output line by line.
  ///
  /// Ends the command, and what it started, when the job is asked to stop.
  ///
  /// - Returns: Its exit code.
  /// - Throws: ``CommandFailure``, or ``WorkloadStopped`` when it was asked to stop.
  package func run(in context: JobContext) throws -> Int {
    try finish(try start { command throws(SystemError) in try CommandRun(command) }, in: context)
  }

  /// Runs it on the calling thread, and keeps its output in a spool.
  ///
  /// Ends the command, and what it started, when the job is asked to stop.
  ///
  /// - Returns: Its exit code.
  /// - Throws: ``CommandFailure``, or ``WorkloadStopped`` when it was asked to stop.
  package func run(in context: JobContext, into spool: OutputSpool) throws -> Int {
    try finish(
      try start { command throws(SystemError) in try CommandRun(command, into: spool) },
      in: context)
  }

  private func start(
    _ start: (Command) throws(SystemError) -> CommandRun
  ) throws(CommandFailure) -> CommandRun {
    do throws(SystemError) {
      return try start(
        Command(arguments: arguments, environment: environment, folder: folder))
    } catch {
      throw .notStarted(error)
    }
  }

  private func finish(_ run: consuming CommandRun, in context: JobContext) throws -> Int {
    let (ending, wasStopped) = run.finish(
      shouldStop: { context.isStopRequested }, onLine: { context.log($0) })
    if wasStopped { throw WorkloadStopped() }
    switch ending {
    case .exited(let code):
      guard successExitCodes.contains(Int(code)) else {
        throw CommandFailure.exited(code: Int(code))
      }
      return Int(code)
    case .signalled(let signal):
      throw CommandFailure.signalled(signal)
    }
  }
}

/// Why a command was no success.
package enum CommandFailure: Error, Sendable, Hashable, Codable, CustomStringConvertible {
  /// It could not be started.
  case notStarted(SystemError)
  /// It ended with a code that is no success.
  case exited(code: Int)
  /// A signal ended it.
  case signalled(Signal)

  package var description: String {
    switch self {
    case .notStarted(let reason): "cannot be started: \(reason)"
    case .exited(let code): "exit code \(code)"
    case .signalled(let signal): "ended by \(signal)"
    }
  }
}
