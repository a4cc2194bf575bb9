import ConcurrentFutures
import Testing

@testable import pooltop

/// Time limits, further attempts, ranks and full queues, as a scenario asks for them.
@Suite(.timeLimit(.minutes(5)))
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
        first: 1s
        low: { sleep: 1ms, priority: -1, log: { start: "low" } }
        high: { sleep: 1ms, priority: -1, log: { start: "high" } }
      submit:
        - { job: first }
        - { job: low }
        - { job: high, priority: 5, name: urgent, tags: [now] }
      """, until: { $0.lines.prefix(2) == ["high", "low"] })
    #expect(run.lines.prefix(2) == ["high", "low"])
    let urgent = try #require(run.snapshot.futures.last)
    #expect(urgent.name == "urgent")
    #expect(urgent.tags == ["now"])
    #expect(urgent.priority == 5)
  }

  @Test("what a full queue refuses counts as failed, and the run goes on")
  func rejected() async throws {
    let run = try await PlayedRun.of(
      """
      pool: { workers: 1, capacity: 2, when_full: reject }
      jobs: { a: { sleep: 500ms, result: "{n}" } }
      submit: [{ job: a, count: 5 }, { job: a, at: 3s }]
      expect: { succeeded: 4, failed: 2, results: [0, 1, 2, ~, ~, 5] }
      """, until: { $0.judgement.isMet })
    #expect(run.judgement.isMet, "\(run.judgement.lines)")
    #expect(run.lines.count { $0.contains("is refused") } == 2)
  }

  @Test("submissions wait for room in a full queue that blocks")
  func blocking() async throws {
    let run = try await PlayedRun.of(
      """
      pool: { workers: 1, capacity: 1 }
      jobs: { a: { sleep: 10ms, result: "{n}" } }
      submit: [{ job: a, count: 5 }]
      expect: { succeeded: 5, results: [0, 1, 2, 3, 4] }
      """)
    #expect(run.judgement.isMet, "\(run.judgement.lines)")
    #expect(run.greatestUnfinishedCount <= 3, "one runs, one waits, and one is let in")
  }

  @Test("a closed loop never has more in the pool than it has submitters")
  func closedLoop() async throws {
    let run = try await PlayedRun.of(
      """
      pool: { workers: 4 }
      jobs: { a: { sleep: 5ms, result: "{n}" } }
      submit: [{ job: a, think: 1ms, submitters: 2, count: 6 }]
      expect: { succeeded: 6, results: [0, 1, 2, 3, 4, 5] }
      """)
    #expect(run.judgement.isMet, "\(run.judgement.lines)")
    #expect((1...2).contains(run.greatestUnfinishedCount))
  }
}
