import Testing

@testable import ScenarioScript

/// What is fed while a run goes on.
@Suite struct FeedTests {
  private func rules() throws -> SubmissionRules {
    let command = try #require(CommandTemplate(["echo", "{}"].map { Array($0.utf8) }))
    let scenario = Scenario(running: command, workers: .count(1), timeout: nil, attempts: 1)
    return SubmissionRules(scenario, seed: 0)
  }

  /// The numbers and keys of all that is due.
  private func due(_ rules: inout SubmissionRules) -> [[Int]] {
    var due: [[Int]] = []
    while case .submit(let submission)? = rules.next(at: .zero) {
      due.append([submission.n, submission.key])
    }
    return due
  }

  @Test("what is fed is due at once, and more may come until somebody says that none will")
  func feeds() throws {
    var rules = try rules()
    #expect(rules.next(at: .zero) == nil && rules.nextMoment == nil)
    #expect(rules.isFed && !rules.isExhausted && !rules.hasJob)
    rules.feed(2)
    #expect(rules.nextMoment == .zero && rules.hasJob)
    #expect(due(&rules) == [[0, 0], [1, 1]])
    #expect(rules.hasJob && rules.isFed && !rules.isExhausted)
    rules.feed(1)
    rules.endFeed(at: .zero)
    #expect(!rules.isFed && !rules.isExhausted)
    #expect(due(&rules) == [[2, 2]])
    #expect(rules.isExhausted)
  }

  @Test("one more by a key is of the last that was fed, with a number of its own")
  func extra() throws {
    var rules = try rules()
    #expect(rules.extra(at: .zero) == nil)
    rules.feed(2)
    _ = due(&rules)
    guard case .submit(let extra)? = rules.extra(at: .zero) else {
      Issue.record("there is none")
      return
    }
    #expect([extra.n, extra.key] == [2, 1] && extra.index < 0)
    rules.feed(1)
    #expect(due(&rules) == [[3, 2]])
  }

  @Test("after a stop nothing is fed any more, and what has not come never does")
  func stop() throws {
    var rules = try rules()
    rules.feed(2)
    guard case .submit? = rules.next(at: .zero) else {
      Issue.record("nothing comes")
      return
    }
    rules.stop(reason: "enough")
    rules.feed(1)
    rules.endFeed(at: .zero)
    #expect(due(&rules).isEmpty && !rules.isFed && rules.isExhausted)
  }
}
