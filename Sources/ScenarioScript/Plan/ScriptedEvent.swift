/// A keystroke that a scenario scripts.
package struct ScriptedEvent: Sendable, Equatable {
  /// What is done.
  package enum Action: Sendable, Equatable {
    /// Cancels what the filter shows, where it has not started.
    case cancel(FutureFilter)
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

/// What a filter looks at.
package struct FilteredFuture: Sendable, Hashable {
  package var name: String
  package var text: String
  /// The words for where it stands: its state, and its outcome once it has one.
  package var states: [String]
  package var tags: [String]
  /// The worker's name and its index; empty where there is none.
  package var workers: [String]

  package init(
    name: String, text: String = "", states: [String], tags: [String] = [], workers: [String] = []
  ) {
    self.name = name
    self.text = text
    self.states = states
    self.tags = tags
    self.workers = workers
  }
}

/// Picks futures: all of its terms must hold, as in `state:pending tag:burst fetch`.
package struct FutureFilter: Sendable, Hashable {
  /// One condition.
  enum Term: Sendable, Hashable {
    case state(String)
    case tag(String)
    case worker(String)
    /// Part of the name or of the text.
    case word(String)
  }

  /// The filter as it was written.
  package let text: String
  let terms: [Term]

  /// Says whether a future is picked.
  package func matches(_ future: FilteredFuture) -> Bool {
    terms.allSatisfy { term in
      switch term {
      case .state(let state): future.states.contains(state)
      case .tag(let tag): future.tags.contains(tag)
      case .worker(let worker): future.workers.contains(worker)
      case .word(let word):
        future.name.lowercased().contains(word) || future.text.lowercased().contains(word)
      }
    }
  }
}
