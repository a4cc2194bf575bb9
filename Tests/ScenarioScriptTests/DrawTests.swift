import Testing

@testable import ScenarioScript

@Suite struct DrawTests {
  private func durations(_ plan: DurationPlan, count: Int = 10_000) -> [Duration] {
    (0..<count).map { plan.draw(DrawSource(seed: 7, entry: 0, index: $0)) }
  }

  private func meanSeconds(_ durations: [Duration]) -> Double {
    durations.reduce(0) { $0 + $1 / .seconds(1) } / Double(durations.count)
  }

  @Test("the generator gives the published numbers")
  func published() {
    // The first numbers of splitmix64.c for the seed 1234567.
    var generator = SplitMix64(state: 1_234_567)
    #expect(
      (0..<3).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      ])
  }

  @Test("equal sources draw equal durations; seed, entry, index and attempt each change them")
  func sources() {
    let plan = DurationPlan.uniform(low: .zero, high: .seconds(1_000), step: nil)
    let first = DrawSource(seed: 1, entry: 2, index: 3, attempt: 1)
    let others = [
      DrawSource(seed: 2, entry: 2, index: 3), DrawSource(seed: 1, entry: 3, index: 3),
      DrawSource(seed: 1, entry: 2, index: 4), DrawSource(seed: 1, entry: 3, index: 2),
      DrawSource(seed: 1, entry: 2, index: 3, attempt: 2),
    ]
    #expect(plan.draw(first) == plan.draw(first))
    #expect(Set((others + [first]).map { plan.draw($0) }).count == 6)
  }

  @Test("a uniform duration with steps reaches both ends and nothing between the steps")
  func uniform() {
    let plan = DurationPlan.uniform(low: .seconds(1), high: .seconds(8), step: .seconds(1))
    #expect(Set(durations(plan)) == Set((1...8).map { .seconds($0) }))
  }

  @Test("an exponential duration has its mean and is cut at its longest")
  func exponential() {
    let free = durations(.exponential(mean: .seconds(2), max: nil))
    #expect((1.9...2.1).contains(meanSeconds(free)))
    let cut = durations(.exponential(mean: .seconds(2), max: .seconds(3)))
    #expect(cut.max() == .seconds(3))
  }

  @Test("a normal duration has its mean and its deviation and keeps to its shortest")
  func normal() {
    let drawn = durations(.normal(mean: .seconds(10), deviation: .seconds(1), min: .zero))
    #expect((9.95...10.05).contains(meanSeconds(drawn)))
    let near = drawn.count { $0 > .seconds(9) && $0 < .seconds(11) }
    #expect((6_600...7_050).contains(near))
    let held = durations(.normal(mean: .zero, deviation: .seconds(1), min: .milliseconds(5)))
    #expect(held.min() == .milliseconds(5))
  }

  @Test("a choice falls as often as its weight says")
  func choice() {
    let drawn = durations(.choice([.seconds(1), .seconds(5), .zero], weights: [9, 1, 0]))
    #expect((8_900...9_100).contains(drawn.count { $0 == .seconds(1) }))
    #expect(!drawn.contains(.zero))
  }

  @Test("durations at the end of what 64 bits hold overflow nothing")
  func extremes() {
    let longest = Duration.nanoseconds(Int64.max)
    let plans: [DurationPlan] = [
      .uniform(low: .zero, high: longest, step: nil), .exponential(mean: longest, max: nil),
      .normal(mean: longest, deviation: longest, min: .zero),
    ]
    for plan in plans {
      #expect(durations(plan, count: 100).allSatisfy { $0 >= .zero })
    }
  }

  @Test("keys, rates and first attempts decide what fails")
  func failures() {
    func fails(_ plan: FailurePlan, key: Int = 0, index: Int = 0, attempt: Int = 1) -> Bool {
      plan.fails(key: key, DrawSource(seed: 7, entry: 0, index: index, attempt: attempt))
    }
    #expect(fails(FailurePlan()))
    #expect(fails(FailurePlan(keys: [3]), key: 3))
    #expect(!fails(FailurePlan(keys: [3]), key: 4))
    #expect(fails(FailurePlan(keys: [3], firstAttempts: 1), key: 3))
    #expect(!fails(FailurePlan(keys: [3], firstAttempts: 1), key: 3, attempt: 2))
    #expect(!fails(FailurePlan(rate: 0)))
    #expect(fails(FailurePlan(rate: 1)))
    #expect(fails(FailurePlan(keys: [3], rate: 0), key: 3))
    let count = (0..<10_000).count { fails(FailurePlan(rate: 0.02), index: $0) }
    #expect((150...250).contains(count))
  }

  @Test("a retry draws the same for the same submission, and another chance for others")
  func retryDelays() {
    let plan = RetryPlan(max: 3, delay: .seconds(10), backoff: 2, jitter: 0.25)
    func seed(_ seed: UInt64, _ entry: Int, _ index: Int) -> UInt64 {
      plan.jitterSeed(DrawSource(seed: seed, entry: entry, index: index))
    }
    #expect(seed(7, 0, 3) == seed(7, 0, 3))
    let seeds = (0..<1_000).map { seed(7, 0, $0) } + [seed(8, 0, 0), seed(7, 1, 0)]
    #expect(Set(seeds).count == 1_002)
  }
}
