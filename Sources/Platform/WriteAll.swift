private import Glibc

/// Writes a text whole, however many calls that takes.
///
/// - Parameters:
///   - text: What to write.
///   - descriptor: Where to.
/// - Returns: False when it could not be written.
package func writeAll(_ text: String, to descriptor: Int32) -> Bool {
  writeAll(Array(text.utf8)[...], to: descriptor)
}

/// Writes bytes whole, however many calls that takes; false when they could not be written.
package func writeAll(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Bool {
  writeAll(bytes, to: descriptor) {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    unsafe poll(&request, 1, -1)
    return true
  }
}

/// Writes bytes whole, and waits in a way of its own where there is no room.
///
/// - Parameters:
///   - bytes: What to write.
///   - descriptor: Where to.
///   - waitForRoom: Returns once there may be room; false gives up.
/// - Returns: False when they could not be written.
func writeAll(
  _ bytes: ArraySlice<UInt8>, to descriptor: Int32, waitForRoom: () -> Bool
) -> Bool {
  var rest = bytes
  while !rest.isEmpty {
    let count = unsafe rest.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    if count < 0, errno == EAGAIN {
      guard waitForRoom() else { return false }
      continue
    }
    guard count > 0 else { return false }
    rest = rest.dropFirst(count)
  }
  return true
}
