internal import Glibc
internal import Platform

/// Runs a body that blocks on a thread of its own.
///
/// The threads that tests run on are few, and a blocked one is lost to all other tests. What the body
/// records is its test's: it runs in a task that knows which one that is.
package func onOwnThread<Value: Sendable>(
  _ body: @escaping @Sendable () throws -> Value
) async throws -> Value {
  try await Task(executorPreference: OwnThread()) { try body() }.value
}

/// Gives whatever is enqueued a thread of its own.
package final class OwnThread: TaskExecutor {
  package init() {}

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    do {
      try OSThread.start(name: "blocking test") {
        // Programs started from here inherit the mask, and such a thread blocks everything.
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, nil)
        unsafe job.runSynchronously(on: self.asUnownedTaskExecutor())
      }.detach()
    } catch {
      preconditionFailure("no thread for a test: \(error)")
    }
  }
}
