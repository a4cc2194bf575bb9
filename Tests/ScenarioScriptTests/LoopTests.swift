import Testing

@testable import ScenarioScript

/// Submitters that wait for what they submitted.
@Suite struct LoopTests {
  private func rules(_ entries: String) throws -> SubmissionRules {
    SubmissionRules(try scenario("jobs: { a: 1s, b: 1s }\nsubmit:\n" + entries), seed: 7)
  }

  /// Takes all that is due at a moment; it is only submissions.
  private func due(_ rules: inout SubmissionRules, _ seconds: Int) -> [Submission] {
    var submissions: [Submission] = []
    while case .submit(let submission)? = rules.next(at: .seconds(seconds)) {
      submissions.append(submission)
    }
    return submissions
  }

  @Test("a submitter waits for its future, thinks, and submits again until the count is reached")
  func count() throws {
    var rules = try rules("  - { job: a, at: 1s, think: 2s, submitters: 2, count: 3, key: 100 }")
    #expect(due(&rules, 0).isEmpty)
    let first = due(&rules, 1)
    #expect(first.map(\.key) == [100, 101])
    #expect(rules.nextMoment == nil)
    #expect(!rules.isExhausted)
    rules.ended(first[1], .failed, at: .seconds(5))
    #expect(rules.nextMoment == .seconds(7))
    #expect(due(&rules, 6).isEmpty)
    let third = due(&rules, 7)
    #expect(third.map(\.key) == [102])
    #expect(third.map(\.n) == [2])
    #expect(rules.isExhausted)
    rules.ended(first[0], .succeeded, at: .seconds(8))
    #expect(due(&rules, 100).isEmpty)
  }

  @Test("a loop's time ends it, whoever thinks or waits then")
  func time() throws {
    var rules = try rules(
      """
        - { job: a, think: 1s, submitters: 1, for: 10s }
        - { job: b, after: 4s }
      """)
    var submission = due(&rules, 0)[0]
    rules.ended(submission, .succeeded, at: .seconds(8))
    submission = due(&rules, 9)[0]
    rules.ended(submission, .succeeded, at: .seconds(9))
    #expect(due(&rules, 12).isEmpty)
    #expect(!rules.isExhausted)
    #expect(due(&rules, 13).map(\.job) == [1], "4 s after the last one, which came at 9 s")
    #expect(rules.isExhausted)
  }

  @Test("more submitters than submissions do not submit more")
  func fewer() throws {
    var rules = try rules("  - { job: a, think: 1s, submitters: 9, count: 2 }")
    #expect(due(&rules, 0).count == 2)
    #expect(rules.isExhausted)
  }

  @Test("a command that is submitted again gives no further submitter a turn")
  func again() throws {
    var rules = SubmissionRules(
      try scenario("jobs: { c: 'ls' }\nsubmit: [{ job: c, think: 1s, count: 9 }]"), seed: 7)
    let first = due(&rules, 0)[0]
    rules.ended(first, .succeeded, at: .zero)
    guard case .submit(let again) = rules.again(first, at: .zero) else {
      Issue.record("it has nothing to wait for")
      return
    }
    rules.ended(again, .succeeded, at: .zero)
    #expect(due(&rules, 1).count == 1)
    #expect(rules.nextMoment == nil)
  }

  @Test("a person's jobs count on behind the timeline, and do not drive a loop")
  func extra() throws {
    var rules = try rules("  - { job: a, think: 1s, count: 3 }")
    let first = due(&rules, 0)
    guard case .submit(let extra)? = rules.extra(at: .zero) else {
      Issue.record("it has nothing to wait for")
      return
    }
    #expect(extra.n == 3)
    #expect(extra.job == 0)
    rules.ended(extra, .succeeded, at: .seconds(1))
    #expect(rules.nextMoment == nil)
    rules.ended(first[0], .succeeded, at: .seconds(1))
    #expect(rules.nextMoment == .seconds(2))
  }

  @Test("a loop whose job can no longer run ends, and does not submit for ever")
  func hopeless() throws {
    var rules = SubmissionRules(
      try scenario(
        """
        jobs: { bad: 1s, b: { sleep: 1s, depends_on: [bad] }, c: 1s }
        submit:
          - { job: bad }
          - { job: b, think: 0s, submitters: 2, count: 900000000, at: 2s }
          - { job: c, after: 1s }
        """), seed: 7)
    guard case .submit(let bad)? = rules.next(at: .zero) else {
      Issue.record("nothing comes")
      return
    }
    rules.ended(bad, .failed, at: .seconds(1))
    guard case .cancel(let first, _)? = rules.next(at: .seconds(2)) else {
      Issue.record("it is not cancelled")
      return
    }
    #expect(first.job == 1)
    #expect(rules.next(at: .seconds(2)) == nil, "no other submitter has a turn")
    #expect(due(&rules, 3).map(\.job) == [2], "what comes after the loop comes")
    #expect(rules.isExhausted)
  }
}
