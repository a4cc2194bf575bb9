internal import ConcurrentFutures
internal import ScenarioScript

/// Whether a run came to what its scenario expects, figure by figure.
struct Judgement: Sendable {
  /// One figure that was expected.
  struct Check: Sendable, Hashable {
    var name: String
    var expected: String
    var actual: String
    var isMet: Bool
  }

  var checks: [Check]
  var counts: FutureCounts
  var makespan: Duration?

  /// Whether all is as expected; where nothing is, whether everything succeeded.
  var isMet: Bool {
    checks.isEmpty ? counts.total == counts.succeeded : checks.allSatisfy(\.isMet)
  }

  /// The program's exit code.
  var exitCode: Int32 { isMet ? 0 : 1 }

  /// The run in one sentence.
  var sentence: String {
    var parts = ["\(counts.total) futures: \(counts.succeeded) ok"]
    if counts.unsuccessful > 0 { parts.append("\(counts.unsuccessful) failed") }
    if counts.cancelled > 0 { parts.append("\(counts.cancelled) cancelled") }
    if counts.unfinished > 0 { parts.append("\(counts.unfinished) not done") }
    let time = makespan.map { " in \(Self.seconds($0))" } ?? ""
    let verdict = checks.isEmpty ? "" : isMet ? "; as expected" : "; not as expected"
    return parts.joined(separator: ", ") + time + verdict
  }

  /// Expected beside actual, a line each.
  var lines: [String] {
    checks.map {
      "\($0.isMet ? "ok  " : "FAIL") \($0.name): expected \($0.expected), got \($0.actual)"
    }
  }

  static func seconds(_ duration: Duration) -> String {
    duration.formattedSeconds + " s"
  }
}

extension Duration {
  /// Seconds with three digits after the point.
  fileprivate var formattedSeconds: String {
    let (seconds, attoseconds) = components
    let milliseconds = String(attoseconds / 1_000_000_000_000_000)
    return "\(seconds)." + String(repeating: "0", count: 3 - milliseconds.count) + milliseconds
  }
}

extension Judgement {
  /// Holds a run against what was expected of it.
  ///
  /// - Parameters:
  ///   - expectations: What the scenario says; `nil` expects nothing.
  ///   - counts: How many futures came to which outcome.
  ///   - figures: When what happened.
  ///   - values: What each submission returned, in order; `nil` for what did not succeed.
  init(
    _ expectations: Expectations?, counts: FutureCounts, figures: RunFigures,
    values: [ScenarioValue?]
  ) {
    self.counts = counts
    makespan = figures.makespan
    checks = []
    guard let expectations else { return }
    expectCount("succeeded", expectations.succeeded, counts.succeeded)
    expectCount("failed", expectations.failed, counts.failed)
    expectCount("cancelled", expectations.cancelled, counts.cancelled)
    expectCount("crashed", expectations.crashed, counts.crashed)
    expectCount("timed_out", expectations.timedOut, counts.timedOut)
    if let results = expectations.results { expectResults(results, values) }
    if let makespan = expectations.makespan {
      expectMakespan(makespan, tolerance: expectations.tolerance ?? Self.usualTolerance)
    }
    if expectations.order == .fifo {
      let actual = figures.outOfOrder.map { "future \($0) started before an earlier one" }
      checks.append(
        Check(
          name: "order", expected: "fifo", actual: actual ?? "fifo", isMet: actual == nil))
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
    let actual = values.map(\.?.asExpectation)
    checks.append(
      Check(
        name: "results", expected: Self.list(expected.map { $0 }), actual: Self.list(actual),
        isMet: expected == actual.map { $0 ?? .none }))
  }

  /// The first results, as a scenario writes them.
  private static func list(_ results: [Expectations.ExpectedResult?]) -> String {
    let shown = results.prefix(20).map { result in
      switch result {
      case nil, .some(.none): "~"
      case .integer(let integer)?: String(integer)
      case .text(let text)?: "\"\(text)\""
      }
    }
    let rest = results.count > shown.count ? ", … \(results.count) in all" : ""
    return "[" + shown.joined(separator: ", ") + rest + "]"
  }
}

private func abs(_ left: Duration, _ right: Duration) -> Duration {
  left < right ? right - left : left - right
}

extension ScenarioValue {
  fileprivate var asExpectation: Expectations.ExpectedResult {
    switch self {
    case .none: .none
    case .integer(let integer): .integer(integer)
    case .text(let text): .text(text)
    }
  }
}
