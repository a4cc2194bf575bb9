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

  @Test(
    "the first job starts before the last is there, and each that is pending takes 480 bytes",
    arguments: descriptions)
  func pending(_ entries: String) async throws {
    try await onOwnThread {
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
      var atFirst = 0
      var atLast = 0
      let outcome = try pooltop("run", "--headless", file) { line, process in
        if line.contains("the first has begun") { atFirst = Self.residentBytes(process) }
        guard line.contains("all are pending") else { return }
        atLast = Self.residentBytes(process)
        kill(process, SIGTERM)
      }
      #expect(outcome.exitCode == 143)
      let lines = outcome.lines
      let first = try #require(lines.firstIndex { $0.contains("the first has begun") })
      let last = try #require(lines.firstIndex { $0.contains("all are pending") })
      #expect(first < last)
      #expect(atFirst > 0 && atLast > atFirst)
      // Of these, 48 are types that only the optimizer saves: a release build is measured by
      // Tests/Benchmarks/million.
      #expect((atLast - atFirst) / Self.count < 480)
    }
  }
}
