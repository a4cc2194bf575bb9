internal import Synchronization

// MARK: - Cancelling

extension AnyFuture {
  /// Cancels the future, if it has not started.
  ///
  /// Wakes everybody who waits for it, takes the job out of the pool's queue, and then runs the
  /// callbacks on this thread before it returns.
  ///
  /// - Returns: True when the future is cancelled, now or before; false, with nothing changed, when
  ///   it runs or is finished.
  /// - Complexity: O(1), plus the callbacks.
  /// - Source: `Future.cancel` of Python.
  @discardableResult
  public final func cancel() -> Bool {
    let won = if let owner { owner.cancel(self) } else { decide(.cancelled) }
    if won { call(publishCancellation()) }
    return won || isCancelled
  }
}

// MARK: - Stopping

extension AnyFuture {
  /// Asks the running job to stop, by ``JobContext/isStopRequested``; it may, or may not.
  ///
  /// A body that takes no context cannot see it, and runs to its end. Returns at once; the future
  /// ends as the body does, and is not tried again.
  ///
  /// - Returns: True when a running job was asked; false when none runs, as for a ``Promise``'s.
  @discardableResult
  public final func requestStop() -> Bool {
    guard isRunning, let owner else { return false }
    return owner.stop(self)
  }

  /// Ends the running job with its worker, where workers are processes.
  ///
  /// Sends SIGTERM to the worker process that runs exactly this job, and to what it started, and
  /// SIGKILL after the grace time. Returns at once; the future fails with ``WorkerDiedError`` when
  /// the process is gone, whatever the job still answered, and is not tried again.
  ///
  /// - Parameter grace: The time from asking the process to end to ending it; zero ends it at once.
  /// - Returns: What it really did: threads cannot be killed.
  @discardableResult
  public final func kill(grace: Duration = .seconds(3)) -> KillOutcome {
    guard isRunning else { return .notRunning }
    return owner?.kill(self, grace: max(.zero, grace)) ?? .notSupported
  }
}

/// What came of the wish to kill a job.
public enum KillOutcome: String, Sendable, Hashable, CaseIterable {
  /// The worker that runs it was asked to end, and is ended after the grace time.
  case killed
  /// No worker runs it.
  case notRunning
  /// It runs on a thread, which nothing can end but itself.
  case notSupported
}
