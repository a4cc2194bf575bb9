internal import ArgumentParser
internal import ConcurrentFutures
internal import Glibc
internal import Logging
internal import Platform
internal import ScenarioScript

/// The program.
///
/// What it was told wrong ends with exit code 2 (in `exec`: 255), and nothing drawn.
@main
struct Pooltop: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pooltop",
    abstract: "See a pool of workers at work, and act on it.",
    discussion: """
      pooltop scenarios/six-jobs-on-three-workers.yaml       the dashboard
      pooltop run --headless FILE                            the same run as plain lines
      pooltop run --headless --json FILE                     one JSON object a line, an event each
      pooltop run --speed 10 --workers 8 --seed 7 FILE       faster, and otherwise than the file says
      pooltop check FILE...                                  says what is wrong with files
      pooltop frame --at 7s --size 80x24 FILE                one frame of the dashboard, as text
      pooltop exec -j 4 -- gzip -9 {} ::: *.log              a dashboard for real commands
      pooltop run --record run.jsonl FILE                    keeps all that happened
      pooltop replay run.jsonl                               shows it again, at any moment
      pooltop report run.jsonl -o run.html                   a page; also .json, .csv, .trace.json
      pooltop diff before.jsonl after.jsonl                  says what differs between two runs
      pooltop                                                the scenarios there are, to choose from
      pooltop --generate-completion-script bash              completions; also for zsh and fish
      """,
    version: "0.1.0",
    subcommands: [
      RunCommand.self, CheckCommand.self, FrameCommand.self, ExecCommand.self, ReplayCommand.self,
      ReportCommand.self, DiffCommand.self,
    ],
    defaultSubcommand: RunCommand.self)

  static func main() {
    StandardPlaces.occupy()
    ProcessPoolExecutor.runWorkerIfRequested(ScenarioWorker.jobs)
    FileLimit.raise()
    ProcessMemory.returnEarly()
    // Who starts us may ignore it, and then no command's exit code could be known.
    Signal.childEnded.useDefault()
    // A limit to the size of files is told like a full disk, and ends nobody.
    Signal.fileTooLarge.ignore()
    // Swift's backtracer lets the program go on after it.
    Signal.quit.useDefaultUnlessIgnored()
    LoggingSystem.bootstrap(logHandler)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let code as ExitCode {
      Glibc.exit(code.rawValue)
    } catch let errors as ScenarioErrors {
      complain("\(errors)")
    } catch let error as UserError {
      complain("pooltop: \(error)")
    } catch {
      let message = fullMessage(for: error)
      // Help and version are answers, not errors.
      guard exitCode(for: error) != .success else {
        do {
          try StandardOutput.write(message)
        } catch {
          complain("pooltop: \(error)")
        }
        Glibc.exit(0)
      }
      complain(message.isEmpty ? "pooltop: \(error)" : message)
    }
  }

  /// What the library says is for standard error when a pool breaks; all else, such as what jobs
  /// say and which ran over their limits, this program shows itself.
  @Sendable
  private static func logHandler(_ label: String) -> any LogHandler {
    var handler = StreamLogHandler.standardError(label: label)
    handler.logLevel = .error
    return handler
  }

  /// Says what was wrong on standard error, and ends with exit code 2.
  ///
  /// With 255 where commands are run, as 2 could be one of theirs.
  private static func complain(_ message: String) -> Never {
    StandardError.write(message)
    Glibc.exit(CommandLine.arguments.dropFirst().first == "exec" ? 255 : 2)
  }
}

/// Something the user can mend, in a sentence.
struct UserError: Error, CustomStringConvertible {
  let description: String
}
