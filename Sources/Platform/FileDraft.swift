private import CPlatform
private import Glibc

/// A file that takes the place of another, with its mode, once it is whole.
///
/// It has no name until then, so that nothing is left of it when the program is ended; where the
/// file system or the folder does not allow that, it has one beside the other, which goes when the
/// program exits, or is that one.
package struct FileDraft {
  /// Where it is written.
  let descriptor: Int32
  private let goal: String
  /// What it is called for a moment.
  private let part: String
  private let kind: Kind

  private enum Kind {
    case unnamed
    case beside
    case itself
  }

  /// What lies, or lay, beside a goal: the program's exit removes what is left of it.
  private static let parts: Monitor<Set<String>> = {
    atexit { FileDraft.parts.withLock { $0 }.forEach { unsafe _ = unlink($0) } }
    return Monitor([])
  }()

  /// Begins a file; one that is there stays whole.
  ///
  /// - Parameters:
  ///   - path: Where it is to be.
  ///   - hasName: Whether it has a name beside the other, though it could do without.
  /// - Throws: ``SystemError``, when it cannot be written.
  init(_ path: String, hasName: Bool = false) throws(SystemError) {
    // A link stays one.
    goal = Self.resolved(path)
    let part = "\(goal).\(getpid()).part"
    var status = stat()
    let exists = unsafe stat(goal, &status) == 0
    guard exists || errno == ENOENT else { throw SystemError(call: "stat", code: errno) }
    // What is no file, such as a pipe, is written to itself.
    let isFile = !exists || status.st_mode & S_IFMT == S_IFREG
    var (descriptor, kind) = (Int32(-1), Kind.unnamed)
    // Only one that may be written in a folder that may not.
    var mayBeItself = !isFile
    if isFile {
      if !hasName { descriptor = unsafe cplatform_open_unnamed(Self.folder(of: goal)) }
      if descriptor < 0 {
        _ = Self.parts.withLock { $0.insert(part) }
        (descriptor, kind) = (Self.open(part, O_CREAT | O_TRUNC), .beside)
      }
      mayBeItself = exists && descriptor < 0 && (errno == EACCES || errno == EPERM)
      if descriptor >= 0, exists { fchmod(descriptor, status.st_mode & 0o7777) }
    }
    if descriptor < 0, mayBeItself {
      (descriptor, kind) = (Self.open(goal, O_TRUNC | O_NONBLOCK), .itself)
    }
    guard descriptor >= 0 else { throw SystemError(call: "open", code: errno) }
    self.descriptor = descriptor
    self.part = part
    self.kind = kind
  }

  /// Puts it in its place.
  ///
  /// - Throws: ``SystemError``; then the other file is there as before, unless it was written
  ///   itself.
  func commit() throws(SystemError) {
    try takeName()
    // A disk on the network may say only now that it was full.
    guard close(descriptor) == 0 else { throw failure("close", isOpen: false) }
    guard unsafe kind == .itself || rename(part, goal) == 0 else {
      throw failure("rename", isOpen: false)
    }
  }

  /// Gives it a name beside the other, unless it has one.
  func takeName() throws(SystemError) {
    guard kind == .unnamed else { return }
    _ = Self.parts.withLock { $0.insert(part) }
    // Of a program that had the same number and was ended in this moment.
    unsafe _ = unlink(part)
    let path = "/proc/self/fd/\(descriptor)"
    guard unsafe linkat(AT_FDCWD, path, AT_FDCWD, part, AT_SYMLINK_FOLLOW) == 0 else {
      throw failure("linkat")
    }
  }

  /// Drops what was written.
  func discard() {
    close(descriptor)
    if kind == .beside { unsafe _ = unlink(part) }
  }

  private func failure(_ call: String, isOpen: Bool = true) -> SystemError {
    let code = errno
    if isOpen { close(descriptor) }
    if kind != .itself { unsafe _ = unlink(part) }
    return SystemError(call: call, code: code)
  }

  private static func open(_ path: String, _ flags: Int32) -> Int32 {
    unsafe Glibc.open(path, O_WRONLY | O_CLOEXEC | flags, 0o644)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Where a path leads, through links, also to what is not there yet.
  private static func resolved(_ path: String) -> String {
    if let whole = unsafe realpath(path, nil) {
      defer { unsafe free(whole) }
      return unsafe String(cString: whole)
    }
    // No circle of links: that is another error.
    guard errno == ENOENT else { return path }
    var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink(path, &bytes, bytes.count)
    guard count > 0 else { return path }
    let target = String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return resolved(target.hasPrefix("/") ? target : "\(folder(of: path))/\(target)")
  }
}

extension FileDraft {
  /// Writes a file, in the place of one that is there, which stays whole until this one is.
  ///
  /// - Parameters:
  ///   - path: Where it is to be.
  ///   - body: Is given what writes a piece of it.
  /// - Throws: ``SystemError``, when the system refuses it, and what the body throws.
  package static func write(
    _ path: String, _ body: (_ write: (String) throws(SystemError) -> Void) throws -> Void
  ) throws {
    let draft = try FileDraft(path)
    do {
      try body { text throws(SystemError) in
        guard writeAll(text, to: draft.descriptor) else {
          throw SystemError(call: "write", code: errno)
        }
      }
    } catch {
      draft.discard()
      throw error
    }
    try draft.commit()
  }
}
