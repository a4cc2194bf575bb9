public import Glibc

// The only lock of the package. A pthread mutex and its conditions rather than
// `Synchronization.Mutex`, which has no condition and of which the thread sanitizer reports false
// races on this toolchain.
//
// Inlinable: a job passes through its pool's monitor twice, and an opaque call with a closure would
// cost as much as the lock itself.

/// Guards a value with a mutex, and lets threads wait until it has changed.
///
/// No code of a user may run inside: closures given to ``withLock(_:)`` and ``wait(until:_:)``
/// read and change the value and return what is to be done outside.
@safe
@usableFromInline
package final class Monitor<Value: ~Copyable>: @unchecked Sendable {
  // @unchecked: `value` is touched only while `mutex` is held. It lies outside of the object, where
  // no exclusive access is checked at run time.
  @usableFromInline let mutex: UnsafeMutablePointer<pthread_mutex_t>
  @usableFromInline let condition: UnsafeMutablePointer<pthread_cond_t>
  @usableFromInline let value: UnsafeMutablePointer<Value>

  /// Makes a monitor around a value.
  package init(_ value: consuming sending Value) {
    unsafe self.value = .allocate(capacity: 1)
    unsafe self.value.initialize(to: value)
    unsafe mutex = .allocate(capacity: 1)
    unsafe condition = .allocate(capacity: 1)
    unsafe pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    unsafe pthread_condattr_init(&attributes)
    // Deadlines are moments of the monotonic clock: setting the wall clock moves none of them.
    unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    unsafe pthread_cond_init(condition, &attributes)
    unsafe pthread_condattr_destroy(&attributes)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
    unsafe value.deinitialize(count: 1)
    unsafe value.deallocate()
  }

  /// Runs a body with the value, alone.
  @inlinable @inline(__always)
  package func withLock<Result, Failure: Error>(
    _ body: (inout Value) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return try unsafe body(&value.pointee)
  }

  /// Runs a body with the value, alone, and again after each wake-up until it returns something.
  ///
  /// - Parameters:
  ///   - deadline: When to give up; `nil` waits for ever.
  ///   - body: Reads and changes the value; it runs at least once, and a last time at the deadline.
  /// - Returns: What the body returned; `nil` when the deadline passed first.
  @inlinable @inline(__always)
  package func wait<Result>(
    until deadline: MonotonicClock.Instant? = nil, _ body: (inout Value) -> Result?
  ) -> Result? {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    while true {
      if let result = unsafe body(&value.pointee) { return result }
      guard sleep(until: deadline) else { return unsafe body(&value.pointee) }
    }
  }

  /// Lets go of the lock until somebody signals; false when the deadline passed first.
  @usableFromInline
  func sleep(until deadline: MonotonicClock.Instant?) -> Bool {
    guard let deadline else {
      unsafe pthread_cond_wait(condition, mutex)
      return true
    }
    var moment = deadline.timespec
    return unsafe pthread_cond_timedwait(condition, mutex, &moment) != ETIMEDOUT
  }

  /// Wakes one thread that waits.
  package func signal() {
    unsafe pthread_cond_signal(condition)
  }

  /// Wakes every thread that waits.
  package func broadcast() {
    unsafe pthread_cond_broadcast(condition)
  }
}
