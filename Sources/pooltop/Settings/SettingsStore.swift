internal import Dashboard
internal import Foundation
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
    guard let file, let text = text(of: file) else { return (KeptSettings(), []) }
    let (kept, problems) = KeptSettings.read(text)
    return (
      kept,
      problems.map { "\(file.lastPathComponent):\($0.line):\($0.column): \($0.sentence)" }
    )
  }

  /// Writes one of them, and leaves what else stands in the file.
  static func write(_ row: SettingRow, _ value: String) throws {
    guard let file else {
      throw UserError(description: "neither XDG_CONFIG_HOME nor HOME says where to")
    }
    let former = text(of: file) ?? ""
    let (present, problems) = KeptSettings.read(former)
    // What cannot be read would be lost.
    if let problem = problems.first(where: \.endsReading) {
      throw UserError(
        description: "\(file.path):\(problem.line):\(problem.column): \(problem.sentence)")
    }
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    var settings = present.settings
    settings[row] = value
    try Data(KeptSettings.text(settings, in: former).utf8).write(to: file, options: .atomic)
  }

  /// The most that a settings file may hold, in bytes.
  private static let sizeLimit = 1 << 20

  private static func text(of file: URL) -> String? {
    guard let handle = try? FileHandle(forReadingFrom: file),
      let data = try? handle.read(upToCount: sizeLimit)
    else { return nil }
    return String(decoding: data, as: UTF8.self)
  }
}
