internal import Foundation

/// One run of pooltop.
struct RecordedRun {
  let pooltop: String
  let scenario: URL
  let recording: URL
  let workers: Int
  let jobCount: Int

  /// Runs it, and returns how many jobs it did in a second, by what it says.
  func rate(isRecorded: Bool) throws -> Double {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: pooltop)
    process.arguments =
      ["run", "--headless", "--workers", "\(workers)"]
      + (isRecorded ? ["--record", recording.path] : []) + [scenario.path]
    process.standardOutput = output
    try process.run()
    let text = String(
      decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    guard let match = text.firstMatch(of: #/(\d+) ok in ([0-9.]+) s/#),
      Int(match.1) == jobCount, let seconds = Double(match.2), seconds > 0
    else { throw ProgramError(program: pooltop, output: text) }
    return Double(jobCount) / seconds
  }

  /// How many futures are done, by the recording's lines.
  func finishedCount() throws -> Int {
    let program = Program(
      path: "/usr/bin/grep", arguments: ["--count", "\"event\":\"finished\"", recording.path])
    return Int(try program.number())
  }
}
