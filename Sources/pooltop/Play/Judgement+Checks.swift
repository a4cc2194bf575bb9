internal import ConcurrentFutures
internal import ScenarioScript

extension Judgement {
  /// Holds a run against what was expected of it.
  ///
  /// - Parameters:
  ///   - expectations: What the scenario says; `nil` expects nothing.
  ///   - counts: How many futures came to which outcome.
  ///   - makespan: From the first submission to the last outcome.
  ///   - figures: What else was counted and measured.
  ///   - values: What each submission returned, in order; `nil` for what did not succeed.
  ///   - speed: How many of the seconds that are expected passed in one.
  ///   - hasOwnTime: Whether commands took part, which go at no other speed.
  init(
    _ expectations: Expectations?, counts: FutureCounts, makespan: Duration?,
    figures: RunFigures, values: [ScenarioValue?], speed: Double = 1, hasOwnTime: Bool = false
  ) {
    self.counts = counts
    self.makespan = makespan
    checks = []
    guard var expectations else { return }
    if speed != 1, hasOwnTime {
      expectations.makespan = nil
      expectations.maxWait = nil
    }
    expectCount("succeeded", expectations.succeeded, counts.succeeded)
    expectCount("failed", expectations.failed, counts.failed)
    expectCount("cancelled", expectations.cancelled, counts.cancelled)
    expectCount("crashed", expectations.crashed, counts.crashed)
    expectCount("timed_out", expectations.timedOut, counts.timedOut)
    if let results = expectations.results { expectResults(results, values) }
    if let makespan = expectations.makespan {
      let tolerance = expectations.tolerance ?? Self.usualTolerance
      expectMakespan(
        speed == 1 ? makespan : makespan / speed,
        tolerance: speed == 1 ? tolerance : max(tolerance / speed, Self.usualTolerance))
    }
    expectFigures(expectations, figures, speed)
  }

  /// Checks what is known only while no event was lost.
  private mutating func expectFigures(
    _ expectations: Expectations, _ figures: RunFigures, _ speed: Double
  ) {
    let before = checks.count
    expectCount("retried", expectations.retried, figures.retriedCount)
    if let expected = expectations.maxWait {
      let longest = speed == 1 ? expected : expected / speed + Self.usualTolerance
      checks.append(
        Check(
          name: "max_wait", expected: "at most \(Self.seconds(longest))",
          actual: Self.seconds(figures.longestWait), isMet: figures.longestWait <= longest))
    }
    if let longest = expectations.maxQueue {
      checks.append(
        Check(
          name: "max_queue", expected: "at most \(longest)", actual: "\(figures.longestQueue)",
          isMet: figures.longestQueue <= longest))
    }
    if expectations.order == .fifo {
      let actual = figures.outOfOrder.map { "future \($0) started before an earlier one" }
      checks.append(
        Check(
          name: "order", expected: "fifo", actual: actual ?? "fifo", isMet: actual == nil))
    }
    guard figures.lostEventCount > 0 else { return }
    for index in checks.indices[before...] {
      checks[index].actual = "unknown: \(figures.lostEventCount) events were lost"
      checks[index].isMet = false
    }
  }

  /// How far a makespan may be off when the scenario does not say.
  ///
  /// More would let a lost quarter of a second pass; less would fail on a busy machine.
  private static let usualTolerance = Duration.milliseconds(250)

  private mutating func expectCount(_ name: String, _ expected: Int?, _ actual: Int) {
    guard let expected else { return }
    checks.append(
      Check(
        name: name, expected: String(expected), actual: String(actual), isMet: expected == actual))
  }

  private mutating func expectMakespan(_ expected: Duration, tolerance: Duration) {
    let isMet = makespan.map { abs($0, expected) <= tolerance } ?? false
    checks.append(
      Check(
        name: "makespan",
        expected: "\(Self.seconds(expected)) ± \(Self.seconds(tolerance))",
        actual: makespan.map { Self.seconds($0) } ?? "none", isMet: isMet))
  }

  private mutating func expectResults(
    _ expected: [Expectations.ExpectedResult], _ values: [ScenarioValue?]
  ) {
    let expected = expected.map(\.value)
    checks.append(
      Check(
        name: "results", expected: Self.list(expected), actual: Self.list(values),
        isMet: expected == values))
  }

  /// The first results, as a scenario writes them; what returned nothing is shown as `()`, which
  /// none expects.
  private static func list(_ results: [ScenarioValue?]) -> String {
    let shown = results.prefix(20).map { $0?.description ?? "~" }
    let rest = results.count > shown.count ? ", … \(results.count) in all" : ""
    return "[" + shown.joined(separator: ", ") + rest + "]"
  }
}

private func abs(_ left: Duration, _ right: Duration) -> Duration {
  left < right ? right - left : left - right
}

extension Expectations.ExpectedResult {
  /// What a submission returns that is as expected; `nil` when it does not succeed.
  fileprivate var value: ScenarioValue? {
    switch self {
    case .none: nil
    case .integer(let integer): .integer(integer)
    case .text(let text): .text(text)
    }
  }
}
