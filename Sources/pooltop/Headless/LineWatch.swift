internal import Platform
internal import PoolObservation
internal import TextCanvas

/// Waits for a run that has no screen, and says at its end what went wrong.
final class LineWatch {
  private let signals: SignalPipe
  private let isConcluded: WakeDescriptor
  private let errors: LineOutput

  /// Catches signals from now on.
  init() throws {
    signals = try SignalPipe(catching: [.interrupt, .terminate, .hangUp, .terminalStop])
    isConcluded = try WakeDescriptor()
    errors = try LineOutput(to: 2)
  }

  /// Is to be called when everything is done; by any thread.
  var conclude: @Sendable () -> Void {
    { [isConcluded] in isConcluded.set() }
  }

  /// Waits until everything is done, or a signal ends it; stops with the program meanwhile.
  ///
  /// - Returns: The signal, if one ended it.
  func wait(for run: Run) -> Signal? {
    while true {
      let ready = waitReadable([signals.readDescriptor, isConcluded.readDescriptor])
      for signal in signals.drain() {
        guard signal == .terminalStop else { return signal }
        run.suspend()
      }
      if ready[1] { return nil }
    }
  }

  /// Ends the recording, and says what the pool refused and what is wrong with the recording.
  func finish(_ run: Run, _ verdict: RecordedVerdict) {
    let problems = [run.player.refusal, run.finishRecording(verdict)].compactMap { $0 }
    if verdict.isInterrupted { errors.beginHurry() }
    errors.write(problems.map { sanitized("pooltop: \($0)") })
  }
}
