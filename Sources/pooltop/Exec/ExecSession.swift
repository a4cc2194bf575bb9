internal import ConcurrentFutures
internal import Platform
internal import ScenarioScript

/// Commands side by side, as lines of their own on standard output and standard error.
struct ExecSession {
  let scenario: Scenario
  let batch: CommandBatch
  /// Where to record it.
  var recordingPath: String?

  /// Runs them all.
  ///
  /// - Returns: The exit code: the batch's, or 128 and the number of the signal that ended it.
  /// - Throws: What the pool or the system throws.
  func run() throws -> Int32 {
    let watch = try LineWatch()
    let run = try Run(
      scenario, finish: .quit, batch: batch, recordingPath: recordingPath,
      listener: Run.Listener(sampled: { _, _ in }, concluded: watch.conclude))
    try watch.listen(to: run, hurry: batch.abandon)
    try run.start()
    watch.wait()
    let signal = watch.signal
    if signal != nil { run.endCommands() }
    let judgement = run.conclude()
    if signal == nil { batch.finish() }
    let isRecorded = watch.finish(
      run, RecordedVerdict(judgement, at: run.pool.snapshot().takenAt, signal: signal))
    return watch.signal?.exitCode ?? run.exitCode(judgement, isKept: isRecorded)
  }
}
