import ConcurrentFutures
import Testing

@testable import pooltop

/// Time limits, further attempts, ranks and full queues, as a scenario asks for them.
@Suite(.timeLimit(.minutes(1)))
struct TreatmentTests {
  @Test("a job that runs over its limit counts as timed out")
  func timeout() async throws {
    let run = try await PlayedRun.of(
      """
      pool: { workers: 1 }
      jobs: { slow: { sleep: 1h, timeout: 20ms } }
      expect: { timed_out: 1, succeeded: 0 }
      """)
    #expect(run.judgement.isMet, "\(run.judgement.lines)")
  }

  @Test("a job that fails in its first attempts succeeds when it is tried again")
  func retries() async throws {
    let run = try await PlayedRun.of(
      """
      pool: { workers: 1 }
      jobs:
        flaky:
          sleep: 1ms
          fail: { first_attempts: 2 }
          retries: { max: 2, delay: 1ms, jitter: 50% }
          result: "{attempt}"
      expect: { succeeded: 1, results: [3] }
      """)
    #expect(run.judgement.isMet, "\(run.judgement.lines)")
  }

  @Test("an entry's priority goes before the job's, and names and tags reach the futures")
  func priority() async throws {
    let run = try await PlayedRun.of(
      """
      pool: { workers: 1 }
      jobs:
        first: 50ms
        low: { sleep: 1ms, priority: -1, log: { start: "low" } }
        high: { sleep: 1ms, priority: -1, log: { start: "high" } }
      submit:
        - { job: first }
        - { job: low }
        - { job: high, priority: 5, name: urgent, tags: [now] }
      """)
    #expect(run.lines.prefix(2) == ["high", "low"])
    let urgent = try #require(run.snapshot.futures.last)
    #expect(urgent.name == "urgent")
    #expect(urgent.tags == ["now"])
    #expect(urgent.priority == 5)
  }
}
