internal import ArgumentParser
internal import Reports
internal import TextCanvas

/// Says what differs between two recordings.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Say what differs between two recordings.",
    discussion: """
      Compared are the counts, the makespan, the percentiles of waiting and running, the order of \
      the starts, and what came of the jobs of each name. Times may differ by --tolerance, or by \
      --least if that is more; everything else must be the same.

      Exit codes: 0 when nothing differs, 1 when something does, 2 when a file cannot be read.

      EXAMPLE:
        pooltop diff before.jsonl after.jsonl --tolerance 20%
      """)

  @Option(help: "By how much times may differ, in parts of the longer: 10% or 0.1.")
  var tolerance = Share(0.1)

  @Option(help: "What never counts, however large a part it is.")
  var least = Moment(.milliseconds(50))

  @Flag(help: "Print only what differs.")
  var quiet = false

  @Argument(help: "The recording to compare with.", completion: .file(extensions: ["jsonl"]))
  var first: String

  @Argument(help: "The recording to compare.", completion: .file(extensions: ["jsonl"]))
  var second: String

  func run() throws {
    let records = try [first, second].map(RecordingFile.record)
    let comparison = RunComparison(
      records[0], records[1],
      within: .init(share: tolerance.value, least: least.offset))
    for line in comparison.lines where !quiet || !line.isSame {
      try StandardOutput.write(sanitized(Self.text(of: line)))
    }
    let count = comparison.differenceCount
    if count > 0 {
      try StandardOutput.write(count == 1 ? "1 difference" : "\(count) differences")
    }
    throw ExitCode(comparison.isSame ? 0 : 1)
  }

  private static func text(of line: RunComparison.Line) -> String {
    guard !line.isSame else {
      let second = line.first == line.second ? "" : ", then \(line.second)"
      return "same  \(line.name): \(line.first)\(second)"
    }
    return "DIFF  \(line.name): \(line.first), then \(line.second)"
  }
}

/// A part of something as people write it: `10%` or `0.1`; more than all of it only with the sign.
struct Share: ExpressibleByArgument {
  var value: Double

  var defaultValueDescription: String { "\(Int((value * 100).rounded()))%" }

  init(_ value: Double) {
    self.value = value
  }

  init?(argument: String) {
    let isPercentage = argument.hasSuffix("%")
    guard let number = Double(isPercentage ? String(argument.dropLast()) : argument),
      (0...(isPercentage ? 1_000 : 1)).contains(number)
    else { return nil }
    value = isPercentage ? number / 100 : number
  }
}
