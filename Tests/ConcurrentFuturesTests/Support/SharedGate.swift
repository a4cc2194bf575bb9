import Foundation
import Platform
import WorkerJobs

/// Holds jobs back until it is opened, whichever process they run in.
final class SharedGate: Sendable {
  /// A named pipe that nobody writes to.
  let path: String
  private let writingEnd: Monitor<Int32?>

  /// Closes it; who comes to a place before a gate is there does not wait.
  init(at path: String = temporaryPath("gate")) throws {
    self.path = path
    guard unsafe mkfifo(path, 0o600) == 0 else { throw SystemError(call: "mkfifo", code: errno) }
    // Both ends, so that it does not wait for a reader.
    let descriptor = unsafe Glibc.open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError(call: "open", code: errno) }
    writingEnd = Monitor(descriptor)
  }

  deinit {
    open()
  }

  /// Lets those go who wait, and whoever comes.
  func open() {
    guard let descriptor = writingEnd.withLock({ $0.take() }) else { return }
    unsafe unlink(path)
    close(descriptor)
  }
}

/// Collects what jobs write down, in order, whichever process they run in.
final class SharedJournal: Sendable {
  let path: String

  init() throws {
    path = temporaryPath("journal")
    try Data().write(to: URL(filePath: path))
  }

  deinit {
    unsafe unlink(path)
  }

  var entries: [String] {
    let text = try? String(contentsOfFile: path, encoding: .utf8)
    return (text ?? "").split(separator: "\n").map(String.init)
  }

  /// Waits until there are so many entries.
  @discardableResult
  func wait(for count: Int) throws -> [String] {
    try waitUntil { entries.count >= count }
    return entries
  }
}

/// A place that nothing else has.
func temporaryPath(_ name: String) -> String {
  "\(NSTemporaryDirectory())\(name)-\(UUID().uuidString)"
}

extension Piece {
  /// Waits at a gate, and returns a number.
  static func behind(_ gate: SharedGate, result: Int = 0) -> Piece {
    behind(gate.path, result: result)
  }

  /// The same, at a gate that is closed later.
  static func behind(_ place: String, result: Int = 0) -> Piece {
    var piece = Piece(result: result)
    piece.gate = place
    return piece
  }

  /// Throws in so many attempts, and then returns the number of the next one.
  static func failing(_ count: Int) -> Piece {
    var piece = Piece(result: count + 1)
    piece.failureCount = count
    return piece
  }

  /// Goes on until it is asked to stop.
  static var untilStopped: Piece {
    var piece = Piece()
    piece.runsUntilStopped = true
    return piece
  }

  /// The same, written down when it begins, with the number of the attempt.
  func noting(_ note: String, in journal: SharedJournal) -> Piece {
    var piece = self
    piece.note = note
    piece.journal = journal.path
    return piece
  }
}
