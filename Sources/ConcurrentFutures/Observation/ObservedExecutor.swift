internal import Platform

/// A pool of this library, whatever its workers are, as programs of this package use it.
package protocol ObservedExecutor: PoolExecutor {
  /// What all pools have in common.
  var observed: ObservedPool { get }
}

/// What all pools of this library have in common.
package struct ObservedPool: Sendable {
  let core: ThreadPoolCore
}

extension ObservedExecutor {
  /// The moment now, as the pool's events have it.
  package var now: PoolInstant { observed.core.now }

  /// Writes a line to the pool's log, as the calling thread.
  package func log(_ text: String, threadName: String) {
    observed.core.log(LogLine(threadName: threadName, threadID: OSThread.currentID, text: text))
  }

  /// Lets no time limit pass from now on, because the program is about to be suspended.
  package func holdTimeLimits() {
    observed.core.holdTimeLimits()
  }

  /// Lets time limits go on, as much later as they were held.
  package func resumeTimeLimits() {
    observed.core.resumeTimeLimits()
  }

  /// Returns what somebody makes of the pool as of now, up to which every tap was given all.
  ///
  /// - Parameter look: Makes it; must not ask the pool for anything, which would wait for itself.
  /// - Returns: What was made.
  package func snapshot<Result>(_ look: (PoolSnapshot) -> Result) -> Result {
    observed.core.observer.snapshot(of: observed.core, look)
  }

  /// Returns somebody who is given every event from now on.
  func makeListener() -> EventListener {
    EventListener(observed.core)
  }
}

extension ThreadPoolExecutor: ObservedExecutor {
  package var observed: ObservedPool { ObservedPool(core: core) }
}

extension ProcessPoolExecutor: ObservedExecutor {
  package var observed: ObservedPool { ObservedPool(core: core) }
}
