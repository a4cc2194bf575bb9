import Testing

@testable import ScenarioScript

@Suite struct TimelineTests {
  @Test("entries start with the previous one, after it, or at their time")
  func order() throws {
    let scenario = try scenario(
      """
      jobs: { a: 1s, b: 1s }
      submit:
        - { job: a, count: 2, after: 3s }
        - { job: b, key: 10, count: 2 }
        - { job: a, after: 4s }
        - { job: b, at: 1s }
        - { job: a }
        - { job: b, count: 0, after: 9s }
      """)
    #expect(
      submissions(scenario) == [
        Submission(offset: .seconds(1), entry: 3, index: 0, n: 0, key: 0, job: 1),
        Submission(offset: .seconds(1), entry: 4, index: 0, n: 1, key: 1, job: 0),
        Submission(offset: .seconds(3), entry: 0, index: 0, n: 2, key: 2, job: 0),
        Submission(offset: .seconds(3), entry: 0, index: 1, n: 3, key: 3, job: 0),
        Submission(offset: .seconds(3), entry: 1, index: 0, n: 4, key: 10, job: 1),
        Submission(offset: .seconds(3), entry: 1, index: 1, n: 5, key: 11, job: 1),
        Submission(offset: .seconds(7), entry: 2, index: 0, n: 6, key: 6, job: 0),
      ])
  }

  @Test(
    "all, and nothing at all, submit each job once in file order", arguments: ["", "submit: all"])
  func all(_ submit: String) throws {
    let scenario = try scenario("jobs: { z: 1s, a: 1s }\n" + submit)
    #expect(submissions(scenario).map { scenario.jobs[$0.job].name } == ["z", "a"])
  }

  @Test("a billion submissions cost no more than one")
  func large() throws {
    let scenario = try scenario("jobs: { a: 1s }\nsubmit: [{ job: a, count: 1000000000 }]")
    #expect(scenario.submissionCount.exact == 1_000_000_000)
    var rules = SubmissionRules(scenario, seed: 0)
    #expect(rules.nextMoment == .zero)
    #expect(rules.next(at: .zero) != nil)
    #expect(!rules.isExhausted)
  }

  @Test("every submits at even intervals, for a time or so often")
  func every() throws {
    let scenario = try scenario(
      """
      jobs: { a: 1s }
      submit:
        - { job: a, every: 2s, count: 3 }
        - { job: a, every: 2s, for: 5s, at: 1s }
        - { job: a, every: 2s, for: 4s, count: 9, after: 1s }
      """)
    #expect(
      submissions(scenario).map { "\($0.entry):\($0.offset / .seconds(1))" }
        == ["0:0.0", "1:1.0", "0:2.0", "1:3.0", "0:4.0", "1:5.0", "2:6.0", "2:8.0"])
    #expect(scenario.submissionCount.exact == 8)
  }

  @Test("of several jobs one is drawn by weight, the same for the same seed")
  func weights() throws {
    let scenario = try scenario(
      """
      jobs: { a: { sleep: 1s, weight: 3 }, b: 1s, c: { sleep: 1s, weight: 0 } }
      submit: [{ job: [a, b, c], count: 10000 }]
      """)
    let jobs = submissions(scenario, seed: 7).map(\.job)
    #expect(jobs == submissions(scenario, seed: 7).map(\.job))
    #expect(jobs != submissions(scenario, seed: 8).map(\.job))
    #expect((7_300...7_700).contains(jobs.count { $0 == 0 }))
    #expect(!jobs.contains(2))
  }

  @Test("defaults hold for all jobs, and a job's own key wins")
  func defaults() throws {
    let jobs = try scenario(
      """
      defaults: { sleep: 1s, result: "{n}", log: { start: begin } }
      jobs:
        a:
        b: { busy: 2s, log: { finish: end } }
        c: 3s
      """
    ).jobs
    #expect(
      jobs.map(\.work) == [
        .sleep(.fixed(.seconds(1))), .busy(.fixed(.seconds(2))), .sleep(.fixed(.seconds(3))),
      ])
    #expect(jobs.allSatisfy { $0.result != nil })
    #expect(jobs.map { $0.startLog != nil } == [true, false, true])
    #expect(jobs.map { $0.finishLog != nil } == [false, true, false])
  }

  @Test("a job says how it is treated, an entry what its futures are")
  func treatment() throws {
    let scenario = try scenario(
      """
      pool: { capacity: 5, when_full: reject }
      defaults: { sleep: 1s, timeout: 9s, retries: 1 }
      jobs:
        a: { retries: { max: 3, delay: 1s, backoff: 1.5, jitter: 20% }, priority: -2 }
        b: { timeout: 3s, weight: 4 }
      submit: [{ job: a, priority: 7, tags: [slow, nightly] }]
      """)
    #expect(scenario.pool.capacity == 5)
    #expect(scenario.pool.whenFull == .reject)
    #expect(scenario.jobs.map(\.timeout) == [.seconds(9), .seconds(3)])
    let retries = RetryPlan(max: 3, delay: .seconds(1), backoff: 1.5, jitter: 0.2)
    #expect(scenario.jobs.map(\.retries) == [retries, RetryPlan(max: 1)])
    #expect(scenario.jobs.map(\.priority) == [-2, 0])
    #expect(scenario.jobs.map(\.weight) == [1, 4])
    #expect(scenario.submissions[0].priority == 7)
    #expect(scenario.submissions[0].tags == ["slow", "nightly"])
  }

  @Test("what a file leaves out has its default")
  func leftOut() throws {
    let text = "jobs: { a: 1s }\npool: { kind: process }"
    let scenario = try Scenario.parse([UInt8](text.utf8), file: "scenarios/my file.yaml")
    #expect(scenario.name == "my file")
    #expect(scenario.pool == PoolPlan(kind: .process, workers: .cpus, name: nil))
    #expect(scenario.seed == nil)
    #expect(scenario.finish == nil)
    #expect(scenario.expectations == nil)
  }

  @Test("expected results are texts, integers or nothing, as they are written")
  func results() throws {
    let text = "jobs: { a: 1s, b: 1s, c: 1s, d: 1s }\nexpect: { results: [1, \"1\", ~, 010] }"
    let expected: [Expectations.ExpectedResult] = [
      .integer(1), .text("1"), .none, .text("010"),
    ]
    #expect(try scenario(text).expectations?.results == expected)
  }
}
