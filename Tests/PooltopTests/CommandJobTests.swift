import ConcurrentFutures
import Testing

@testable import pooltop

/// Commands as a scenario's jobs.
@Suite(.timeLimit(.minutes(5)))
struct CommandJobTests {
  @Test("a command's result is its exit code, and its output is in the log")
  func results() async throws {
    let run = try await PlayedRun.of(
      """
      pool: { workers: 1 }
      jobs:
        hello: "echo hello; echo world >&2"
        three: { command: "exit 3", success_exit_codes: [0, 3] }
        four: "exit 4"
        argv: { command: [printf, "%s|", a b, "{n}", "$HOME"] }
      submit: all
      expect: { succeeded: 3, failed: 1, results: [0, 3, ~, 0] }
      """)
    #expect(run.judgement.isMet, "\(run.judgement.lines)")
    #expect(run.lines.prefix(2) == ["hello", "world"])
    #expect(run.lines.contains("a b|{n}|$HOME|"))
    #expect(
      run.lines.contains("future \(run.snapshot.futures[2].id) raised CommandFailure: exit code 4"))
  }

  @Test("a command knows its number, its key and its attempt, and the variables it is given")
  func variables() async throws {
    let run = try await PlayedRun.of(
      """
      pool: { workers: 1 }
      defaults: { env: { WHO: "{worker}", TWICE: "{key * 2}" } }
      jobs:
        flaky:
          command: "echo $POOLTOP_N $POOLTOP_KEY $POOLTOP_ATTEMPT $TWICE $MORE; test $POOLTOP_ATTEMPT = 2"
          env: { MORE: m }
          retries: 1
      submit: [{ job: flaky, count: 2, key: 10 }]
      expect: { succeeded: 2, retried: 2 }
      """)
    #expect(run.judgement.isMet, "\(run.judgement.lines)")
    let said = run.lines.filter { $0.hasSuffix(" m") }
    #expect(said.sorted() == ["0 10 1 20 m", "0 10 2 20 m", "1 11 1 22 m", "1 11 2 22 m"])
  }

  @Test("a command runs where it is told")
  func folder() async throws {
    let run = try await PlayedRun.of(
      """
      pool: { workers: 1 }
      jobs: { here: { command: pwd, cwd: / }, nowhere: { command: pwd, cwd: /no/such/folder } }
      expect: { succeeded: 1, failed: 1 }
      """)
    #expect(run.judgement.isMet, "\(run.judgement.lines)")
    #expect(run.lines.contains("/"))
    #expect(run.lines.contains { $0.contains("chdir(/no/such/folder): No such file") })
  }

  @Test("a command that runs over its limit is ended, and its worker is free for the next")
  func timeout() async throws {
    let run = try await PlayedRun.of(
      """
      pool: { workers: 1 }
      jobs:
        slow: { command: "sleep 1000", timeout: 50ms }
        next: "echo next"
      expect: { timed_out: 1, succeeded: 1 }
      """)
    #expect(run.judgement.isMet, "\(run.judgement.lines)")
    #expect(run.lines.contains("next"))
  }

  @Test("speed does not touch commands, and makes no promise of their time")
  func speed() async throws {
    let run = try await PlayedRun.of(
      """
      pool: { workers: 1 }
      jobs:
        quick: { command: "sleep 0.2", timeout: 200s }
        nap: 30s
      expect: { succeeded: 2, timed_out: 0, makespan: 1ms }
      """, speed: 1_000)
    #expect(run.judgement.isMet, "\(run.judgement.lines)")
    #expect(run.judgement.checks.map(\.name) == ["succeeded", "timed_out"])
  }
}
