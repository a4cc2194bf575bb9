private import Glibc

/// Reads to the end, waiting for whoever writes.
///
/// - Parameters:
///   - descriptor: What to read, blocking or not.
///   - limit: How many bytes are enough: what comes after so many is left.
/// - Returns: All that was read; a little more than the limit, where there was more.
/// - Throws: ``SystemError``, when it cannot be read to its end.
package func readAll(
  _ descriptor: Int32, limit: Int = .max
) throws(SystemError) -> [UInt8] {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 64 << 10)
  while bytes.count <= limit {
    let count = try readSome(descriptor, &buffer)
    if count == 0 { break }
    bytes += buffer[..<count]
  }
  return bytes
}

/// Reads what is there, waiting for whoever writes where nothing is.
///
/// - Parameters:
///   - descriptor: What to read, blocking or not.
///   - buffer: Where it goes, from the beginning, as far as there is room.
/// - Returns: How many bytes these are; 0 at the end.
/// - Throws: ``SystemError``, when it cannot be read.
package func readSome(
  _ descriptor: Int32, _ buffer: inout [UInt8]
) throws(SystemError) -> Int {
  while true {
    let count = unsafe read(descriptor, &buffer, buffer.count)
    if count >= 0 { return count }
    switch errno {
    case EINTR: break
    case EAGAIN:
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      unsafe poll(&request, 1, -1)
    case let code: throw SystemError(call: "read", code: code)
    }
  }
}
