internal import Foundation
internal import ScenarioScript
internal import TextCanvas

/// The scenarios of the folder that the program was started in.
enum ScenarioList {
  private static let folder = "scenarios"

  /// Their paths, in order.
  static var paths: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".yaml") }.sorted().map { "\(folder)/\($0)" }
  }

  /// Prints each with its name and how to open it.
  static func print() {
    let paths = paths
    guard !paths.isEmpty else {
      Swift.print("There are no scenarios in '\(folder)' here.")
      Swift.print("pooltop --help shows what else to do.")
      return
    }
    Swift.print("Open one of these with 'pooltop FILE':")
    let width = paths.map(\.count).max() ?? 0
    for path in paths {
      let name = (try? ScenarioFile.read(path))?.name ?? "cannot be read; try 'pooltop check'"
      let padding = String(repeating: " ", count: width - path.count)
      Swift.print("  \(sanitized(path))\(padding)  \(sanitized(name))")
    }
  }
}
