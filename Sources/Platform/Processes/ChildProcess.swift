internal import CPlatform
internal import Glibc

/// A process that this one started as the leader of a session of its own.
///
/// May be used from any thread. Its session is signalled only as long as it is not reaped: until
/// then nobody else can get its number.
package final class ChildProcess: Sendable {
  package let id: Int32
  /// Readable once the process has ended; below 0 where the system has no such thing.
  package let deathDescriptor: Int32
  private let ending = Monitor<CommandEnding?>(nil)

  init(id: Int32) {
    self.id = id
    deathDescriptor = cplatform_command_watch(id)
    ProcessGroups.insert(id)
  }

  deinit {
    if deathDescriptor >= 0 { close(deathDescriptor) }
  }

  /// Sends a signal to the process and what it started; does nothing once it is reaped.
  package func signalSession(_ signal: Signal) {
    ending.withLock { ending in
      guard ending == nil else { return }
      cplatform_session_signal(id, signal.rawValue)
      // A process that is stopped would not see it.
      if signal != .kill { cplatform_session_signal(id, SIGCONT) }
    }
  }

  /// Whether the process has ended; what it started may live.
  package var hasEnded: Bool {
    ending.withLock { $0 != nil || cplatform_command_has_ended(id) != 0 }
  }

  /// Waits until the process has ended; false when the time was over first.
  package func waitForEnd(until deadline: MonotonicClock.Instant? = nil) -> Bool {
    while !hasEnded {
      let rest = deadline.map { MonotonicClock.now.duration(to: $0) }
      if rest == .zero { return false }
      // Without a descriptor, looks again and again.
      let look = deathDescriptor < 0 ? .milliseconds(5) : rest
      waitReadable([deathDescriptor], timeout: look.map { max($0, .milliseconds(1)) })
    }
    return true
  }

  /// Waits for the process, ends its session, and takes its number away.
  ///
  /// What it started dies here, and not after: then nobody could find it.
  ///
  /// - Parameter mayCleanUp: Whether what it started may live on; asked again and again.
  /// - Returns: How it ended.
  package func reap(mayCleanUp: () -> Bool = { false }) -> CommandEnding {
    _ = waitForEnd()
    while mayCleanUp(), cplatform_session_has_others(id) != 0 {
      waitReadable([], timeout: .milliseconds(20))
    }
    return ending.withLock { ending in
      if let ending { return ending }
      cplatform_session_signal(id, SIGKILL)
      ProcessGroups.remove(id)
      let known = CommandEnding(reaping: id)
      ending = known
      return known
    }
  }
}
