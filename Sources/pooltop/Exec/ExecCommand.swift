internal import ArgumentParser
internal import Glibc
internal import Platform
internal import ScenarioScript

/// Runs a command once for each argument, side by side.
struct ExecCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "exec", abstract: "Run a command for each argument, side by side.",
    usage: "pooltop exec [OPTIONS] [-- COMMAND... [::: ARGUMENT...]]",
    discussion: """
      On a terminal this is the dashboard. In a pipe each command's output is printed when it has \
      ended, standard output and standard error each to its own, byte by byte.

      One word after -- is a text for the shell, several are a program and its arguments. Without \
      ::: the arguments are the lines of standard input, each from when it comes: while there may be \
      more, 10,000 wait at most. When that is a terminal, the command runs once. Without a command \
      the arguments are commands themselves, each a text for the shell. What stands for the argument \
      is as in GNU parallel; where none of it stands, the argument comes last:

        {}   the argument          {/}   the file's name without its folder
        {.}  without extension     {/.}  the file's name without folder and extension
        {#}  its number, from 1    {//}  the folder

      Exit codes: the number of commands that failed, 101 for more than a hundred; 255 when the \
      command line or standard input is wrong, or when output, a job log or a recording could not be \
      written; 130, 143 and 129 after Ctrl-C, SIGTERM and a hang-up. When --halt has ended the run: \
      0 for success; for fail=1 and done=1 the exit code of the command that was the reason; with a \
      percentage, the part that failed, in percent. A percentage is of all, so nothing starts before \
      the end of standard input.

      EXAMPLES:
        pooltop exec -j 4 -- gzip -9 {} ::: *.log
        ls *.png | pooltop exec -- convert {} -resize 50% small/{/.}.jpg
        pooltop exec -j 4 --halt soon,fail=10% < commands.txt
        find . -name '*.txt' -print0 | pooltop exec -0 -- 'wc -l < {} | tee {.}.count'
        pooltop exec --halt now,fail=1 --joblog build.tsv -- make -C {} ::: */
      """)

  @Option(
    name: [.customShort("j", allowingJoined: true), .long],
    help: "How many run side by side: 1 to 10000, or cpus.")
  var jobs = PoolPlan.Workers.cpus

  @Flag(
    name: [.customShort("k"), .long], help: "Print in the order of the arguments.")
  var keepOrder = false

  // One of its forms is -1.
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "When to end early: soon, now or never, and fail=, success= or done= with a number or a percentage.",
      valueName: "when,why"))
  var halt: HaltRule?

  @Option(
    help: ArgumentHelp(
      "Write a line for each command, as GNU parallel does; +FILE goes on with one.",
      valueName: "file"),
    completion: .file())
  var joblog: String?

  @Option(help: "How often to try one that fails, in all; 0 is until it succeeds.")
  var retries = 1

  @Option(help: "How long an attempt may run, such as 30s; a bare number is seconds.")
  var timeout: Moment?

  @Flag(name: [.customShort("0"), .long], help: "Arguments of standard input end with a NUL.")
  var null = false

  @OptionGroup var output: OutputOptions

  @Argument(parsing: .postTerminator, help: "The command, and after ::: its arguments.")
  var words: [String] = []

  func validate() throws {
    let hasArguments = bytes.contains(Self.separator) || isatty(STDIN_FILENO) != 1
    guard CommandTemplate(commandWords) != nil, !commandWords.isEmpty || hasArguments else {
      throw ValidationError("say after -- what to run, as in: pooltop exec -- gzip {} ::: *.log")
    }
    guard bytes.count(where: { $0 == Self.separator }) <= 1 else {
      throw ValidationError("::: may stand once; put all arguments behind it")
    }
    guard (0...Self.endlessAttempts).contains(retries) else {
      throw ValidationError("--retries is 0 to \(Self.endlessAttempts)")
    }
    if let joblog, JobLog.isOfOthers(joblog) {
      throw ValidationError(
        "--joblog '\(joblog)' is there, and no job log; name another file, such as jobs.tsv")
    }
    if let joblog, JobLog.path(joblog) == output.record {
      throw ValidationError("--joblog and --record name one file; each needs one of its own")
    }
    if let timeout, timeout.offset <= .zero {
      throw ValidationError("--timeout is longer than 0s; without it no attempt has a limit")
    }
  }

  func run() throws {
    guard let command = CommandTemplate(commandWords) else { return }
    let arguments = try arguments()
    let scenario = Scenario(
      running: command, workers: jobs, timeout: timeout?.offset,
      attempts: retries == 0 ? Self.endlessAttempts : retries)
    let device = output.screen()
    let isPlain = device == nil && !output.json
    let batch = CommandBatch(
      command, arguments: arguments, haltRule: halt, jobLog: try joblog.map { try JobLog($0) },
      printer: isPlain ? try OutputPrinter(keepsOrder: keepOrder) : nil,
      logsFailures: isPlain && output.record != nil, keepsArguments: device != nil)
    if isPlain {
      let session = ExecSession(scenario: scenario, batch: batch, recordingPath: output.record)
      throw ExitCode(try session.run())
    }
    throw ExitCode(try output.play(scenario, speed: Speed(1), on: device, batch: batch))
  }

  private static let separator = Array(":::".utf8)
  private static let endlessAttempts = 1_000_000

  /// The words as the system has them: the name of a file need not be text.
  private var bytes: [[UInt8]] {
    let arguments = unsafe UnsafeBufferPointer(
      start: CommandLine.unsafeArgv, count: Int(CommandLine.argc))
    return unsafe arguments.suffix(words.count).map { word in
      unsafe word.map { unsafe Array(UnsafeRawBufferPointer(start: $0, count: strlen($0))) } ?? []
    }
  }

  private var commandWords: [[UInt8]] {
    Array(bytes.prefix { $0 != Self.separator })
  }

  private func arguments() throws -> ArgumentList {
    let words = bytes
    if let separator = words.firstIndex(of: Self.separator) {
      return ArgumentList(words[(separator + 1)...].map { $0 })
    }
    guard isatty(STDIN_FILENO) != 1 else { return ArgumentList([nil]) }
    return try ArgumentList(reading: STDIN_FILENO, isNullEnded: null)
  }
}

extension HaltRule: ExpressibleByArgument {
  package init?(argument: String) {
    self.init(text: argument)
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
