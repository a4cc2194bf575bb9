internal import ConcurrentFutures
internal import Glibc
internal import Platform
internal import ScenarioScript
internal import Workloads

// A command is through once its future is done and its last attempt has come back. The one comes
// first as a rule, but a command that ran over its last time limit is still being ended when its
// future has failed.
//
//   attempt begins ─► attempt ends ─┬─► future is done ──┬─► through: halt? print, write down
//        ▲               │          └─◄─ (late attempt) ─┘
//        └── next one ◄──┘

/// Commands that are run side by side: what they say, what is written down, and when it is enough.
final class CommandBatch: Sendable {
  private struct Progress {
    var attempt: CommandAttempt?
    /// What it writes, as long as nobody has printed that.
    var spool: OutputSpool?
    var isRunning = false
    var hasSucceeded: Bool?
  }

  private typealias Halt = @Sendable (HaltRule.Manner, String) -> Void

  private struct State {
    /// What is known of those that are not through; several may run the same step again.
    var progress: [FutureID: Progress] = [:]
    var tally = CommandTally(totalCount: 0)
    /// How many arguments were taken.
    var takenCount = 0
    /// Why none follow these, where that is not their end.
    var argumentProblem: String?
    /// The exit code, once it is decided before the end.
    var exitCode: Int32?
    var isAbandoned = false
    var isOutputLost = false
    var halt: Halt?
    var rest: (@Sendable () -> Void)?
  }

  private let command: CommandTemplate
  private let arguments: ArgumentList
  private let haltRule: HaltRule?
  private let jobLog: JobLog?
  /// Where it prints; `nil` leaves the output to the log of the pool.
  private let printer: OutputPrinter?
  /// Whether what a failed command said last goes to the log of the pool as well, for a recording.
  private let logsFailures: Bool
  /// Whether somebody may want a command once more that is through, or all of them.
  private let keepsArguments: Bool
  private let state = Monitor(State())

  init(
    _ command: CommandTemplate, arguments: ArgumentList, haltRule: HaltRule?, jobLog: JobLog?,
    printer: OutputPrinter?, logsFailures: Bool = false, keepsArguments: Bool = true
  ) {
    self.command = command
    self.arguments = arguments
    self.haltRule = haltRule
    self.jobLog = jobLog
    self.printer = printer
    self.logsFailures = logsFailures
    self.keepsArguments = keepsArguments
  }

  /// Says how to halt; to be called once, before the first command.
  func onHalt(_ halt: @escaping @Sendable (HaltRule.Manner, String) -> Void) {
    state.withLock { $0.halt = halt }
  }

  /// Says whom to tell when there are more arguments to be taken, or no more will come.
  func onArgument(_ arrival: @escaping @Sendable () -> Void) {
    arguments.onArrival(arrival)
  }

  /// Says whom to tell when it is busy no longer; to be called once, before the first command.
  func onRest(_ rest: @escaping @Sendable () -> Void) {
    state.withLock { $0.rest = rest }
  }

  /// Whether a command that has begun is not through.
  var isBusy: Bool { state.withLock { !$0.progress.isEmpty } }

  /// Makes the same commands for another run; their ends go to the same job log.
  func again() -> CommandBatch {
    CommandBatch(
      command, arguments: arguments, haltRule: haltRule, jobLog: jobLog, printer: printer,
      logsFailures: logsFailures, keepsArguments: keepsArguments)
  }

  /// Prints and writes down nothing more: the program leaves, or begins anew.
  func abandon() {
    state.withLock { $0.isAbandoned = true }
    printer?.beginHurry()
  }

  /// Prints what still waits for its turn.
  func finish() {
    printer?.printAll()
  }

  /// The exit code of a run that has come to its end.
  func exitCode(_ counts: FutureCounts) -> Int32 {
    if jobLog?.isWhole == false || argumentProblem != nil { return 255 }
    if let code = state.withLock({ $0.exitCode }) { return code }
    // Also those that the pool did not take; but not those that were only read ahead, which nobody
    // wanted to run.
    let takenCount = state.withLock { $0.takenCount }
    let failedCount = max(takenCount, counts.total) - counts.succeeded
    return haltRule?.exitCodeWithoutHalt(failedCount: failedCount, of: takenCount)
      ?? CommandTally.exitCode(failedCount: failedCount)
  }
}

// MARK: - Arguments

extension CommandBatch {
  /// Takes the next arguments; each is for the step with the key that counts it, from 0.
  ///
  /// - Parameter room: How many at most, while it is not known how many there will be.
  /// - Returns: How many they are, and what is behind them.
  func takeArguments(_ room: Int) -> ArgumentList.Taken {
    let start = state.withLock { $0.takenCount }
    let taken = arguments.take(
      from: start, atMost: room, isWanted: !(haltRule?.isOfAll ?? false))
    state.withLock { state in
      state.takenCount += taken.count
      state.tally.totalCount = state.takenCount
      if taken.isLast { state.argumentProblem = arguments.problem }
    }
    return taken
  }

  /// Why no more arguments can be taken, where that is not their end; what is wrong behind those
  /// that anybody wanted is nobody's concern.
  var argumentProblem: String? { state.withLock { $0.argumentProblem } }

  private func argument(of step: ScenarioStep) -> [UInt8]? { arguments[step.key] }

