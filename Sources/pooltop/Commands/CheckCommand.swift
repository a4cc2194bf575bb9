internal import ArgumentParser
internal import ScenarioScript
internal import TextCanvas

/// Says what is wrong with scenario files; runs nothing.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say what is wrong with scenario files; run nothing.",
    discussion: """
      Each problem is a line with file, line and column. The exit code is 2 when there is one.

      EXAMPLE:
        pooltop check scenarios/*.yaml
      """)

  @Argument(help: "The scenarios.", completion: .file(extensions: ["yaml"]))
  var files: [String]

  func run() throws {
    var isGood = true
    for file in files {
      let scenario: Scenario
      do {
        scenario = try ScenarioFile.read(file)
      } catch {
        isGood = false
        // What is wrong with a file begins with its name; all else with the program's.
        StandardError.write(error is ScenarioErrors ? "\(error)" : "pooltop: \(error)")
        continue
      }
      let kinds = scenario.jobs.count == 1 ? "1 job" : "\(scenario.jobs.count) jobs"
      let counts = "\(scenario.submissionCount) of \(kinds)"
      try StandardOutput.write("\(sanitized(file)): \(counts)")
    }
    if !isGood { throw ExitCode(2) }
  }
}
