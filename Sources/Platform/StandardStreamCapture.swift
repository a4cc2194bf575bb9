private import CPlatform
private import Glibc

/// Takes what anyone writes to standard output and standard error while a screen is up.
///
/// Both lead into one pipe, so their lines stay in order. Writers never wait: when the reader is a
/// mebibyte behind, what they write is lost, because a reader that waits for a writer that waits
/// for the reader would wait for ever. For the same reason the loop must read whenever
/// ``readDescriptor`` is readable. Belongs to one thread.
package final class StandardStreamCapture {
  /// The last lines that were read, to be printed once the screen is gone.
  package private(set) var tail: [String] = []
  /// Readable as soon as something was written; -1 when nothing is captured.
  package private(set) var readDescriptor: Int32 = -1
  private var realOutput: Int32 = -1
  private var realError: Int32 = -1
  private var lines = LineSplitter()

  /// How many lines the tail keeps.
  ///
  /// More hide what the shell showed before; fewer cut backtraces off.
  package static let tailLimit = 20
  /// Bytes the pipe holds, if the system allows it: the burst that fits between two reads.
  private static let pipeCapacity: Int32 = 1 << 20

  package init() {}

  deinit {
    _ = stop()
  }

  /// Starts to capture.
  ///
  /// Does nothing when it has started already.
  ///
  /// - Throws: ``SystemError``; then both streams lead where they led.
  package func start() throws(SystemError) {
    guard readDescriptor < 0 else { return }
    var ends: [Int32] = [-1, -1]
    guard unsafe cplatform_capture_pipe(&ends, Self.pipeCapacity) == 0 else {
      throw SystemError(call: "pipe2", code: errno)
    }
    let writeEnd = ends[1]
    defer { close(writeEnd) }
    readDescriptor = ends[0]
    fflush(nil)
    cplatform_line_buffer_output()
    do throws(SystemError) {
      realOutput = try duplicate(STDOUT_FILENO)
      realError = try duplicate(STDERR_FILENO)
      try redirect(STDOUT_FILENO, to: writeEnd)
      try redirect(STDERR_FILENO, to: writeEnd)
    } catch {
      _ = stop()
      throw error
    }
    cplatform_crash_set_streams(realOutput, realError, readDescriptor)
  }

  /// Takes the whole lines that came since the last call, without waiting.
  package func readLines() -> [String] {
    guard readDescriptor >= 0 else { return [] }
    var complete: [String] = []
    var buffer = [UInt8](repeating: 0, count: 16 * 1024)
    while true {
      let count = unsafe read(readDescriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      unsafe cplatform_crash_remember(buffer, count)
      complete += lines.feed(buffer[..<count])
    }
    remember(complete)
    return complete
  }

  /// Lets both streams lead where they led before.
  ///
  /// - Returns: The lines that were still unread, with the last one even if it has no end.
  package func stop() -> [String] {
    guard readDescriptor >= 0 else { return [] }
    fflush(nil)
    cplatform_crash_set_streams(-1, -1, -1)
    if realOutput >= 0 { dup2(realOutput, STDOUT_FILENO) }
    if realError >= 0 { dup2(realError, STDERR_FILENO) }
    var rest = readLines()
    if let last = lines.finish() {
      remember([last])
      rest.append(last)
    }
    for descriptor in [realOutput, realError, readDescriptor] where descriptor >= 0 {
      close(descriptor)
    }
    (realOutput, realError, readDescriptor) = (-1, -1, -1)
    return rest
  }

  private func remember(_ newLines: [String]) {
    tail = (tail + newLines.suffix(Self.tailLimit)).suffix(Self.tailLimit)
  }

  private func duplicate(_ descriptor: Int32) throws(SystemError) -> Int32 {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    guard copy >= 0 else { throw SystemError(call: "dup(\(descriptor))", code: errno) }
    return copy
  }

  private func redirect(_ descriptor: Int32, to target: Int32) throws(SystemError) {
    guard dup2(target, descriptor) >= 0 else {
      throw SystemError(call: "dup2(\(target), \(descriptor))", code: errno)
    }
  }
}
