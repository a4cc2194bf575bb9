internal import Platform
internal import PoolObservation
internal import TextCanvas

/// Waits for a run that has no screen, and says at its end what went wrong.
///
/// A thread of its own hears the signals: all others may wait for somebody who does not read.
final class LineWatch: Sendable {
  private let signals: SignalPipe
  private let isConcluded: WakeDescriptor
  private let isOver: WakeDescriptor
  private let errors: LineOutput
  private let heard = Monitor<Signal?>(nil)
  private let thread = Monitor<OSThread?>(nil)

  /// Catches signals from now on.
  init() throws {
    signals = try SignalPipe(catching: [.interrupt, .terminate, .hangUp, .terminalStop])
    isConcluded = try WakeDescriptor()
    isOver = try WakeDescriptor()
    errors = try LineOutput(to: 2)
  }

  /// The signal that ended the run, or what is left to be done after it.
  var signal: Signal? { heard.withLock { $0 } }

  /// Is to be called when everything is done; by any thread.
  var conclude: @Sendable () -> Void {
    { [isConcluded] in isConcluded.set() }
  }

  /// Hears signals from now on; stops with the program, and what it runs, meanwhile.
  ///
  /// - Parameters:
  ///   - run: What is watched.
  ///   - hurry: Is called when a signal ends it: nobody waits for readers any more.
  /// - Throws: What the system throws, when it refuses a thread.
  func listen(to run: Run, hurry: @escaping @Sendable () -> Void) throws {
    let listener = try OSThread.start(name: "signals") { [self] in
      guard let signal = nextEnd(of: run) else { return }
      heard.withLock { $0 = signal }
      hurry()
      errors.beginHurry()
      isConcluded.set()
    }
    thread.withLock { $0 = listener }
  }

  /// Waits for a signal that is to end the run; `nil` when there is nothing left to be ended.
  private func nextEnd(of run: Run) -> Signal? {
    while true {
      let ready = waitReadable([signals.readDescriptor, isOver.readDescriptor])
      for signal in signals.drain() {
        guard signal == .terminalStop else { return signal }
        run.suspend()
      }
      if ready[1] { return nil }
    }
  }

  /// Waits until everything is done, or a signal ends it.
  func wait() {
    while !waitReadable([isConcluded.readDescriptor])[0] {}
  }

  /// Ends the recording, and says what the pool refused and what is wrong with the recording.
  ///
  /// - Returns: Whether the recording is whole, if there is one.
  func finish(_ run: Run, _ verdict: RecordedVerdict) -> Bool {
    let problem = run.finishRecording(verdict)
    let problems = run.player.refusals + [problem].compactMap(\.self)
    if verdict.isInterrupted { errors.beginHurry() }
    errors.write(problems.map { sanitized("pooltop: \($0)") })
    isOver.set()
    thread.withLock { $0.take() }?.join()
    return problem == nil
  }
}
