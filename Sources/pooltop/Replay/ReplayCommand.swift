internal import ArgumentParser
internal import PoolObservation

/// Shows a recording on the dashboard.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Show a recording on the dashboard.",
    discussion: """
      Space stands still and goes on, comma and point step from event to event, ( and ) go five \
      seconds back and on, 0 to 9 to a tenth, { and } slower and faster; ? shows all keys.

      Of a file that is damaged, what can be read is shown, and what is wrong is said with its line. \
      When standard output is no terminal, what was said in the run is printed.

      EXAMPLES:
        pooltop run --record run.jsonl FILE; pooltop replay run.jsonl
        pooltop replay --speed 10 --at 7s run.jsonl
      """)

  @Option(help: "How fast the recording is played: 10 is ten times as fast.")
  var speed = Speed(1)

  @Option(help: "Where to begin, such as 7s or 250ms from the start.")
  var at = Moment(.zero)

  @OptionGroup var look: LookOptions

  @Argument(help: "The recording.", completion: .file(extensions: ["jsonl"]))
  var file: String

  func run() throws {
    throw ExitCode(
      try ReplaySession(
        path: file, speed: speed, moment: PoolInstant.zero.advanced(by: at.offset), look: look
      ).run())
  }
}
