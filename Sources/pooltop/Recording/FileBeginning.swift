internal import Glibc
internal import Platform

/// What a file that is there begins with, by which it can be told what it is.
struct FileBeginning {
  /// Its first bytes.
  let bytes: [UInt8]

  /// More sees further past lines that are damaged; less reads sooner.
  private static let limit = 4_096

  /// Reads a file's beginning; `nil` when it is no regular file, or cannot be read.
  init?(of path: String) {
    // Without O_NONBLOCK a pipe that nobody writes would hold the program here.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let bytes = try? readAll(descriptor, limit: Self.limit)
    else { return nil }
    self.bytes = Array(bytes.prefix(Self.limit))
  }

  /// Whether a file holds something else than what is to be written there, or cannot be looked at:
  /// nothing is to be written over it, whatever it is called.
  ///
  /// - Parameters:
  ///   - path: Where it is.
  ///   - isOwn: Whether a file that begins so is of the kind that is to be written.
  /// - Returns: Whether it is to be left alone.
  static func isOfOthers(_ path: String, isOwn: (FileBeginning) -> Bool) -> Bool {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0
    else { return false }
    return FileBeginning(of: path).map { !isOwn($0) } ?? true
  }
}
