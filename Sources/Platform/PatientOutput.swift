private import Glibc

/// Output to somebody who may not read: writers wait, until they are told to hurry.
package final class PatientOutput: Sendable {
  private let descriptor: Int32
  private let isOwn: Bool
  /// Whether a write may have to wait, and nobody can hurry it meanwhile.
  private let mayBlock: Bool
  private let hurry: WakeDescriptor

  /// How long a reader may take nothing once there is hurry, in milliseconds.
  ///
  /// Longer holds up the end of the program; shorter takes the last lines from a reader that is
  /// slow.
  private static let patience: Int32 = 1_000

  /// How many bytes there is room for wherever there is any.
  ///
  /// More may have to wait in a terminal or a socket; fewer takes more calls.
  private static let leastRoom = 256

  /// Makes one for a descriptor of this program.
  ///
  /// A pipe or a terminal is opened once more, so that a write to it need not wait; others that
  /// share the descriptor do not notice. Where that is not allowed, it gets no more at once than it
  /// has room for.
  ///
  /// - Throws: ``SystemError``, when there are too many descriptors.
  package init(_ descriptor: Int32) throws(SystemError) {
    hurry = try WakeDescriptor()
    var status = stat()
    let isFile = unsafe fstat(descriptor, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    let again =
      isFile
      ? -1
      : unsafe open(
        "/proc/self/fd/\(descriptor)", O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    isOwn = again >= 0
    mayBlock = !isFile && !isOwn
    self.descriptor = isOwn ? again : descriptor
  }

  deinit {
    if isOwn { close(descriptor) }
  }

  /// Lets no writer wait for long from now on, nor one that waits already.
  package func beginHurry() {
    hurry.set()
  }

  /// Writes a text whole.
  ///
  /// - Returns: The error's number when it could not be written; `nil` when it was.
  package func write(_ text: String) -> Int32? {
    write(Array(text.utf8)[...])
  }

  /// Writes bytes whole.
  ///
  /// - Returns: The error's number when they could not be written; `nil` when they were.
  package func write(_ bytes: ArraySlice<UInt8>) -> Int32? {
    var rest = bytes
    while !rest.isEmpty {
      if mayBlock, !waitForRoom() { return ETIMEDOUT }
      let piece = rest.prefix(mayBlock ? Self.leastRoom : .max)
      var isLate = false
      let isWritten = writeAll(piece, to: descriptor) {
        isLate = !waitForRoom()
        return !isLate
      }
      guard isWritten else { return isLate ? ETIMEDOUT : errno }
      rest = rest.dropFirst(piece.count)
    }
    return nil
  }

  /// Waits until something can be written; false when there is hurry and nobody makes room.
  private func waitForRoom() -> Bool {
    var requests = [
      pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0),
      pollfd(fd: hurry.readDescriptor, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      _ = unsafe poll(&requests, 2, -1)
      if requests[0].revents != 0 { return true }
      guard requests[1].revents != 0 else { continue }
      return unsafe poll(&requests, 1, Self.patience) > 0
    }
  }
}
