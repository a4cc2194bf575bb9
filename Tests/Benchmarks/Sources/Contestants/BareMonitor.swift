internal import Glibc

/// A mutex and one condition of the system, and nothing around them.
///
/// Of its own, rather than the library's: what the library is compared with must not change with
/// it.
package final class BareMonitor: @unchecked Sendable {
  // @unchecked: both live in memory of their own, and are made to be used by many threads.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>

  /// Makes one that nobody holds.
  package init() {
    mutex = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Takes the mutex.
  package func lock() { pthread_mutex_lock(mutex) }
  /// Gives the mutex back.
  package func unlock() { pthread_mutex_unlock(mutex) }
  /// Sleeps until it is woken; the mutex must be held.
  package func wait() { pthread_cond_wait(condition, mutex) }
  /// Wakes one thread that sleeps.
  package func signal() { pthread_cond_signal(condition) }
  /// Wakes every thread that sleeps.
  package func broadcast() { pthread_cond_broadcast(condition) }
}
