internal import Glibc

/// The commands that run, so that none outlives the program that leaves.
package enum RunningCommands {
  private struct State {
    var processes: Set<pid_t> = []
    var isClosed = false
  }

  private static let state = Monitor(State())

  /// Starts a command and keeps it; not any more once ``endAll(grace:)`` was called.
  ///
  /// Under the lock, so that none can start while all are ended.
  static func add(
    _ spawn: () throws(SystemError) -> pid_t
  ) throws(SystemError) -> pid_t {
    try state.withLock { (state) throws(SystemError) in
      guard !state.isClosed else {
        throw SystemError(call: "the program leaves, no command is started", code: ECANCELED)
      }
      let process = try spawn()
      state.processes.insert(process)
      return process
    }
  }

  /// Sends a signal to a command's whole group, as long as it is kept.
  static func signal(_ process: pid_t, _ signal: Int32) {
    state.withLock { state in
      guard state.processes.contains(process) else { return }
      send(signal, process)
    }
  }

  /// Forgets a command and reaps it, so that nobody can signal its number any more.
  static func remove(_ process: pid_t, reap: () -> Void) {
    state.withLock { state in
      state.processes.remove(process)
      reap()
    }
    state.broadcast()
  }

  /// Ends all commands and what they started; no other one starts after that.
  ///
  /// Their threads go on, and reap them.
  ///
  /// - Parameter grace: How long they may take once they were asked; then they are killed.
  package static func endAll(grace: Duration = .milliseconds(500)) {
    let deadline = MonotonicClock.now.advanced(by: grace)
    state.withLock { state in
      state.isClosed = true
      for process in state.processes { send(SIGTERM, process) }
    }
    let areGone = state.wait(until: deadline) { $0.processes.isEmpty ? true : nil }
    guard areGone == nil else { return }
    state.withLock { state in
      for process in state.processes { send(SIGKILL, process) }
    }
  }

  private static func send(_ signal: Int32, _ process: pid_t) {
    _ = kill(-process, signal)
    // A process that is stopped would not see it.
    if signal != SIGKILL { _ = kill(-process, SIGCONT) }
  }
}
