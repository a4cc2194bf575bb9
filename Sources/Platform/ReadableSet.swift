private import CPlatform
private import Glibc

/// Descriptors for which one thread waits, and of which another can take one over while it does.
package final class ReadableSet: Sendable {
  private let descriptor: Int32

  /// Makes an empty set.
  package init() throws(SystemError) {
    descriptor = cplatform_set_open()
    guard descriptor >= 0 else { throw SystemError(call: "epoll_create1", code: errno) }
  }

  deinit {
    close(descriptor)
  }

  /// Takes a descriptor in, which is watched from now on.
  package func add(_ member: Int32) throws(SystemError) {
    guard cplatform_set_add(descriptor, member) == 0 else {
      throw SystemError(call: "epoll_ctl", code: errno)
    }
  }

  /// Takes a descriptor out.
  package func remove(_ member: Int32) {
    cplatform_set_remove(descriptor, member)
  }

  /// Lets the thread that waits, or will, be told of a descriptor again.
  package func watch(_ member: Int32) {
    cplatform_set_watch(descriptor, member, 1)
  }

  /// Lets the thread that waits sleep on, whatever comes on a descriptor.
  package func ignore(_ member: Int32) {
    cplatform_set_watch(descriptor, member, 0)
  }

  /// Waits until one that is watched can be read, or has come to its end.
  ///
  /// - Returns: Which; `nil` when a signal came.
  package func wait() -> Int32? {
    let ready = cplatform_set_wait(descriptor)
    return ready < 0 ? nil : ready
  }
}
