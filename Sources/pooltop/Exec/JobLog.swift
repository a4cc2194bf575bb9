internal import Foundation
internal import Glibc
internal import Platform

/// A file with a line for each command that ran, in the format of GNU parallel.
///
/// The columns are told by the first line; tools that read one read the other.
final class JobLog: Sendable {
  private static let header =
    headerStart + "JobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n"

  /// How each begins, whoever wrote it.
  private static let headerStart = "Seq\tHost\tStarttime\t"

  private struct State {
    let file: Int32
    /// Whether a line could not be written.
    var isBroken = false
  }

  private let path: String
  private let state: Monitor<State>

  /// Begins a file anew; with a `+` before its path, goes on with it.
  ///
  /// - Throws: ``UserError``, when it cannot be written.
  init(_ path: String) throws {
    let goesOn = path.hasPrefix("+")
    let path = Self.path(path)
    self.path = path
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_APPEND | (goesOn ? 0 : O_TRUNC)
    let descriptor = unsafe open(path, flags, 0o666)
    guard descriptor >= 0 else {
      let reason = SystemError(call: "cannot write the job log '\(path)'", code: errno)
      throw UserError(description: "\(reason)")
    }
    state = Monitor(State(file: descriptor))
    if lseek(descriptor, 0, SEEK_END) <= 0 { write(Array(Self.header.utf8)) }
  }

  /// Whether a file holds something, and that is no job log, or cannot be looked at: none is to be
  /// written over it, or behind it.
  ///
  /// - Parameter path: As ``init(_:)`` takes it.
  /// - Returns: Whether it is to be refused.
  static func isOfOthers(_ path: String) -> Bool {
    FileBeginning.isOfOthers(Self.path(path)) { $0.bytes.starts(with: headerStart.utf8) }
  }

  /// Where a job log is, without what says that it goes on.
  static func path(_ path: String) -> String {
    path.hasPrefix("+") ? String(path.dropFirst()) : path
  }

  deinit {
    state.withLock { _ = close($0.file) }
  }

  /// Whether all lines could be written.
  var isWhole: Bool { state.withLock { !$0.isBroken } }

  /// Adds a line.
  func write(_ attempt: CommandAttempt, number: Int, command: [UInt8]) {
    let (code, signal): (Int32, Int32) =
      switch attempt.ending {
      case .exited(let code): (code, 0)
      case .signalled(let signal): (0, signal.rawValue)
      case .stopped: (-1, SIGTERM)
      case .notStarted: (attempt.ending.exitCode, 0)
      }
    let columns: [String] = [
      String(number), ":", Self.seconds(Double(attempt.startedAt) / 1e9),
      Self.seconds(attempt.duration / .seconds(1)), "0",
      String(attempt.spool?.byteCount(.output) ?? 0), String(code), String(signal),
    ]
    // A line is a command, whatever is in it.
    let text = command.map { $0 == UInt8(ascii: "\n") ? 0 : $0 }
    let line = Array((columns.joined(separator: "\t") + "\t").utf8) + text + [UInt8(ascii: "\n")]
    write(line)
  }

  /// Writes a line; the first that cannot be written is told, and is the last that is tried.
  private func write(_ line: [UInt8]) {
    let code = state.withLock { state -> Int32? in
      guard !state.isBroken, !writeAll(line[...], to: state.file) else { return nil }
      state.isBroken = true
      return errno
    }
    guard let code else { return }
    let error = SystemError(call: "the job log '\(path)' could not be written", code: code)
    StandardError.write("pooltop: \(error)")
  }

  private static func seconds(_ seconds: Double) -> String {
    String(format: "%10.3f", seconds)
  }
}
