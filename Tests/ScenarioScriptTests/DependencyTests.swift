import Testing

@testable import ScenarioScript

/// Jobs that wait for others.
@Suite struct DependencyTests {
  private func rules(_ text: String) throws -> SubmissionRules {
    SubmissionRules(try scenario(text), seed: 7)
  }

  /// Takes all that is to be done at a moment, in short: `submit 0`, `hold 1`, `cancel 1`.
  private func due(_ rules: inout SubmissionRules, _ seconds: Int = 0) -> [String] {
    var actions: [String] = []
    while let action = rules.next(at: .seconds(seconds)) {
      switch action {
      case .submit(let submission): actions.append("submit \(submission.n)")
      case .holdBack(let submission): actions.append("hold \(submission.n)")
      case .cancel(let submission, _): actions.append("cancel \(submission.n)")
      }
    }
    return actions
  }

  private func submission(_ n: Int, job: Int) -> Submission {
    Submission(offset: .zero, entry: job, index: 0, n: n, key: n, job: job)
  }

  @Test("a list waits until all submissions of each job have succeeded, also those to come")
  func succeeded() throws {
    var rules = try rules(
      """
      jobs: { a: 1s, b: { sleep: 1s, depends_on: [a] } }
      submit: [{ job: b }, { job: a }, { job: a, at: 5s }]
      """)
    #expect(due(&rules) == ["hold 0", "submit 1"])
    rules.ended(submission(1, job: 0), .succeeded, at: .seconds(1))
    #expect(due(&rules, 1).isEmpty)
    #expect(due(&rules, 5) == ["submit 2"])
    #expect(!rules.isExhausted)
    rules.ended(submission(2, job: 0), .succeeded, at: .seconds(6))
    #expect(due(&rules, 6) == ["submit 0"])
    #expect(rules.isExhausted)
  }

  @Test("who waits for success is cancelled with the first that has none, and so on down the line")
  func hopeless() throws {
    var rules = try rules(
      """
      jobs:
        a: 1s
        b: { sleep: 1s, depends_on: [a] }
        c: { sleep: 1s, depends_on: { b: finished } }
        d: { sleep: 1s, depends_on: { b: started } }
        e: { sleep: 1s, depends_on: [b] }
      submit: [{ job: a, count: 2 }, { job: b }, { job: c }, { job: d }, { job: e, at: 9s }]
      """)
    #expect(due(&rules) == ["submit 0", "submit 1", "hold 2", "hold 3", "hold 4"])
    rules.ended(submission(0, job: 0), .failed, at: .seconds(1))
    #expect(due(&rules, 1) == ["cancel 2", "submit 3", "cancel 4"])
    #expect(due(&rules, 9) == ["cancel 5"])
    #expect(rules.isExhausted)
  }

  @Test("started waits for the start of all, finished for the end of all, whatever it is")
  func conditions() throws {
    var rules = try rules(
      """
      jobs:
        a: 1s
        b: { sleep: 1s, depends_on: { a: started } }
        c: { sleep: 1s, depends_on: { a: finished } }
      submit: [{ job: a, count: 2 }, { job: b }, { job: c }]
      """)
    #expect(due(&rules) == ["submit 0", "submit 1", "hold 2", "hold 3"])
    rules.started(submission(0, job: 0))
    #expect(due(&rules).isEmpty)
    rules.started(submission(1, job: 0))
    #expect(due(&rules) == ["submit 2"])
    rules.ended(submission(0, job: 0), .failed, at: .seconds(1))
    #expect(due(&rules).isEmpty)
    rules.ended(submission(1, job: 0), .failed, at: .seconds(1))
    #expect(due(&rules) == ["submit 3"])
  }

