internal import ArgumentParser
internal import Glibc
internal import Terminal

/// Runs a scenario, on the screen or as plain lines.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a scenario.",
    discussion: """
      On a terminal this is the dashboard; press ? there for the keys.

      --speed scales sleep, busy, arrivals, think, at, after, time limits and expected times, never \
      commands. With --json each line is an object; its "event" is began, submitted, started, \
      progressed, logged, retrying, ran_over, finished, worker_started, worker_ended, worker_freed, \
      waiting, held, resumed, resized, shutdown_began, shut_down, broke, and at last judged (or \
      interrupted), with met, counts and checks.

      Exit codes: 0 when the scenario's expectations are met, 1 when they are not, or when it \
      states none and something did not succeed, 2 when the file or the command line is wrong, \
      130, 143 and 129 after Ctrl-C, SIGTERM and a hang-up.

      EXAMPLES:
        pooltop run scenarios/six-jobs-on-three-workers.yaml
        pooltop run --headless --speed 10 FILE
        pooltop run --headless --json FILE | jq 'select(.event == "finished")'
        pooltop run --workers 8 --seed 7 FILE
      """)

  @Flag(help: "Print plain lines; chosen by itself when standard output is no terminal.")
  var headless = false

  @Flag(help: "Print one JSON object a line, an event each; without a dashboard.")
  var json = false

  @OptionGroup var overrides: RunOverrides

  @OptionGroup var look: LookOptions

  @Argument(help: "The scenario, a .yaml file.", completion: .file(extensions: ["yaml"]))
  var file: String?

  func run() throws {
    guard let file else { return ScenarioList.print() }
    let scenario = try overrides.read(file)
    let speed = overrides.speed
    let plain = HeadlessSession(scenario: scenario, speed: speed, isJSON: json)
    guard !headless, !json, isatty(STDOUT_FILENO) == 1 else { throw ExitCode(try plain.run()) }
    let device: TerminalDevice
    do {
      device = try .find(environment: Environment.variables)
    } catch {
      StandardError.write("pooltop: \(error); plain lines instead")
      throw ExitCode(try plain.run())
    }
    throw ExitCode(
      try ScreenSession(scenario: scenario, speed: speed, device: device, look: look).run())
  }
}

/// How the dashboard looks, where it is not to find that out by itself.
struct LookOptions: ParsableArguments {
  @Flag(help: "Draw with ASCII alone.")
  var ascii = false

  @Option(help: "How many colours to use: off, 8, 16 or 256.")
  var palette: ColorDepth?
}

extension ColorDepth: ExpressibleByArgument {}
