internal import Foundation

/// A folder for one test's files; it goes when the test does.
package final class ScratchFolder: Sendable {
  private let url = FileManager.default.temporaryDirectory
    .appending(path: "pooltop-tests-\(UUID().uuidString)")

  package init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  package func path(_ name: String) -> String {
    url.appending(path: name).path(percentEncoded: false)
  }

  /// Writes a file, and the folders that it lies in, and returns its path.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return path(name)
  }

  /// A file's text; empty when there is none.
  package func text(of name: String) -> String {
    (try? String(contentsOfFile: path(name), encoding: .utf8)) ?? ""
  }

  /// What lies in it, by name.
  package var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path(""))) ?? []).sorted()
  }

  /// The variable by which pooltop keeps its settings here, as a shell writes it.
  package var settings: String { "XDG_CONFIG_HOME=\(Tmux.quoted(path("config")))" }
}
