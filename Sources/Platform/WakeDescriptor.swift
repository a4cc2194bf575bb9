private import CPlatform
private import Glibc

/// A descriptor by which any thread can wake one that waits in ``waitReadable(_:timeout:)``.
package final class WakeDescriptor: Sendable {
  /// Readable from ``set()`` to the next ``clear()``.
  package let readDescriptor: Int32

  /// Makes one that is not set.
  package init() throws(SystemError) {
    readDescriptor = cplatform_wake_open()
    guard readDescriptor >= 0 else { throw SystemError(call: "eventfd", code: errno) }
  }

  deinit {
    close(readDescriptor)
  }

  /// Wakes whoever waits, now or next.
  package func set() {
    cplatform_wake_set(readDescriptor)
  }

  /// Lets the next one wait again.
  package func clear() {
    cplatform_wake_clear(readDescriptor)
  }
}

/// Waits until one of some descriptors can be read, a signal came, or the time is over.
///
/// - Parameters:
///   - descriptors: At most 8; those below 0 are passed over.
///   - timeout: The longest wait; `nil` waits for ever.
/// - Returns: Which of them can be read, by their places.
@discardableResult
package func waitReadable(
  _ descriptors: [Int32], timeout: Duration? = nil
) -> ReadyDescriptors {
  let milliseconds = timeout.map { timeout -> Int32 in
    let (seconds, attoseconds) = timeout.components
    return Int32(clamping: min(seconds, 1_000_000) * 1_000 + attoseconds / 1_000_000_000_000_000)
  }
  return ReadyDescriptors(
    bits: unsafe cplatform_wait_readable(
      descriptors, Int32(descriptors.count), milliseconds ?? -1))
}

/// Which of some descriptors can be read, or have come to their end.
package struct ReadyDescriptors: Sendable {
  fileprivate let bits: UInt32

  package subscript(place: Int) -> Bool { bits & 1 << place != 0 }
}