  @Test("giving up cancels what waits and forgets what has not come")
  func stop() throws {
    var rules = try rules(
      """
      jobs: { a: 1s, b: { sleep: 1s, depends_on: [a] } }
      submit: [{ job: a }, { job: b }, { job: a, at: 9s }]
      """)
    #expect(due(&rules) == ["submit 0", "hold 1"])
    rules.stop(reason: "enough")
    #expect(due(&rules, 10) == ["cancel 1"])
    #expect(rules.isExhausted)
  }

  static let broken = [
    BrokenFile(
      "jobs:", "  a: { sleep: 1s, depends_on: [b] }", "  b: { sleep: 1s, depends_on: [c] }",
      "  c: { sleep: 1s, depends_on: { a: started } }", "  d: { sleep: 1s, depends_on: [d, a] }",
      errors: [
        "x.yaml:2:32: these jobs wait for each other: a → b → c → a",
        "x.yaml:5:32: these jobs wait for each other: d → d",
      ]),
    BrokenFile(
      "jobs:", "  build: 1s", "  a: { sleep: 1s, depends_on: [biuld] }",
      "  b: { sleep: 1s, depends_on: build }", "  c: { sleep: 1s, depends_on: { build: done } }",
      errors: [
        "x.yaml:3:32: no job is named 'biuld'; did you mean 'build'?",
        "x.yaml:4:31: expected a list of jobs, or a mapping such as {build: succeeded}, found "
          + "'build'",
        "x.yaml:5:40: expected succeeded, finished or started, found 'done'",
      ]),
    BrokenFile(
      "jobs: { a: 1s, b: { sleep: 1s, depends_on: [a] } }", "submit: [{ job: b }]",
      errors: ["x.yaml:1:45: job 'b' waits for 'a', which nothing submits"]),
    BrokenFile(
      "jobs: { a: 1s, b: { sleep: 1s, depends_on: [a] } }",
      "submit: [{ job: [a, b], think: 1s, count: 9 }]",
      errors: [
        "x.yaml:1:45: job 'b' would wait for ever: what it waits for is submitted only after a "
          + "closed loop that waits for it"
      ]),
    BrokenFile(
      "jobs: { a: 1s, b: { sleep: 1s, depends_on: [a] } }",
      "submit: [{ job: b, think: 1s, count: 9 }, { job: a, after: 1s }]",
      errors: [
        "x.yaml:1:45: job 'b' would wait for ever: what it waits for is submitted only after a "
          + "closed loop that waits for it"
      ]),
  ]

  @Test("what would wait for ever is refused, and a cycle is named", arguments: broken)
  func refuses(_ file: BrokenFile) {
    #expect(file.actualErrors == file.errors)
  }

  @Test("a chain of a hundred thousand jobs is read, and its cycle found")
  func longChain() {
    let jobs = (0..<20_000).map { "  j\($0): { sleep: 1s, depends_on: [j\(($0 + 1) % 20_000)] }\n" }
    let found = problems("jobs:\n" + jobs.joined())
    #expect(found.count == 1)
    #expect(found.first?.contains("j0 → j1 → j2 → j3 → j4 → j5 → … → ") == true)
  }

  @Test("loops of many jobs that wait for many others take no memory for each of all pairs")
  func manyWaiters() {
    let others = (0..<500).map { "j\($0)" }
    let jobs = others.map { "  \($0): 1s\n" }.joined()
    let list = others.joined(separator: ", ")
    let waiters = String(repeating: "w,", count: 500)
    let loops = String(
      repeating: "  - { job: [\(waiters)], think: 1s, count: 1 }\n", count: 600)
    let found = problems(
      "jobs:\n\(jobs)  w: { sleep: 1s, depends_on: [\(list)] }\nsubmit:\n"
        + "  - { job: [\(list)], count: 500 }\n\(loops)")
    #expect(found == [])
  }

  @Test("a loop that its time ends may hold a job that waits for another one of it")
  func timedLoop() {
    #expect(
      problems(
        "jobs: { a: 1s, b: { sleep: 1s, depends_on: [a] } }\n"
          + "submit: [{ job: [a, b], think: 1s, for: 9s }]") == [])
  }
}
