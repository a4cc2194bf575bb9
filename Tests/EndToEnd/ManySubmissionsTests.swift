import Foundation
import Glibc
import TerminalDriver
import Testing

/// Very many submissions that one file describes.
@Suite("many submissions", .timeLimit(.minutes(5)))
struct ManySubmissionsTests {
  private static let count = 200_000

  /// Behind a job that keeps the only worker, in the words of a file.
  private static let descriptions = [
    "  - { job: nop, count: \(count) }\n",
    String(repeating: "  - { job: nop, count: 1000 }\n", count: count / 1_000),
    "  - { job: nop, every: 1us, count: \(count) }\n",
    "  - { job: urgent, count: \(count) }\n",
  ]

  /// What a process has in memory, in bytes.
  private static func residentBytes(_ process: pid_t) -> Int {
    let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    let match = status?.firstMatch(of: /VmRSS:\s+(\d+) kB/)
    return (match.flatMap { Int($0.1) } ?? 0) * 1_024
  }

  /// A run of which one job runs and all others wait.
  private struct Waiting {
    var residentBytes = 0
    /// Whether the first job began before the last submission was made.
    var beganEarly = false

    init(_ entries: String) throws {
      let scratch = try ScratchFolder()
      let file = try scratch.write(
        """
        pool: { workers: 1 }
        jobs:
          gate: { sleep: 1h, priority: 9, log: { start: "the first has begun" } }
          nop: { sleep: 0s }
          urgent: { sleep: 0s, priority: 3 }
        submit:
          - { job: gate }
        \(entries)  - { job: nop, after: 0s, log: { submit: "all are pending" } }
        """, to: "many.yaml")
      var words: [String] = []
      let outcome = try pooltop("run", "--headless", file) { line, process in
        words += ["the first has begun", "all are pending"].filter(line.contains)
        guard words.count == 2, residentBytes == 0 else { return }
        residentBytes = ManySubmissionsTests.residentBytes(process)
        kill(process, SIGTERM)
      }
      #expect(outcome.exitCode == 143)
      beganEarly = words.first == "the first has begun"
    }
  }

  /// The best of five runs: a busy machine may be late with the first job, or with taking note of
  /// what was submitted, which then lies about twice.
  @Test(
    "the first job starts before the last is there, and each that is pending takes 480 bytes",
    arguments: descriptions)
  func pending(_ entries: String) async throws {
    try await onOwnThread {
      let few = try Waiting("").residentBytes
      #expect(few > 0)
      var beganEarly = false
      var least = Int.max
      for _ in 0..<5 where !beganEarly || least >= 480 {
        let run = try Waiting(entries)
        beganEarly = beganEarly || run.beganEarly
        least = min(least, (run.residentBytes - few) / Self.count)
      }
      #expect(beganEarly)
      // Of these, 48 are types that only the optimizer saves: a release build is measured by
      // Tests/Benchmarks/million.
      #expect((100..<480).contains(least), "\(least)")
    }
  }
}
