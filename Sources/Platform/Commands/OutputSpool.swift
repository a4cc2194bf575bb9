internal import CPlatform
internal import Glibc

/// What a command writes, kept byte by byte until somebody wants it.
///
/// Both streams lie in files without a name, so that they can be of any size and vanish with this.
package final class OutputSpool: Sendable {
  /// A stream of a command.
  package enum Stream: Sendable, CaseIterable {
    case output
    case errors
  }

  let output: Int32
  let errors: Int32

  /// Where spools lie: the folder that `TMPDIR` names.
  private static var folder: String {
    unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
  }

  /// Makes one.
  ///
  /// - Throws: ``SystemError``, when no file can be made in the folder for that.
  package init() throws(SystemError) {
    output = try Self.file()
    do throws(SystemError) {
      errors = try Self.file()
    } catch {
      close(output)
      throw error
    }
  }

  deinit {
    close(output)
    close(errors)
  }

  private static func file() throws(SystemError) -> Int32 {
    let descriptor = unsafe cplatform_nameless_file(folder)
    guard descriptor >= 0 else { throw failure(errno) }
    // See `isUntouched`.
    let times = [timespec(), timespec()]
    unsafe futimens(descriptor, times)
    return descriptor
  }

  /// Whether nobody has tried to write anything.
  ///
  /// A try that finds no room changes a file's time as much as one that does; without one it is as
  /// this made it.
  package var isUntouched: Bool {
    Stream.allCases.allSatisfy { stream in
      var facts = stat()
      return unsafe fstat(descriptor(stream), &facts) == 0 && facts.st_size == 0
        && facts.st_mtim.tv_sec == 0
    }
  }

  private func descriptor(_ stream: Stream) -> Int32 {
    stream == .output ? output : errors
  }

  /// How many bytes a stream has.
  package func byteCount(_ stream: Stream) -> Int {
    var facts = stat()
    return unsafe fstat(descriptor(stream), &facts) == 0 ? Int(facts.st_size) : 0
  }

  /// Why nothing, or nothing more, can be kept, with the way out.
  package static func failure(_ code: Int32) -> SystemError {
    SystemError(
      call: "output cannot be kept in '\(folder)', and TMPDIR can name another folder", code: code)
  }

  /// Why it cannot take more, so that the last of what was written may be missing; `nil` as long as
  /// a block of the disk is free.
  ///
  /// To be asked once all is written. Where the disk is nearly full, it tries.
  ///
  /// - Parameter isWritten: Whether anything was written that could be missing; asked before it
  ///   tries, where it would.
  /// - Returns: Why.
  package func failure(where isWritten: () -> Bool) -> SystemError? {
    var disk = statvfs()
    guard unsafe fstatvfs(output, &disk) == 0,
      disk.f_bavail < UInt(Self.ampleByteCount) / max(1, disk.f_frsize), isWritten()
    else { return nil }
    let end = byteCount(.output)
    let probe = [UInt8](repeating: 0, count: Self.blockByteCount)
    let count = unsafe pwrite(output, probe, probe.count, end)
    let code = errno
    ftruncate(output, end)
    return count == probe.count ? nil : Self.failure(count < 0 ? code : ENOSPC)
  }

  /// So many free bytes of a disk are room enough for what commands write between two looks at it.
  private static let ampleByteCount = 1 << 20
  /// What a disk gives a file at once, as most do.
  ///
  /// More takes a disk that has still room for a full one; less may fit into what a file has.
  private static let blockByteCount = 4 << 10

  /// Reads a stream, or a part of it, in pieces.
  ///
  /// - Parameters:
  ///   - stream: Which one.
  ///   - part: Which of its bytes; `nil` reads all.
  ///   - onPiece: Is given each piece; false ends it.
  package func read(
    _ stream: Stream, _ part: Range<Int>? = nil, _ onPiece: (ArraySlice<UInt8>) -> Bool
  ) {
    let descriptor = descriptor(stream)
    var rest = part ?? 0..<byteCount(stream)
    guard !rest.isEmpty else { return }
    var buffer = [UInt8](repeating: 0, count: min(rest.count, 64 << 10))
    while !rest.isEmpty {
      let count = unsafe pread(
        descriptor, &buffer, min(buffer.count, rest.count), rest.lowerBound)
      if count < 0, errno == EINTR { continue }
      guard count > 0, onPiece(buffer[..<count]) else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Puts what a stream of another spool has behind what this one's has.
  ///
  /// - Returns: Where it lies now; `nil` when it could not be written whole.
  package func append(_ stream: Stream, of other: OutputSpool) -> Range<Int>? {
    let descriptor = descriptor(stream)
    let start = lseek(descriptor, 0, SEEK_END)
    guard start >= 0 else { return nil }
    var isWhole = true
    other.read(stream) { piece in
      isWhole = writeAll(piece, to: descriptor)
      return isWhole
    }
    return isWhole ? Int(start)..<byteCount(stream) : nil
  }
}
