// Linux sends the parent-death signal when the *thread* ends that started a process. So every
// worker process is started from one thread that lives as long as the program.

/// The thread that starts worker processes.
package enum SpawningThread {
  private struct State {
    var hasStarted = false
    var requests: [@Sendable () -> Void] = []
  }

  private static let state = Monitor(State())

  /// Runs a body on that thread, and waits for it.
  ///
  /// - Throws: What the body throws; ``SystemError`` when the system refuses the thread.
  package static func run<Result: Sendable>(
    _ body: @escaping @Sendable () throws(SystemError) -> Result
  ) throws(SystemError) -> Result {
    typealias Outcome = Swift.Result<Result, SystemError>
    let answer = Monitor<Outcome?>(nil)
    try state.withLock { (state) throws(SystemError) in
      if !state.hasStarted {
        try OSThread.start(name: "worker-spawner") { serve() }.detach()
        state.hasStarted = true
      }
      state.requests.append {
        let outcome: Outcome
        do throws(SystemError) { outcome = .success(try body()) } catch {
          outcome = .failure(error)
        }
        answer.withLock { $0 = outcome }
        answer.signal()
      }
    }
    state.signal()
    guard let outcome = answer.wait({ $0 }) else {
      preconditionFailure("a wait without a deadline ended without a result")
    }
    return try outcome.get()
  }

  private static func serve() {
    while true {
      let request = state.wait { state in
        state.requests.isEmpty ? nil : state.requests.removeFirst()
      }
      request?()
    }
  }
}
