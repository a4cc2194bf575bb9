internal import Platform
internal import Synchronization

// While somebody waits for an answer where it comes, the worker's thread must sleep on: the socket
// is hidden from it. To hide it and show it again for each run costs two calls of the system, and
// comes too late on one processor, where the process has answered, and woken the thread, before its
// submitter is back to wait. So where results are waited for one soon after the other, it stays
// hidden:
//
//   shown ──attend──► hidden, somebody reads ──answer, soon after the last──► hidden, nobody reads
//     ▲                  ▲      │ any other end                                    │           │
//     ├──────────────────│──────┘                                  attend          │           │
//     │                  └─────────────────────────────────────────────────────────┘           │
//     └────────── somebody observes a future; nobody has waited for a span ────────────────────┘
//
// A run that nobody waits for at all is heard of two spans late at most, once. With what
// FrameSocket does where there is one processor, a round trip there went from 2.03 to 1.65 times
// that of a bare pair of sockets.

extension ProcessTender.State {
  /// Whether results are waited for one soon after the other, up to a moment.
  func isInQuickSuccession(at now: MonotonicClock.Instant) -> Bool {
    attendedAt.map { now < $0.advanced(by: ProcessSettings.hiddenSpan) } ?? false
  }
}

extension ProcessTender {
  /// Hides the socket from the worker's thread, under the monitor.
  func hide(_ state: inout State) {
    guard !state.isHidden, let process = state.process else { return }
    state.isHidden = true
    readable.ignore(process.launched.socket.descriptor)
  }

  /// Lets the worker's thread be told again of what comes, under the monitor.
  private func show(_ state: inout State) {
    state.showTime = nil
    guard state.isHidden, let process = state.process else { return }
    state.isHidden = false
    readable.watch(process.launched.socket.descriptor)
  }

  /// Notes that who waited for an answer has left, under the monitor.
  ///
  /// - Returns: Whether the pool's watch is to be told of another moment to look.
  func hasAttended(_ state: inout State, gotAnswer: Bool) -> Bool {
    let now = MonotonicClock.now
    let staysHidden = gotAnswer && state.isInQuickSuccession(at: now)
    state.attendedAt = gotAnswer ? now : nil
    guard staysHidden else {
      show(&state)
      return false
    }
    hosting.hidesSome.store(true, ordering: .sequentiallyConsistent)
    guard state.showTime == nil else { return false }
    state.showTime = now.advanced(by: ProcessSettings.hiddenSpan)
    return true
  }

  /// Shows the socket when nobody has waited for a result lately.
  func showIfUnattended(at now: MonotonicClock.Instant) {
    state.withLock { state in
      guard let showTime = state.showTime, showTime <= now else { return }
      // Whoever reads decides as he leaves.
      if state.reader == .waiter { return state.showTime = nil }
      guard state.isInQuickSuccession(at: now) else { return show(&state) }
      state.showTime = now.advanced(by: ProcessSettings.hiddenSpan)
    }
  }

  /// Shows the socket: somebody will be told of an end who does not wait where the answer comes.
  func showUnlessAttended() {
    state.withLock { state in
      guard state.reader != .waiter else { return }
      state.attendedAt = nil
      show(&state)
    }
  }
}
