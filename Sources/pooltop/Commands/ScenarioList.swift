internal import Foundation
internal import ScenarioScript
internal import TextCanvas

/// The scenarios of the folder that the program was started in.
enum ScenarioList {
  private static let folder = "scenarios"

  /// What comes before the others: the programs that the project began with, from easy to hard.
  private static let firstNames = [
    "six-jobs-on-three-workers.yaml", "seven-jobs-key-3-fails.yaml",
    "process-pool-n-plus-100.yaml",
  ]

  /// Their paths: those to begin with, then the others by name.
  static var paths: [String] {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return inOrder(found.filter { $0.hasSuffix(".yaml") }).map { "\(folder)/\($0)" }
  }

  /// Puts names of files in the order of the list.
  static func inOrder(_ names: [String]) -> [String] {
    firstNames.filter(names.contains) + names.filter { !firstNames.contains($0) }.sorted()
  }

  /// Prints each with its name and how to open it.
  static func print() throws {
    let paths = paths
    guard !paths.isEmpty else {
      try StandardOutput.write("There are no scenarios in '\(folder)' here.")
      return try StandardOutput.write("pooltop --help shows what else to do.")
    }
    try StandardOutput.write("Open one of these with 'pooltop FILE':")
    let width = paths.map(\.count).max() ?? 0
    for path in paths {
      let name = (try? ScenarioFile.read(path))?.name ?? "cannot be read; try 'pooltop check'"
      let padding = String(repeating: " ", count: width - path.count)
      try StandardOutput.write("  \(sanitized(path))\(padding)  \(sanitized(name))")
    }
  }
}
