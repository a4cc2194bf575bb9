internal import Dashboard
internal import Foundation
internal import Glibc
internal import Platform
internal import SettingsDocument

/// The settings on the disk: `$XDG_CONFIG_HOME/pooltop/config.yaml`, or the same in `~/.config`.
enum SettingsStore {
  private static var file: URL? {
    let variables = Environment.variables
    if let folder = variables["XDG_CONFIG_HOME"], folder.hasPrefix("/") {
      return URL(filePath: folder).appending(path: "pooltop/config.yaml")
    }
    guard let home = variables["HOME"], home.hasPrefix("/") else { return nil }
    return URL(filePath: home).appending(path: ".config/pooltop/config.yaml")
  }

  /// Reads them; each complaint names file, line and column, and what it is about does not count.
  static func read() -> (kept: KeptSettings, complaints: [String]) {
    guard let file else { return (KeptSettings(), []) }
    do {
      let (kept, problems) = KeptSettings.read(try text(of: file))
      return (
        kept,
        problems.map { "\(file.lastPathComponent):\($0.line):\($0.column): \($0.sentence)" }
      )
    } catch {
      return (KeptSettings(), ["\(error)"])
    }
  }

  /// Writes one of them, and leaves what else stands in the file.
  static func write(_ row: SettingRow, _ value: String) throws {
    guard let file else {
      throw UserError(description: "neither XDG_CONFIG_HOME nor HOME says where to")
    }
    // What cannot be read would be lost.
    let former = try text(of: file)
    let (present, problems) = KeptSettings.read(former)
    if let problem = problems.first(where: \.endsReading) {
      throw UserError(
        description: "\(file.path):\(problem.line):\(problem.column): \(problem.sentence)")
    }
    var settings = present.settings
    settings[row] = value
    guard let text = KeptSettings.text(settings, in: former) else {
      throw UserError(
        description:
          "\(file.path) is not written line by line; change \(row.rawValue) there yourself")
    }
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileDraft.write(file.path) { write in try write(text) }
  }

  /// The most that a settings file may hold, in bytes.
  private static let sizeLimit = 1 << 20

  /// The file's text; none, when there is no file.
  private static func text(of file: URL) throws -> String {
    // What is no file, such as a pipe, would be waited for.
    let descriptor = unsafe open(file.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT { return "" }
      throw unreadable(file, "\(SystemError(call: "open", code: errno))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw unreadable(file, "it is no file")
    }
    let bytes: [UInt8]
    do {
      bytes = try readAll(descriptor, limit: sizeLimit)
    } catch {
      throw unreadable(file, "\(error)")
    }
    guard bytes.count <= sizeLimit else { throw unreadable(file, "it holds more than 1 MiB") }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func unreadable(_ file: URL, _ reason: String) -> UserError {
    UserError(description: "\(file.path) cannot be read: \(reason)")
  }
}
