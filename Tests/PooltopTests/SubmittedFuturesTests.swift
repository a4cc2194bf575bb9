import ConcurrentFutures
import Platform
import ScenarioScript
import TerminalDriver
import Testing

@testable import pooltop

/// What a run knows of its futures once they are done.
@Suite("futures of a run", .timeLimit(.minutes(5)))
struct SubmittedFuturesTests {
  /// Plays 30,000 jobs, of which two fail.
  private static func play(_ more: String = "") async throws -> Run {
    let text = """
      pool: { workers: 2 }
      jobs: { a: { sleep: 0s, fail: { keys: [3, 20000] } } }
      submit: [{ job: a, count: 30000 }]
      \(more)
      """
    let scenario = try Scenario.parse([UInt8](text.utf8), file: "x.yaml")
    return try await onOwnThread {
      let isConcluded = Monitor(false)
      let run = try Run(
        scenario, finish: .quit,
        listener: Run.Listener(
          sampled: { _, _ in },
          concluded: {
            isConcluded.withLock { $0 = true }
            isConcluded.signal()
          }))
      try run.start()
      _ = isConcluded.wait { $0 ? true : nil }
      _ = run.conclude()
      return run
    }
  }

  @Test("no more of them are kept than about twice as many as the pool has rows of")
  func forgets() async throws {
    let run = try await Self.play()
    let rows = run.pool.snapshot().futures
    let submitted = run.player.state.withLock { $0.submitted }
    #expect(rows.count == 10_000 && submitted.totalCount == 30_000)
    #expect(submitted.futures.count <= 2 * rows.count)
    // Failures are kept longest.
    let failed = rows.filter { $0.outcome == .failed }
    #expect(failed.compactMap { submitted[$0.id]?.step.key } == [3, 20_000])
    for row in rows { #expect(submitted[row.id]?.future.id == row.id) }
  }

  @Test("all are kept where somebody wants to know of all")
  func keepsAll() async throws {
    let run = try await Self.play("observe: { every: 1h }")
    #expect(run.player.state.withLock { $0.submitted.futures.count } == 30_000)
    #expect(run.player.values.count == 30_000)
  }
}
