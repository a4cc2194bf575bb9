internal import ArgumentParser
internal import Platform
internal import Terminal

/// Runs a scenario, on the screen or as plain lines.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a scenario.",
    discussion: """
      On a terminal this is the dashboard; press ? there for the keys.

      --speed scales all of the scenario's times, and those that are expected (with a tolerance of \
      a quarter of a second at least), but never commands and their limits.

      With --json each line is an object; its "event" is began, submitted, started, progressed, \
      logged, retrying, ran_over, finished, worker_started, worker_starting, worker_ready, \
      worker_ended, worker_freed, waiting, held, resumed, resized, shutdown_began, shut_down, \
      broke, lost (more happened at once than could be kept), and at last judged (or \
      interrupted), with met, counts and checks.

      Exit codes: 0 when the scenario's expectations are met, 1 when they are not, or when it \
      states none and something did not succeed, or when its lines or its recording could not be \
      written, 2 when the file or the command line is wrong, 130, 143 and 129 after Ctrl-C, SIGTERM \
      and a hang-up.

      EXAMPLES:
        pooltop run scenarios/six-jobs-on-three-workers.yaml
        pooltop run --headless --speed 10 FILE
        pooltop run --headless --json FILE | jq 'select(.event == "finished")'
        pooltop run --workers 8 --seed 7 FILE
      """)

  @OptionGroup var overrides: RunOverrides

  @OptionGroup var output: OutputOptions

  @Argument(help: "The scenario, a .yaml file.", completion: .file(extensions: ["yaml"]))
  var file: String?

  func validate() throws {
    guard file == nil, overrides.isGiven || output.isGiven else { return }
    throw ValidationError("say which scenario to run; 'pooltop' alone shows those there are")
  }

  func run() throws {
    let library = ScenarioLibrary(overrides: overrides.values)
    let device = output.screen()
    guard let file = try file ?? choose(from: library, on: device) else { return }
    throw ExitCode(
      try output.play(
        library.read(file), speed: overrides.speed, on: device, library: library))
  }

  /// Lets somebody who named no scenario choose one; without a screen, prints those there are.
  private func choose(from library: ScenarioLibrary, on device: TerminalDevice?) throws -> String? {
    guard let device, !ScenarioList.paths.isEmpty else {
      try ScenarioList.print()
      return nil
    }
    switch try ScenarioChooser(device: device, look: output.look, library: library).run() {
    case .chosen(let path): return path
    case .left(let end): throw ExitCode(end.signal?.exitCode ?? 0)
    }
  }
}