  /// What a step's command is given of the arguments, as people read it; `nil` when that is
  /// nothing.
  func shownArgument(of step: ScenarioStep) -> String? {
    argument(of: step).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Where a step's argument comes from.
  func place(of step: ScenarioStep) -> String {
    guard argument(of: step) != nil else { return arguments.source.name }
    return "\(arguments.source.name), \(arguments.source.unit) \(step.key + 1)"
  }

  private func text(of step: ScenarioStep) -> [UInt8] {
    command.shellText(for: argument(of: step), number: step.key + 1)
  }

  /// A step's command, as people read it.
  func shown(_ step: ScenarioStep) -> String {
    command.shown(for: argument(of: step), number: step.key + 1)
  }
}

// MARK: - What happens

extension CommandBatch {
  /// Runs a step's command, in the way of a workload that has none.
  func run(
    _ workload: CommandWorkload, _ step: ScenarioStep, in context: JobContext
  ) throws -> Int {
    var workload = workload
    workload.arguments = command.arguments(for: argument(of: step), number: step.key + 1)
    state.withLock { $0.progress[context.id, default: Progress()].isRunning = true }
    var attempt = CommandAttempt(startedAt: MonotonicClock.wallNanoseconds)
    let start = MonotonicClock.now
    defer {
      attempt.duration = start.duration(to: .now)
      attemptEnded(step, context.id, attempt)
    }
    do {
      let spool = try printer.map { _ in try OutputSpool() }
      attempt.spool = spool
      state.withLock { $0.progress[context.id]?.spool = spool }
      let code =
        if let spool {
          try workload.run(in: context, into: spool)
        } else {
          try workload.run(in: context)
        }
      attempt.ending = .exited(Int32(code))
      return code
    } catch {
      if logsFailures { attempt.spool?.lastLines.forEach { context.log($0) } }
      switch error {
      case let error as SystemError: attempt.ending = .notStarted(error)
      case let failure as CommandFailure: attempt.ending = CommandAttempt.Ending(failure)
      default: break
      }
      throw error
    }
  }

  private func attemptEnded(_ step: ScenarioStep, _ id: FutureID, _ attempt: CommandAttempt) {
    note(step, id) { progress in
      progress.attempt = attempt
      progress.isRunning = false
    }
  }

  /// Notes that a future of a step is done.
  func futureIsDone(_ step: ScenarioStep, _ id: FutureID, hasSucceeded: Bool) {
    note(step, id) { $0.hasSucceeded = hasSucceeded }
  }

  /// Notes something of a future; with the last of it, that is through.
  private func note(
    _ step: ScenarioStep, _ id: FutureID, _ change: (inout Progress) -> Void
  ) {
    let progress = state.withLock { state in
      change(&state.progress[id, default: Progress()])
      return state.progress[id]
    }
    guard let progress, !progress.isRunning, progress.hasSucceeded != nil else { return }
    conclude(step, progress)
    let rest = state.withLock { state in
      state.progress[id] = nil
      return state.progress.isEmpty ? state.rest : nil
    }
    if !keepsArguments { arguments.forget(step.key) }
    rest?()
  }
}

// MARK: - The end of one

extension CommandBatch {
  private func conclude(_ step: ScenarioStep, _ progress: Progress) {
    guard !state.withLock({ $0.isAbandoned }) else { return }
    var progress = progress
    if progress.hasSucceeded == false { progress.attempt?.ending.futureFailed() }
    // One that never ran has nothing to say, and is no reason to halt.
    if let attempt = progress.attempt {
      haltIfEnough(attempt, hasSucceeded: progress.hasSucceeded ?? false)
      jobLog?.write(attempt, number: step.n + 1, command: text(of: step))
    }
    let complaint = complaint(progress.attempt).map { "pooltop: \(shown(step)): \($0)" }
    let spool = progress.attempt?.spool
    // What is printed makes room, and what others write meanwhile takes it.
    let failure = spool.flatMap(lossOfOutput)
    let problem = printer?.print(step.n, spool, complaint: complaint)
    if let problem = problem ?? failure ?? spool.flatMap(lossOfOutput) { outputIsLost(problem) }
  }

  /// Why something of what commands say may be missing: of one that has ended, or of one that runs,
  /// for which there may be room again before it ends.
  private func lossOfOutput(_ spool: OutputSpool) -> SystemError? {
    spool.failure {
      let spools = state.withLock { $0.progress.values.compactMap(\.spool) }
      return !spools.allSatisfy(\.isUntouched)
    }
  }

  private func haltIfEnough(_ attempt: CommandAttempt, hasSucceeded: Bool) {
    let halt = state.withLock { state -> (() -> Void)? in
      if hasSucceeded { state.tally.succeededCount += 1 } else { state.tally.failedCount += 1 }
      guard state.exitCode == nil, let rule = haltRule, rule.isMet(by: state.tally) else {
        return nil
      }
      state.exitCode = rule.exitCode(state.tally, last: attempt.ending.exitCode)
      let tally = state.tally
      let reason = "\(tally.failedCount) failed and \(tally.succeededCount) succeeded"
      return { [halt = state.halt] in halt?(rule.manner, "halted: \(reason)") }
    }
    halt?()
  }

  /// Ends the run whose output nobody gets, or not all of it.
  private func outputIsLost(_ error: SystemError) {
    let (isFirst, halt) = state.withLock { state -> (Bool, Halt?) in
      guard !state.isOutputLost else { return (false, nil) }
      state.isOutputLost = true
      // A reader that has left is no error of anybody: as if the signal for that had ended this.
      state.exitCode = error.code == EPIPE ? Signal.brokenPipe.exitCode : 255
      return (true, state.halt)
    }
    guard isFirst else { return }
    if error.code != EPIPE { StandardError.write("pooltop: \(error)") }
    halt?(.now, "\(error)")
  }

  /// What nobody else says about an attempt.
  private func complaint(_ attempt: CommandAttempt?) -> String? {
    switch attempt?.ending {
    case nil, .exited, .signalled: nil
    case .notStarted(let error): "cannot be started: \(error)"
    // Only its limit and the end of the whole run make one stop.
    case .stopped: state.withLock { $0.exitCode } == nil ? "ran over its time limit" : nil
    }
  }
}
