package import PoolObservation

/// Something the dashboard wants done that it cannot do itself.
package enum Effect: Sendable, Hashable {
  /// Submit so many more jobs of the current kind.
  case submit(count: Int)
  /// Cancel these futures, and answer with what came of it.
  case cancel([FutureID])
  /// Stop the job of a future that runs: ask it, and end it where that is possible.
  case stop(FutureID)
  /// Hold dispatch, or let it go on.
  case hold(Bool)
  /// Let exactly one future start while dispatch is held.
  case step
  /// Change the greatest number of workers by so many.
  case resize(by: Int)
  case shutDown(ShutdownChoice)
  case quit(QuitChoice)
  /// Draw every cell again, whatever the terminal is believed to show.
  case redraw
}

/// A way to shut a pool down.
package enum ShutdownChoice: String, Sendable, Hashable, CaseIterable {
  /// All that was submitted runs to its end.
  case wait
  /// What is pending is cancelled, what runs goes to its end.
  case cancelPending
  /// What is pending is cancelled, and nobody waits for what runs.
  case now
}

/// A way to leave the program.
package enum QuitChoice: String, Sendable, Hashable, CaseIterable {
  /// Once all that was submitted has run.
  case wait
  /// Once what runs is done; what is pending is cancelled.
  case cancelPending
  /// At once.
  case now
}
