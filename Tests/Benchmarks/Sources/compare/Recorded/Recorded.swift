internal import Foundation

/// Runs of pooltop as fast as they go, recorded into a file, and not.
///
/// The whole program is measured, as people start it: its player submits jobs that do nothing, its
/// figures are kept up to date, and each job leaves three lines in the file.
struct Recorded {
  let settings: Settings

  /// Jobs in a run, so that it lasts some seconds.
  private static let jobCount = 300_000

  func measure() throws -> Table {
    guard let pooltop = ProcessInfo.processInfo.environment["POOLTOP"] else {
      throw ProgramError(program: "pooltop", output: "POOLTOP does not say where it is")
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "recorded-\(getpid())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let scenario = folder.appending(path: "fast.yaml")
    try Data(
      """
      seed: 1
      jobs: { nop: { sleep: 0s } }
      submit: [{ job: nop, count: \(Self.jobCount) }]
      """.utf8
    ).write(to: scenario)

    var rows: [Row] = []
    var remarks: [String] = []
    for workers in settings.workers {
      let run = RecordedRun(
        pooltop: pooltop, scenario: scenario, recording: folder.appending(path: "run.jsonl"),
        workers: workers, jobCount: Self.jobCount)
      var samples = [Samples(), Samples()]
      var lineCounts: [Int] = []
      for round in 0..<settings.rounds {
        settings.report(round: round, of: "recorded, \(Settings.workers(workers))")
        for place in 0..<2 {
          let isRecorded = (place + round).isMultiple(of: 2)
          samples[isRecorded ? 0 : 1].values.append(try run.rate(isRecorded: isRecorded))
          if isRecorded { lineCounts.append(try run.finishedCount()) }
        }
      }
      let setting = Settings.workers(workers)
      rows += [
        Row(
          subject: "pooltop, recorded", setting: setting, unit: .jobsPerSecond,
          samples: samples[0]),
        Row(
          subject: "pooltop, not recorded", setting: setting, unit: .jobsPerSecond,
          samples: samples[1], ratio: samples[0] / samples[1], ratioTarget: .atLeast(0.6)),
      ]
      let isWhole = lineCounts.allSatisfy { $0 == Self.jobCount }
      remarks.append(
        isWhole
          ? "\(setting): every recording holds the end of each of \(Unit.count(Self.jobCount)) jobs."
          : "\(setting): **events are missing**: \(lineCounts)")
    }
    return Table(
      title: "Recorded: \(Unit.count(Self.jobCount)) jobs that do nothing, by pooltop",
      rows: rows, remarks: remarks)
  }
}
