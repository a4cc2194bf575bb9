import Testing

@testable import ScenarioScript

/// Submitting something once more.
@Suite struct AgainTests {
  /// The rules after a scenario's first submission, and that.
  private func began(_ text: String) throws -> (rules: SubmissionRules, first: Submission) {
    var rules = SubmissionRules(try scenario(text), seed: 7)
    guard case .submit(let first)? = rules.next(at: .zero) else { throw CancellationError() }
    return (rules, first)
  }

  @Test("it has the same job, number and key, and draws anew each time")
  func drawn() throws {
    let began = try began("jobs: { nap: { sleep: { uniform: [1s, 9s] } } }")
    var rules = began.rules
    let first = began.first
    var seen: Set<Int> = [first.index]
    for _ in 0..<3 {
      guard case .submit(let again) = rules.again(first, at: .seconds(5)) else {
        Issue.record("not submitted")
        continue
      }
      #expect(again.n == first.n && again.key == first.key && again.job == first.job)
      #expect(again.entry == first.entry && again.offset == .seconds(5))
      #expect(seen.insert(again.index).inserted)
    }
  }

  @Test("a command gets what it got before")
  func command() throws {
    let began = try began("jobs: { list: 'ls' }")
    var rules = began.rules
    var expected = began.first
    expected.offset = .seconds(2)
    #expect(rules.again(began.first, at: .seconds(2)) == .submit(expected))
  }

  @Test("the key a goes on counting behind the file, whatever was submitted again")
  func counting() throws {
    let began = try began("jobs: { nap: 1s }")
    var rules = began.rules
    _ = rules.again(began.first, at: .zero)
    guard case .submit(let extra)? = rules.extra(at: .zero) else { throw CancellationError() }
    #expect(extra.n == 1)
  }
}
