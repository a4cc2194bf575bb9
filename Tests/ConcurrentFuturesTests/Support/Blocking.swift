import Platform

/// A body did not end in time; its thread is left behind.
struct Hang: Error, CustomStringConvertible {
  let limit: Duration
  var description: String { "the body did not end within \(limit)" }
}

/// Runs a body that may block, on a thread of its own, and gives up after a while.
///
/// Cooperative threads are few; a test that blocked one could keep all others from running.
@discardableResult
func blocking<Value: Sendable>(
  within limit: Duration = .seconds(240), _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
  let outcome = Monitor<Result<Value, any Error>?>(nil)
  try OSThread.start(name: "test body") {
    let result = Result { try body() }
    outcome.withLock { $0 = result }
    outcome.broadcast()
  }.detach()
  return try await withCheckedThrowingContinuation { continuation in
    let watch: @Sendable () -> Void = {
      let deadline = MonotonicClock.now.advanced(by: limit)
      let result = outcome.wait(until: deadline) { $0 }
      continuation.resume(with: result ?? .failure(Hang(limit: limit)))
    }
    do {
      try OSThread.start(name: "test watch", watch).detach()
    } catch {
      continuation.resume(throwing: error)
    }
  }
}
