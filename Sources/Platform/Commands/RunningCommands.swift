internal import CPlatform
internal import Glibc

// A program that leaves ends them itself; for one that is killed a watchdog does. Each command
// tells the watchdog of itself before it can start anything, and is taken off its list before it is
// reaped: until then nobody else can get its number.

/// The commands that run, so that none outlives the program.
package enum RunningCommands {
  private struct State {
    var processes: Set<pid_t> = []
    /// When all that is left is killed, once all are ended.
    var deadline: MonotonicClock.Instant?
    var watchdog: Watchdog?
  }

  private static let state = Monitor(State())

  /// Starts a command and keeps it; not any more once ``endAll(grace:)`` was called.
  ///
  /// Under the lock, so that none can start while all are ended.
  ///
  /// - Parameter spawn: Starts it, and has it tell the watchdog's socket of itself.
  /// - Returns: Its process id.
  /// - Throws: ``SystemError``, when it cannot be started.
  static func add(
    _ spawn: (_ registry: Int32?) throws(SystemError) -> pid_t
  ) throws(SystemError) -> pid_t {
    try state.withLock { (state) throws(SystemError) in
      guard state.deadline == nil else {
        throw SystemError(call: "the program leaves, no command is started", code: ECANCELED)
      }
      // Without one, commands still end with this program, if not all that they have started. In a
      // worker they end with its session, which has its own watcher.
      if state.watchdog == nil, !WorkerSide.isWorker { state.watchdog = try? Watchdog() }
      let process = try spawn(state.watchdog?.socket)
      state.processes.insert(process)
      ProcessGroups.insert(process)
      return process
    }
  }

  /// When what is left of all commands is killed; `nil` while they may go on.
  static var deadline: MonotonicClock.Instant? { state.withLock { $0.deadline } }

  /// Sends a signal to a command and all in its session, as long as it is kept.
  static func signal(_ process: pid_t, _ signal: Int32) {
    state.withLock { state in
      guard state.processes.contains(process) else { return }
      send(signal, process)
    }
  }

  /// Forgets a command that has ended and reaps it, so that nobody can signal its number any more.
  static func reap(_ process: pid_t) -> CommandEnding {
    let ending = state.withLock { state in
      state.processes.remove(process)
      state.watchdog?.forget(process)
      ProcessGroups.remove(process)
      return CommandEnding(reaping: process)
    }
    state.broadcast()
    return ending
  }

  /// How long commands may take to end when the program leaves, once they were asked.
  ///
  /// More lets them clean up; less lets people go on.
  package static let leavingGrace = Duration.milliseconds(500)

  /// Ends all commands and what they started; no other one starts after that.
  ///
  /// Their threads go on, and reap them.
  ///
  /// - Parameter grace: How long they may take once they were asked; then they are killed.
  package static func endAll(grace: Duration = leavingGrace) {
    let deadline = MonotonicClock.now.advanced(by: grace)
    state.withLock { state in
      state.deadline = deadline
      for process in state.processes { send(SIGTERM, process) }
    }
    let areGone = state.wait(until: deadline) { $0.processes.isEmpty ? true : nil }
    guard areGone == nil else { return }
    state.withLock { state in
      for process in state.processes { send(SIGKILL, process) }
    }
  }

  private static func send(_ signal: Int32, _ process: pid_t) {
    cplatform_session_signal(process, signal)
    // A process that is stopped would not see it.
    if signal != SIGKILL { cplatform_session_signal(process, SIGCONT) }
  }
}
