internal import Platform

// What jobs were given is told to whoever asks, and kept for nobody. A pool knows its unfinished
// futures by their places, not by their ids; but those that wait lie in order of their ids, all but
// the ones that wait once more.

extension ThreadPoolCore: DescribingInputs {
  func inputText(of id: FutureID) -> String {
    // The text is made without the lock: that is the user's code.
    let future = section { $0.unfinished(id) }
    return future?.borrowedInput?.inputText ?? ""
  }
}

extension ThreadPoolCore.Shared {
  /// Returns a future that waits or runs.
  fileprivate func unfinished(_ id: FutureID) -> AnyFuture? {
    for worker in workers {
      if let run = worker.runs.first(where: { $0.future.id == id }) { return run.future }
    }
    return machine.delayed[id] ?? machine.released.future(id) ?? machine.queue.future(id)
  }
}
