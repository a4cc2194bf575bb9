internal import Dashboard
internal import ScenarioScript

/// The scenarios that can be opened from the screen.
struct ScenarioLibrary: Sendable {
  /// What the command line says otherwise than the files.
  var overrides = RunOverrides.Values()

  /// Reads one, as the command line wants it.
  func read(_ path: String) throws -> Scenario { try overrides.read(path) }

  /// Those of the folder that the program was started in.
  func list() -> [ScenarioItem] {
    ScenarioList.paths.map { path in
      ScenarioItem(path: path, name: (try? read(path))?.name ?? "cannot be read")
    }
  }
}
