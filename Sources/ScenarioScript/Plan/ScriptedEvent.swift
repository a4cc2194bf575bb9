package import PoolObservation

/// A keystroke that a scenario scripts.
package struct ScriptedEvent: Sendable, Equatable {
  /// What is done.
  package enum Action: Sendable, Equatable {
    /// Cancels what the filter shows, where it has not started; without one, all that waits.
    case cancel(FutureFilter?)
    /// Holds dispatch: nothing more starts.
    case hold
    /// Lets dispatch go on.
    case resume
    /// Lets exactly one future start while dispatch is held.
    case step
    /// Changes the greatest number of workers.
    case setWorkers(Int)
    /// Ends a worker process, by its index from 0.
    case killWorker(Int)
    /// Shuts the pool down; what has not started is cancelled where that is wanted.
    case shutdown(cancelsPending: Bool)
  }

  /// When, counted from the start of the run.
  package var offset: Duration
  /// What is done.
  package var action: Action
}
