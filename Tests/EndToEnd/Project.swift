import Foundation
import Glibc
import TerminalDriver

/// What the tests run, and where it lies.
enum Project {
  /// The folder that holds Package.swift.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let pooltop = Tmux.program("pooltop")

  static func path(_ name: String) -> String {
    folder.appending(path: name).path(percentEncoded: false)
  }

  static let sixJobs = path("scenarios/six-jobs-on-three-workers.yaml")
}

extension ScratchFolder {
  /// Makes a gate for commands; see ``CommandGate``.
  func gate() throws -> CommandGate {
    try CommandGate(path("gate-\(UUID().uuidString.prefix(8))"))
  }
}

/// Holds commands back until it is opened.
final class CommandGate {
  private let path: String
  /// Both ends of the named pipe, so that no reader waits for somebody who writes.
  private let descriptor: Int32

  fileprivate init(_ path: String) throws {
    self.path = path
    guard unsafe mkfifo(path, 0o600) == 0 else { throw CannotStart(command: "mkfifo") }
    descriptor = unsafe Glibc.open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw CannotStart(command: "open") }
  }

  deinit {
    close(descriptor)
  }

  /// What a shell says to wait here; each who does so takes one line.
  var wait: String { "read x < '\(path)'" }

  /// Lets so many commands go, those who wait and those who come.
  func open(for count: Int = 100) {
    let lines = [UInt8](repeating: 10, count: count)
    unsafe _ = lines.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
  }
}
