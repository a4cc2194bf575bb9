import Foundation
import TerminalDriver
import Testing

/// Two recordings beside each other.
@Suite("diff", .timeLimit(.minutes(5)))
struct DiffTests {
  private static let sixJobs = Project.path("Tests/Recordings/six-jobs-on-three-workers.jsonl")
  private static let sevenJobs = Project.path("Tests/Recordings/seven-jobs-key-3-fails.jsonl")

  @Test("a recording is the same as itself, and exits with 0")
  func same() async throws {
    try await onOwnThread {
      let outcome = try pooltop("diff", Self.sixJobs, Self.sixJobs)
      #expect(outcome.exitCode == 0)
      #expect(outcome.lines.allSatisfy { $0.hasPrefix("same  ") })
      #expect(outcome.output.contains("same  succeeded: 6"))
      #expect(try pooltop("diff", "--quiet", Self.sixJobs, Self.sixJobs).output.isEmpty)
    }
  }

  /// Beside one of ten seconds, so that a busy machine makes no difference to what differs.
  @Test("another speed is a difference, and none within a tolerance that is large enough")
  func runs() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let fast = scratch.path("fast.jsonl")
      let run = try pooltop(
        "run", "--headless", "--speed", "20", "--record", fast, Project.sixJobs)
      #expect(run.output.contains("6 futures: 6 ok"), "it may take longer than it expects")
      let outcome = try pooltop("diff", "--least", "200ms", Self.sixJobs, fast)
      #expect(outcome.exitCode == 1)
      #expect(outcome.output.contains("DIFF  makespan: 10."))
      #expect(outcome.output.contains("same  order of starts"))
      for tolerance in [["--least", "10m"], ["--tolerance", "300%"]] {
        let outcome = try runPiped([Project.pooltop, "diff"] + tolerance + [Self.sixJobs, fast])
        #expect(outcome.exitCode == 0, "\(tolerance)")
      }
    }
  }

  @Test("other jobs and outcomes are told by name")
  func other() async throws {
    try await onOwnThread {
      let outcome = try pooltop("diff", "--quiet", Self.sixJobs, Self.sevenJobs)
      #expect(outcome.exitCode == 1)
      #expect(outcome.output.contains("DIFF  failed: 0, then 1"))
      #expect(
        outcome.output.contains("DIFF  job test_func: none, then 6 succeeded, 1 failed"))
      #expect(outcome.lines.last?.hasSuffix(" differences") == true)
    }
  }
}
