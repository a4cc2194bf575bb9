internal import Glibc

/// Waits until one of any number of descriptors can be read, a signal came, or a moment has come.
///
/// - Parameters:
///   - descriptors: Those below 0 are passed over.
///   - deadline: The end of the wait; `nil` waits for ever.
package func waitReadableAny(_ descriptors: [Int32], until deadline: MonotonicClock.Instant?) {
  var requests = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  var milliseconds: Int32 = -1
  if let deadline {
    let (seconds, attoseconds) = MonotonicClock.now.duration(to: deadline).components
    milliseconds = Int32(
      clamping: min(seconds, 1_000_000) * 1_000 + attoseconds / 1_000_000_000_000_000 + 1)
  }
  _ = unsafe poll(&requests, nfds_t(requests.count), milliseconds)
}
