internal import ArgumentParser
internal import Glibc
internal import Terminal

/// Runs a scenario, on the screen or as plain lines.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run a scenario.",
    discussion: """
      On a terminal this is the dashboard; press ? there for the keys. Exit codes: 0 when the \
      scenario's expectations are met, 1 when they are not, or when it states none and something \
      did not succeed, 2 when the file or the command line is wrong.
      """)

  @Flag(help: "Print plain lines; chosen by itself when standard output is no terminal.")
  var headless = false

  @OptionGroup var look: LookOptions

  @Argument(help: "The scenario, a .yaml file.", completion: .file(extensions: ["yaml"]))
  var file: String?

  func run() throws {
    guard let file else { return ScenarioList.print() }
    let scenario = try ScenarioFile.read(file)
    guard !headless, isatty(STDOUT_FILENO) == 1 else {
      throw ExitCode(try HeadlessSession(scenario: scenario).run())
    }
    let device: TerminalDevice
    do {
      device = try .find(environment: Environment.variables)
    } catch {
      StandardError.write("pooltop: \(error); plain lines instead")
      throw ExitCode(try HeadlessSession(scenario: scenario).run())
    }
    throw ExitCode(try ScreenSession(scenario: scenario, device: device, look: look).run())
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
