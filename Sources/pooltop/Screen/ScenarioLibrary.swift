internal import Dashboard
internal import ScenarioScript

/// The scenarios that can be opened from the screen.
struct ScenarioLibrary: Sendable {
  /// Reads one, as the command line wants it.
  var read: @Sendable (String) throws -> Scenario = { try ScenarioFile.read($0) }

  /// Those of the folder that the program was started in.
  func list() -> [ScenarioItem] {
    ScenarioList.paths.map { path in
      ScenarioItem(path: path, name: (try? read(path))?.name ?? "cannot be read")
    }
  }
}
