import Platform

/// Runs a body that may block on a thread of its own.
///
/// The threads that tests run on are few, and a blocked one is lost to all other tests.
func onOwnThread<Value: Sendable>(
  _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    do {
      try OSThread.start(name: "test body") { continuation.resume(with: Result { try body() }) }
        .detach()
    } catch {
      continuation.resume(throwing: error)
    }
  }
}
