internal import ArgumentParser
internal import Glibc
internal import ScenarioScript

/// Runs a command once for each argument, side by side.
struct ExecCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exec", abstract: "Run a command for each argument, side by side.",
    usage: "pooltop exec [OPTIONS] -- COMMAND... [::: ARGUMENT...]",
    discussion: """
      One word after -- is a text for the shell, several are a program and its arguments. {} stands \
      for the argument; where it stands nowhere, the argument comes last. Without ::: the arguments \
      are the lines of standard input; when that is a terminal, the command runs once.

      Exit codes: 0 when every command ended with 0, 1 when one did not, 255 when the command line \
      is wrong, 130, 143 and 129 after Ctrl-C, SIGTERM and a hang-up.

      EXAMPLES:
        pooltop exec -j 4 -- gzip -9 {} ::: *.log
        ls *.png | pooltop exec -- convert {} -resize 50% small/{}
        pooltop exec -- 'wc -l < {} | tee {}.count' ::: *.txt
      """)

  @Option(name: [.customShort("j"), .long], help: "How many run side by side: a number, or cpus.")
  var jobs = PoolPlan.Workers.cpus

  @Option(help: "How many further attempts one has that fails.")
  var retries = 0

  @Option(help: "How long an attempt may run, such as 30s.")
  var timeout: Moment?

  @OptionGroup var output: OutputOptions

  @Argument(parsing: .postTerminator, help: "The command, and after ::: its arguments.")
  var words: [String] = []

  func validate() throws {
    guard CommandTemplate(commandWords) != nil else {
      throw ValidationError("say after -- what to run, as in: pooltop exec -- gzip {} ::: *.log")
    }
    guard (0...1_000_000).contains(retries) else {
      throw ValidationError("--retries is 0 or more")
    }
  }

  func run() throws {
    guard let command = CommandTemplate(commandWords) else { return }
    let scenario = Scenario(
      running: command, arguments: arguments, workers: jobs, timeout: timeout?.offset,
      retries: retries)
    throw ExitCode(try output.play(scenario, speed: Speed(1)))
  }

  private static let separator = ":::"

  private var commandWords: [String] {
    Array(words.prefix { $0 != Self.separator })
  }

  private var arguments: [String?] {
    if let separator = words.firstIndex(of: Self.separator) {
      return Array(words[(separator + 1)...])
    }
    guard isatty(STDIN_FILENO) != 1 else { return [nil] }
    var lines: [String?] = []
    while let line = readLine() { lines.append(line) }
    return lines
  }
}

extension PoolPlan.Workers {
  /// As people write it.
  package var defaultValueDescription: String {
    switch self {
    case .cpus: "cpus"
    case .count(let count): String(count)
    }
  }
}
