internal import Glibc
internal import Platform

/// Runs a body that blocks on a thread of its own.
///
/// The threads that tests run on are few, and a blocked one is lost to all other tests.
package func onOwnThread<Value: Sendable>(
  _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await withCheckedThrowingContinuation { continuation in
    do {
      try OSThread.start(name: "blocking test") {
        // Programs started from here inherit the mask, and such a thread blocks everything.
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, nil)
        continuation.resume(with: Result { try body() })
      }.detach()
    } catch {
      continuation.resume(throwing: error)
    }
  }
}
