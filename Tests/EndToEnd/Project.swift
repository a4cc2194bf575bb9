import Foundation
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

/// A folder for one test's files; it goes when the test does.
final class ScratchFolder {
  private let url = FileManager.default.temporaryDirectory
    .appending(path: "pooltop-tests-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  func path(_ name: String) -> String {
    url.appending(path: name).path(percentEncoded: false)
  }

  /// Writes a file, and returns its path.
  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: url.appending(path: name))
    return path(name)
  }

  /// A file's text; empty when there is none.
  func text(of name: String) -> String {
    (try? String(contentsOfFile: path(name), encoding: .utf8)) ?? ""
  }
}
