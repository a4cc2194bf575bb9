internal import CPlatform
internal import Glibc

/// One end of a stream of bytes between two processes.
///
/// One thread may receive while another sends; closing it is for the last who has it.
package final class FrameSocket: Sendable {
  package let descriptor: Int32

  /// What came of a wish to receive.
  package enum Received: Sendable, Equatable {
    case bytes(Int)
    /// Nothing has come, and it was not to be waited for.
    case nothing
    /// The other end is closed, and has read all that was sent.
    case end
    /// The other end is closed, and never read all that was sent.
    case reset
  }

  /// Takes over an open descriptor.
  package init(owning descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit {
    close(descriptor)
  }

  /// Sends two runs of bytes, one after the other, whole; blocks while the other end does not read.
  ///
  /// - Returns: False when the other end is closed.
  package func send(_ first: [UInt8], _ second: ArraySlice<UInt8> = []) -> Bool {
    unsafe first.withUnsafeBytes { first in
      unsafe second.withUnsafeBytes { second in
        var sent = 0
        let total = first.count + second.count
        while sent < total {
          let head =
            unsafe sent < first.count ? UnsafeRawBufferPointer(rebasing: first[sent...]) : nil
          let skipped = max(0, sent - first.count)
          let tail =
            unsafe skipped < second.count
            ? UnsafeRawBufferPointer(rebasing: second[skipped...]) : nil
          let count =
            if let head = unsafe head {
              unsafe cplatform_send(
                descriptor, head.baseAddress, head.count, tail?.baseAddress, tail?.count ?? 0)
            } else {
              unsafe cplatform_send(descriptor, tail?.baseAddress, tail?.count ?? 0, nil, 0)
            }
          if count < 0, errno == EINTR { continue }
          guard count > 0 else { return false }
          sent += count
        }
        return true
      }
    }
  }

  /// Waits for bytes.
  ///
  /// - Parameters:
  ///   - buffer: Where they go, from its front.
  ///   - mayWait: Whether to wait until there is something.
  /// - Returns: How many came; at least one.
  package func receive(into buffer: inout [UInt8], mayWait: Bool = true) -> Received {
    let flags = mayWait ? 0 : Int32(MSG_DONTWAIT)
    while true {
      if mayWait, !Spin.isUseful { waitReadable() }
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe recv(descriptor, bytes.baseAddress, bytes.count, flags)
      }
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN { return .nothing }
      if count < 0 { return .reset }
      if count > 0 { return .bytes(count) }
      // While somebody else holds the other end, too, only this end is closed, and nobody is told.
      return cplatform_is_unread(descriptor) != 0 ? .reset : .end
    }
  }

  /// Waits until something can be received, or a signal comes.
  ///
  /// Who waits in recv is woken, too, when the other end takes what was sent before. On another
  /// processor that is a gain: it is awake by the time of the answer. On the same one it is two
  /// changes of threads for nothing.
  private func waitReadable() {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    _ = unsafe poll(&request, 1, -1)
  }

  /// Waits until something can be received; false when the time was over first.
  package func waitReadable(until deadline: MonotonicClock.Instant) -> Bool {
    while true {
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let rest = MonotonicClock.now.duration(to: deadline)
      let milliseconds = Int32(
        clamping: rest.components.seconds * 1_000
          + rest.components.attoseconds / 1_000_000_000_000_000)
      let count = unsafe poll(&request, 1, milliseconds)
      if count > 0 { return true }
      if count == 0, rest <= .milliseconds(1) { return false }
      if count < 0, errno != EINTR { return true }
    }
  }

  /// Ends the stream in both directions: whoever waits here is told of the end.
  package func shutDown() {
    _ = shutdown(descriptor, Int32(SHUT_RDWR))
  }

  /// Makes two ends that are connected.
  package static func pair() throws(SystemError) -> (FrameSocket, FrameSocket) {
    var ends: [Int32] = [-1, -1]
    guard unsafe cplatform_socket_pair(&ends) == 0 else {
      throw SystemError(call: "socketpair", code: errno)
    }
    return (FrameSocket(owning: ends[0]), FrameSocket(owning: ends[1]))
  }
}
