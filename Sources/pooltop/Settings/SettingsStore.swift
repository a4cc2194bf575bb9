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
    // A link stays one, for those who keep their settings elsewhere.
    try Data(text.utf8).write(to: file.resolvingSymlinksInPath(), options: .atomic)
  }

  /// The most that a settings file may hold, in bytes.
  private static let sizeLimit = 1 << 20

  /// The file's text; none, when there is no file.
  private static func text(of file: URL) throws -> String {
    let data: Data
    do {
      data = try FileHandle(forReadingFrom: file).read(upToCount: sizeLimit + 1) ?? Data()
    } catch let error as CocoaError
      where error.code == .fileReadNoSuchFile || error.code == .fileNoSuchFile
    {
      return ""
    } catch {
      throw UserError(description: "\(file.path) cannot be read: \(error.localizedDescription)")
    }
    guard data.count <= sizeLimit else {
      throw UserError(description: "\(file.path) holds more than 1 MiB")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
