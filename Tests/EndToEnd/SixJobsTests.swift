import Foundation
import TerminalDriver
import Testing

/// The first program of the notes, from the command line to the exit code.
@Suite("six jobs on three workers", .enabled(if: Tmux.isAvailable), .timeLimit(.minutes(5)))
struct SixJobsTests {
  @Test("a person watches them, acts on them, shuts the pool down and leaves a clean terminal")
  func onTheScreen() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let gate = try scratch.gate()
      // The jobs take as long as the keys do.
      let scenario = try String(contentsOfFile: Project.sixJobs, encoding: .utf8)
        .replacing("    sleep: 5s\n", with: "    command: \"\(gate.wait)\"\n")
      let tmux = try Tmux(columns: 80, rows: 24)
      tmux.start("run", try scratch.write(scenario, to: "six-jobs.yaml"))
      try tmux.waitFor("3 running  3 pending")
      #expect(tmux.isAlternate)
      #expect(!tmux.hasCursor)

      tmux.press("End", "x")
      try tmux.waitFor("cancelled #5")
      try tmux.waitFor("1 cancelled  3 running  2 pending")
      tmux.press("a")
      try tmux.waitFor("submitted #6")
      try tmux.waitFor("1 cancelled  3 running  3 pending")

      tmux.press("S")
      try tmux.waitFor("wait: all 6 run to their end")
      tmux.press("w")
      try tmux.waitFor("SHUTTING DOWN")
      try tmux.press("a", untilItShows: "takes no more work")
      gate.open()

      try tmux.waitFor("6 ok  0 failed  1 cancelled  0 running  0 pending")
      try tmux.waitFor("SHUT DOWN")
      try tmux.waitFor("7 futures: 6 ok, 1 cancelled")
      // After the end everything stays.
      try tmux.waitFor("✓ returned")
      try tmux.press("S", untilItShows: "already shut down")
      tmux.press("q")
      // One was cancelled that the scenario expects to succeed.
      try tmux.expectLeft(exitCode: 1)
    }
  }

  @Test("headless, they are lines in the format of the notes, and as expected")
  func headless() async throws {
    try await onOwnThread {
      let outcome = try pooltop("run", "--headless", Project.sixJobs, until: { $0.exitCode == 0 })
      #expect(outcome.exitCode == 0)
      #expect(outcome.errors.isEmpty)
      #expect(outcome.isPlain)
      let log = outcome.lines.prefix { !$0.hasPrefix("ok ") }
      let format =
        /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}\t \[MainProcess:[^,\]]+, \d+: {0,7}\d+\] .+/
      #expect(log.allSatisfy { $0.wholeMatch(of: format) != nil }, "\(outcome.output)")
      let worker = /ThreadPoolExecutor-0_[0-2], \d+: *\d+\] (Begin to work|finished) [0-5]$/
      #expect(log.count { $0.firstMatch(of: worker) != nil } == 12)
      #expect(log.count { $0.hasSuffix("~~~阻塞~~~") } == 3)
      let begun = log.compactMap { $0.firstMatch(of: /Begin to work (\d)/)?.1 }
      #expect(begun.sorted() == ["0", "1", "2", "3", "4", "5"])
      #expect(Set(begun.prefix(3)) == ["0", "1", "2"])
      #expect(outcome.lines.last?.hasSuffix("; as expected") == true)
    }
  }
}
