import Testing

@testable import ScenarioScript

/// Scenarios that nobody thought of, played against the rules with a clock that jumps.
@Suite struct AnyScenarioTests {
  @Test("whatever waits for whatever, each submission comes to one end, and the run to its own")
  func ends() throws {
    var playedCount = 0
    for seed in 0..<400 {
      var dice = SplitMix64(state: UInt64(seed))
      let text = Self.text(&dice)
      // Some wait for each other, which the parser refuses.
      guard problems(text).isEmpty else { continue }
      try play(try scenario(text), &dice, text)
      playedCount += 1
    }
    #expect(playedCount > 100)
  }

  /// Plays to the end; jobs take any time, and any of them may fail.
  private func play(_ scenario: Scenario, _ dice: inout SplitMix64, _ text: String) throws {
    var rules = SubmissionRules(scenario, seed: 7)
    var now = Duration.zero
    var running: [(end: Duration, submission: Submission)] = []
    var held: Set<Int> = []
    var ended: [Int] = []
    for _ in 0..<10_000 {
      while let action = rules.next(at: now) {
        switch action {
        case .holdBack(let submission): #expect(held.insert(submission.n).inserted)
        case .cancel(let submission, _):
          held.remove(submission.n)
          ended.append(submission.n)
        case .submit(let submission):
          held.remove(submission.n)
          let time = Duration.milliseconds(dice.next(below: 3_000))
          running.append((now + time, submission))
          rules.started(submission)
        }
      }
      #expect(rules.heldBackCount == held.count)
      let nextEnd = running.indices.min { running[$0].end < running[$1].end }
      let moments = [rules.nextMoment, nextEnd.map { running[$0].end }].compactMap { $0 }
      guard let moment = moments.min() else { break }
      now = max(now, moment)
      if let nextEnd, running[nextEnd].end <= now {
        let submission = running.remove(at: nextEnd).submission
        ended.append(submission.n)
        rules.ended(submission, dice.next(below: 10) == 0 ? .failed : .succeeded, at: now)
      }
    }
    #expect(rules.isExhausted, "\(text)")
    #expect(ended.sorted() == Array(0..<ended.count), "\(text)")
    if let count = scenario.submissionCount.exact { #expect(ended.count == count, "\(text)") }
  }

  // MARK: Throwing dice

  private static func text(_ dice: inout SplitMix64) -> String {
    let names = ["a", "b", "c", "d"].prefix(Int(dice.next(below: 4)) + 1)
    var lines = ["jobs:"]
    for name in names {
      let others = names.filter { $0 != name && dice.next(below: 3) == 0 }
      let conditions = ["succeeded", "finished", "started"]
      let waits = others.map { "\($0): \(conditions[Int(dice.next(below: 3))])" }
      lines.append("  \(name): { sleep: 1s, depends_on: { \(waits.joined(separator: ", ")) } }")
    }
    lines.append("submit:")
    for name in names + names.filter({ _ in dice.next(below: 2) == 0 }) {
      let other = names[Int(dice.next(below: UInt64(names.count)))]
      let job = dice.next(below: 4) == 0 ? "[\(name), \(other)]" : name
      lines.append("  - { job: \(job)\(pattern(&dice))\(start(&dice)) }")
    }
    return lines.joined(separator: "\n")
  }

  private static func pattern(_ dice: inout SplitMix64) -> String {
    let count = dice.next(below: 6)
    return switch dice.next(below: 6) {
    case 0: ", every: 700ms, count: \(count)"
    case 1: ", arrivals: { start: 2/s, stages: [{ for: 3s, to: \(count)/s }] }"
    case 2: ", think: 500ms, submitters: 2, count: \(count)"
    case 3: ", think: { uniform: [0s, 1s] }, submitters: 3, for: 4s"
    default: ", count: \(count)"
    }
  }

  private static func start(_ dice: inout SplitMix64) -> String {
    switch dice.next(below: 4) {
    case 0: ", at: \(dice.next(below: 9))s"
    case 1: ", after: \(dice.next(below: 3))s"
    default: ""
    }
  }
}
