import Testing

@testable import ScenarioScript
@testable import pooltop

@Suite("what each future of a run was submitted for")
struct StepLogTests {
  private func step(_ n: Int, key: Int, index: Int, job: Int = 0) -> ScenarioStep {
    ScenarioStep(Submission(offset: .zero, entry: 0, index: index, n: n, key: key, job: job))
  }

  @Test("it is told of each, whether it follows the one before or not")
  func positions() {
    var steps = (0..<500).map { step($0, key: 7 + $0, index: $0) }
    steps += (0..<60).map { step(500 + $0, key: 3 * $0, index: $0, job: $0 / 9) }
    let least = Int(Int32.min) / 2
    steps += [step(4, key: 11, index: least), step(5, key: 12, index: least + 1)]
    steps += steps.prefix(20)
    var log = StepLog()
    for step in steps { log.append(step) }
    #expect(Array(log) == steps)
    #expect(log.count == steps.count && log.last == steps.last)
  }

  @Test("more submissions than 32 bits can number have the last number")
  func greatNumbers() {
    let last = step(3_000_000_000, key: 1, index: 0)
    #expect(last.n == Int(Int32.max) && last.advanced(by: 1).n == last.n)
  }

  @Test("a million of the same job take no more room than one")
  func room() {
    var log = StepLog()
    for n in 0..<1_000_000 { log.append(step(n, key: n, index: n)) }
    #expect(log.stretchCount == 1 && log[999_999].key == 999_999)
    log.append(step(3, key: 3, index: -1))
    #expect(log.stretchCount == 2)
  }
}
