internal import Glibc
internal import Platform
internal import PoolObservation
internal import Reports

/// A recording on the disk.
final class RecordingFile: RecordingSource, Sendable {
  let path: String
  let byteCount: Int
  private let descriptor: Int32

  /// Opens a file, whatever is in it.
  ///
  /// - Throws: ``UserError``, when it cannot be read.
  init(_ path: String) throws {
    self.path = path
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.cannotRead(path, errno) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw Self.cannotRead(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw UserError(
        description: "cannot read the recording '\(path)': it is no regular file, and a recording "
          + "is read here and there; write it to one first")
    }
    byteCount = Int(status.st_size)
  }

  deinit {
    close(descriptor)
  }

  func read(_ count: Int, at offset: Int, into bytes: inout [UInt8]) throws {
    let old = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: min(count, max(0, byteCount - offset))))
    var place = old
    while place < bytes.count {
      let got = unsafe bytes.withUnsafeMutableBytes {
        unsafe pread(
          descriptor, $0.baseAddress?.advanced(by: place), $0.count - place,
          off_t(offset + place - old))
      }
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw Self.cannotRead(path, errno) }
      // Somebody has cut it short meanwhile.
      if got == 0 { break }
      place += got
    }
    bytes.removeLast(bytes.count - place)
  }

  /// Whether a file holds something, and that is no recording, or cannot be looked at.
  static func isOfOthers(_ path: String) -> Bool {
    FileBeginning.isOfOthers(path) { beginning in
      beginning.objects.contains { $0.contains("\"event\":\"began\"") }
    }
  }

  /// Whether a file is called, or begins, as a recording and not as a scenario; the first lines of
  /// it may be damaged.
  static func isRecording(_ path: String) -> Bool {
    path.lowercased().hasSuffix(".jsonl")
      || FileBeginning(of: path)?.objects.contains { $0.contains("\"event\":") } ?? false
  }

  /// Reads a recording; says on standard error what is wrong with it.
  static func timeline(_ path: String) throws -> RecordingTimeline {
    let timeline = try named(path) { try RecordingTimeline(reading: RecordingFile(path)) }
    complain(of: timeline.problems, path)
    return timeline
  }

  /// Reads the run that a recording holds; says on standard error what is wrong with it.
  static func record(_ path: String) throws -> RunRecord {
    let record = try named(path) { try RunRecord(reading: RecordingFile(path)) }
    complain(of: record.problems, path)
    return record
  }

  /// Says on standard error what is wrong with a recording.
  private static func complain(of problems: RecordingProblems, _ path: String) {
    for line in complaints(of: problems, path) { StandardError.write(line) }
  }

  /// What is wrong with a recording, as standard error gets it.
  static func complaints(of problems: RecordingProblems, _ path: String) -> [String] {
    problems.lines.map { "pooltop: \(path): \($0)" }
  }

  /// Puts the file's name before what is wrong with it.
  static func named<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as RecordingError {
      throw UserError(description: "\(path): \(error)")
    }
  }

  private static func cannotRead(_ path: String, _ code: Int32) -> UserError {
    let hint = code == ENOENT ? "; 'pooltop run --record FILE' makes one" : ""
    let reason = SystemError(call: "cannot read the recording '\(path)'", code: code)
    return UserError(description: "\(reason)\(hint)")
  }
}

extension FileBeginning {
  /// The lines that look like objects.
  fileprivate var objects: [String] {
    bytes.dropFirst(bytes.byteOrderMarkLength).split(separator: UInt8(ascii: "\n"))
      .filter { $0.first == UInt8(ascii: "{") }
      .map { String(decoding: $0, as: UTF8.self) }
  }
}
