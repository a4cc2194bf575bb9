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
  private let blocksSignals: Bool

  /// Makes one.
  ///
  /// - Parameter blocksSignals: Whether signals are blocked there, as on threads of the library;
  ///   programs that are started from there inherit that.
  package init(blocksSignals: Bool = false) {
    self.blocksSignals = blocksSignals
  }

  package func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    // A busy machine may have no thread left for a moment.
    let deadline = MonotonicClock.now.advanced(by: .seconds(60))
    while true {
      do throws(SystemError) {
        return try OSThread.start(name: "blocking test") { [self] in
          if !blocksSignals {
            var none = sigset_t()
            unsafe sigemptyset(&none)
            unsafe pthread_sigmask(SIG_SETMASK, &none, nil)
          }
          unsafe job.runSynchronously(on: asUnownedTaskExecutor())
        }.detach()
      } catch {
        let mayPass = error.code == EAGAIN && MonotonicClock.now < deadline
        precondition(mayPass, "no thread for a test: \(error)")
        usleep(10_000)
      }
    }
  }
}
