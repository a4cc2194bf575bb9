internal import ArgumentParser
internal import Glibc
internal import Platform
internal import Reports

/// Writes a report of a recording.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Write a report of a recording.",
    discussion: """
      The end of the file's name says what is written: .html is a page that needs nothing else, \
      .json and .csv hold every future, .trace.json opens in Perfetto or chrome://tracing.

      Exit codes: 0 when it is written, 2 when it cannot be; 130, 143 and 129 after Ctrl-C, \
      SIGTERM and a hang-up.

      EXAMPLES:
        pooltop run --record run.jsonl FILE && pooltop report run.jsonl -o report.html
        pooltop report run.jsonl -o run.trace.json
      """)

  @Option(
    name: .shortAndLong, help: "Where to write it: .html, .json, .csv or .trace.json.",
    completion: .file())
  var output: String

  @Argument(help: "The recording.", completion: .file(extensions: ["jsonl"]))
  var file: String

  func validate() throws {
    guard ReportFormat(path: output) != nil else {
      throw ValidationError(
        "--output '\(output)' ends in none of .html, .json, .csv and .trace.json")
    }
  }

  func run() throws {
    guard let format = ReportFormat(path: output) else { return }
    try ReportFile.check(output, isNot: file)
    let record = try RecordingFile.record(file)
    try Self.exitOnSignals()
    try ReportFile.write(record, as: format, to: output)
  }

  /// Lets signals end the program by its exit, which removes a report that is not whole.
  private static func exitOnSignals() throws {
    let signals = try SignalPipe(catching: [.interrupt, .terminate, .hangUp])
    try WorkThread(name: "signals").perform {
      while true {
        waitReadable([signals.readDescriptor])
        if let signal = signals.drain().first { Glibc.exit(signal.exitCode) }
      }
    }
  }
}
