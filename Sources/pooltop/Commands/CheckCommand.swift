internal import ArgumentParser
internal import Glibc
internal import ScenarioScript
internal import TextCanvas

/// Says what is wrong with scenario files; runs nothing.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Say what is wrong with scenario files; run nothing.")

  @Argument(help: "The scenarios.", completion: .file(extensions: ["yaml"]))
  var files: [String]

  func run() throws {
    var isGood = true
    for file in files {
      do {
        let scenario = try ScenarioFile.read(file)
        print("\(sanitized(file)): \(scenario.timeline.count) submissions of \(scenario.jobs.count) jobs")
      } catch {
        isGood = false
        for line in "\(error)".split(separator: "\n") {
          fputs(sanitized(String(line)) + "\n", stderr)
        }
      }
    }
    if !isGood { throw ExitCode(2) }
  }
}
