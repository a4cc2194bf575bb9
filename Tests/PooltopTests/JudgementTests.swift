import ConcurrentFutures
import Testing

@testable import ScenarioScript
@testable import pooltop

/// Runs held against what is expected of them.
@Suite struct JudgementTests {
  private func judgement(
    _ expectations: Expectations, makespan: Duration? = nil, speed: Double = 1,
    hasOwnTime: Bool = false, succeeded: Int = 1, values: [ScenarioValue?] = []
  ) -> Judgement {
    var counts = FutureCounts()
    counts.succeeded = succeeded
    return Judgement(
      expectations, counts: counts, makespan: makespan,
      figures: RunFigures(maxWorkers: 1, measuresWaits: false),
      values: values, speed: speed, hasOwnTime: hasOwnTime)
  }

  @Test(
    "a makespan may be off both ways, as far as is tolerated, and a quarter of a second by itself")
  func makespan() {
    var expectations = Expectations()
    expectations.makespan = .seconds(10)
    for (milliseconds, isMet) in [(9_750, true), (10_250, true), (9_740, false), (10_260, false)] {
      #expect(judgement(expectations, makespan: .milliseconds(milliseconds)).isMet == isMet)
    }
    expectations.tolerance = .milliseconds(5)
    #expect(judgement(expectations, makespan: .milliseconds(10_005)).isMet)
    #expect(!judgement(expectations, makespan: .milliseconds(9_990)).isMet)
    #expect(!judgement(expectations, makespan: nil).isMet, "no run is no run of ten seconds")
  }

  @Test(
    "with speed it shrinks, its tolerance never below a quarter of a second, and with commands it goes"
  )
  func speed() {
    var expectations = Expectations()
    expectations.makespan = .seconds(10)
    expectations.tolerance = .seconds(1)
    #expect(judgement(expectations, makespan: .milliseconds(1_250), speed: 10).isMet)
    #expect(!judgement(expectations, makespan: .milliseconds(1_260), speed: 10).isMet)
    #expect(judgement(expectations, makespan: .seconds(99), speed: 10, hasOwnTime: true).isMet)
  }

  @Test("results are held by their types, and what is missing by ~")
  func results() {
    var expectations = Expectations()
    func judgement(_ values: [ScenarioValue?]) -> Judgement {
      self.judgement(expectations, values: values)
    }
    expectations.results = [.integer(7), .none, .text("x")]
    #expect(judgement([.integer(7), nil, .text("x")]).isMet)
    #expect(!judgement([.integer(7), nil]).isMet)
    expectations.results = [.text("7"), .none, .none]
    #expect(
      judgement([.integer(7), nil, nil]).lines == [
        "FAIL results: expected [\"7\", ~, ~], got [7, ~, ~]"
      ])
  }

  @Test("a submission that succeeded without a result is none that did not succeed")
  func nothingReturned() {
    var expectations = Expectations()
    expectations.results = [.none]
    #expect(judgement(expectations, values: [nil]).isMet)
    #expect(
      judgement(expectations, values: [ScenarioValue.none]).lines == [
        "FAIL results: expected [~], got [()]"
      ])
  }

  @Test("the sentence counts one future as one")
  func sentence() {
    #expect(judgement(Expectations()).sentence == "1 future: 1 ok")
    #expect(judgement(Expectations(), succeeded: 2).sentence == "2 futures: 2 ok")
  }

  @Test("without expectations a run is right when everything succeeded")
  func nothingExpected() {
    var counts = FutureCounts()
    counts.succeeded = 2
    let figures = RunFigures(maxWorkers: 1, measuresWaits: false)
    #expect(
      Judgement(nil, counts: counts, makespan: nil, figures: figures, values: []).exitCode == 0)
    counts.cancelled = 1
    #expect(
      Judgement(nil, counts: counts, makespan: nil, figures: figures, values: []).exitCode == 1)
  }
}
