internal import CPlatform
internal import Glibc

// Commands and worker processes lead sessions of their own, so that Ctrl-C and Ctrl-Z at the
// terminal do not reach them; a worker's commands lead groups in its session. What stops and goes
// on with this program is noted here.

/// The processes that stop when this program is suspended, and go on with it.
package enum ProcessGroups {
  private struct State {
    var leaders: Set<pid_t> = []
    var isStopped = false
  }

  private static let state = Monitor(State())

  /// Notes a group by its leader; one that is started while all are stopped stops as well.
  static func insert(_ leader: pid_t) {
    state.withLock { state in
      state.leaders.insert(leader)
      if state.isStopped { cplatform_session_signal(leader, SIGSTOP) }
    }
  }

  /// Forgets a group; to be called before its leader is reaped, because then its number is free.
  static func remove(_ leader: pid_t) {
    _ = state.withLock { $0.leaders.remove(leader) }
  }

  /// Stops all groups: right before this program is.
  package static func stopAll() {
    state.withLock { state in
      state.isStopped = true
      // Not SIGTSTP, which is ignored where no shell could bring the group back.
      for leader in state.leaders { cplatform_session_signal(leader, SIGSTOP) }
    }
  }

  /// Lets all groups go on.
  package static func continueAll() {
    state.withLock { state in
      guard state.isStopped else { return }
      state.isStopped = false
      for leader in state.leaders { cplatform_session_signal(leader, SIGCONT) }
    }
  }
}
