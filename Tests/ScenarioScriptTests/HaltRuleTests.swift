import Testing

@testable import ScenarioScript

/// When a run of commands has seen enough.
@Suite struct HaltRuleTests {
  @Test(
    "rules are read as GNU parallel reads them",
    arguments: [
      ("now,fail=1", HaltRule(.now, .failed, .count(1))),
      ("soon,success=20", HaltRule(.soon, .succeeded, .count(20))),
      ("now,done=5%", HaltRule(.now, .done, .percent(5))),
      ("1", HaltRule(.soon, .failed, .count(1))), ("2", HaltRule(.now, .failed, .count(1))),
      ("30%", HaltRule(.soon, .failed, .percent(30))),
      ("-1", HaltRule(.soon, .succeeded, .count(1))),
      ("-2", HaltRule(.now, .succeeded, .count(1))), ("0", HaltRule(.never, .done, .count(1))),
      ("never", HaltRule(.never, .done, .count(1))),
      ("never,fail=1", HaltRule(.never, .failed, .count(1))),
    ])
  func read(_ text: String, _ rule: HaltRule) {
    #expect(HaltRule(text: text) == rule)
  }

  @Test(
    "what is no rule is none",
    arguments: [
      "", "now", "now,", "now,fail", "now,fail=", "now,fail=0", "now,fail=-1", "now,fail=101%",
      "later,fail=1", "never,", "-3", "-1%", "now,fails=1", "now,fail=1,soon", "now,fail=1=2", "3",
      "%", "now,fail=1e2",
      "now,fail=99999999999999999999",
    ])
  func unread(_ text: String) {
    #expect(HaltRule(text: text) == nil)
  }

  private func tally(failed: Int = 0, succeeded: Int = 0, of total: Int = 10) -> CommandTally {
    var tally = CommandTally(totalCount: total)
    (tally.failedCount, tally.succeededCount) = (failed, succeeded)
    return tally
  }

  @Test("a number is met by so many, and a percentage by that part of all")
  func limits() {
    let failed = HaltRule(.soon, .failed, .count(2))
    #expect(!failed.isMet(by: tally(failed: 1, succeeded: 9)))
    #expect(failed.isMet(by: tally(failed: 2)))
    let succeeded = HaltRule(.soon, .succeeded, .percent(25))
    #expect(!succeeded.isMet(by: tally(failed: 8, succeeded: 2)))
    #expect(succeeded.isMet(by: tally(succeeded: 3)))
    #expect(HaltRule(.soon, .succeeded, .percent(30)).isMet(by: tally(succeeded: 3)))
    #expect(HaltRule(.now, .done, .count(3)).isMet(by: tally(failed: 1, succeeded: 2)))
    #expect(!HaltRule(.never, .done, .count(3)).isMet(by: tally(failed: 5, succeeded: 5)))
  }

  @Test("the exit code of a run that halts is what GNU parallel's is")
  func exitCodes() {
    let some = tally(failed: 3, succeeded: 4, of: 9)
    #expect(HaltRule(.now, .failed, .count(1)).exitCode(some, last: 7) == 7)
    #expect(HaltRule(.now, .done, .count(1)).exitCode(some, last: 0) == 0)
    #expect(HaltRule(.now, .failed, .count(3)).exitCode(some, last: 7) == 3)
    #expect(HaltRule(.now, .failed, .percent(30)).exitCode(some, last: 7) == 34)
    #expect(HaltRule(.now, .succeeded, .count(4)).exitCode(some, last: 0) == 0)
    #expect(HaltRule(.now, .succeeded, .percent(40)).exitCode(some, last: 0) == 34)
    #expect(HaltRule(.now, .failed, .count(200)).exitCode(tally(failed: 200), last: 1) == 101)
  }

  @Test("the part that failed is at most the whole, however often keys run a command again")
  func atMostAll() {
    let again = tally(failed: 64, of: 25)
    #expect(HaltRule(.soon, .failed, .percent(90)).exitCode(again, last: 1) == 100)
    #expect(
      HaltRule(.soon, .succeeded, .percent(90)).exitCodeWithoutHalt(failedCount: 64, of: 25)
        == 100)
  }

  @Test("a run that comes to its end without halting is told by how many, or which part, failed")
  func withoutHalt() {
    #expect(
      HaltRule(.soon, .failed, .count(10)).exitCodeWithoutHalt(failedCount: 4, of: 4) == 4)
    #expect(
      HaltRule(.soon, .failed, .percent(90)).exitCodeWithoutHalt(failedCount: 1, of: 3) == 34)
    #expect(CommandTally.exitCode(failedCount: 102) == 101)
  }
}
