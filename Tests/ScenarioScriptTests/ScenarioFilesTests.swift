import Foundation
import Testing

@testable import ScenarioScript

/// The scenarios that come with the program.
@Suite struct ScenarioFilesTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "scenarios")

  static let names: [String] = {
    let found = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (found ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
  }()

  private func scenario(_ name: String) throws -> Scenario {
    let data = try Data(contentsOf: Self.folder.appending(path: name))
    return try Scenario.parse([UInt8](data), file: "scenarios/\(name)")
  }

  @Test("every scenario that comes with the program is right", arguments: names)
  func parses(_ name: String) throws {
    let scenario = try scenario(name)
    #expect(scenario.submissionCount.number > 0)
  }

  @Test("the notes' first program is read whole")
  func sixJobs() throws {
    let scenario = try scenario("six-jobs-on-three-workers.yaml")
    let worker = JobPlan(
      name: "worker", work: .sleep(.fixed(.seconds(5))), result: nil, failure: nil,
      startLog: try Template("Begin to work {n}"), finishLog: try Template("finished {n}"))
    #expect(
      scenario
        == Scenario(
          name: "6 jobs on 3 workers", description: nil, seed: nil,
          pool: PoolPlan(kind: .thread, workers: .count(3), name: nil), jobs: [worker],
          submissions: [
            SubmitEntry(job: 0, count: 3),
            SubmitEntry(job: 0, count: 3, submitLog: try Template("~~~阻塞~~~")),
          ],
          observeInterval: .seconds(2), collectsAsCompleted: false, finish: .shutdown,
          expectations: Expectations(
            succeeded: 6, failed: 0, cancelled: 0, makespan: .seconds(10),
            tolerance: .milliseconds(500), order: .fifo)))
  }

  @Test("the notes' second program is read whole")
  func sevenJobs() throws {
    let scenario = try scenario("seven-jobs-key-3-fails.yaml")
    let job = JobPlan(
      name: "test_func",
      work: .sleep(.uniform(low: .seconds(1), high: .seconds(8), step: .seconds(1))),
      result: try Template("OK {worker}"),
      failure: FailurePlan(keys: [3], error: try Template("{key} failed")),
      startLog: try Template("enter key={key}"), finishLog: nil)
    #expect(
      scenario
        == Scenario(
          name: "7 jobs, key 3 fails", description: nil, seed: 7,
          pool: PoolPlan(kind: .thread, workers: .count(3), name: nil), jobs: [job],
          submissions: [SubmitEntry(job: 0, count: 7, start: .after(.seconds(5)))],
          observeInterval: nil, collectsAsCompleted: true, finish: .shutdown,
          expectations: Expectations(succeeded: 6, failed: 1)))
  }

  @Test("the notes' third program is read whole")
  func processPool() throws {
    let text = """
      name: process pool, n + 100
      pool: { kind: process, workers: 3 }
      jobs:
        worker:
          sleep: 5s
          result: "{n + 100}"
          log: { start: "Begin to work {n}", finish: "finished {n}" }
      submit:
        - { job: worker, count: 3 }
        - { job: worker, count: 3 }
      observe: { every: 2s }
      finish: shutdown
      expect: { succeeded: 6, results: [100, 101, 102, 103, 104, 105], makespan: 10s, tolerance: 1s }
      """
    let scenario = try Scenario.parse([UInt8](text.utf8), file: "x.yaml")
    #expect(scenario.pool == PoolPlan(kind: .process, workers: .count(3)))
    #expect(scenario.expectations?.results == (100...105).map { .integer($0) })
    #expect(scenario.submissionCount.exact == 6)
    let other = try Scenario.parse([UInt8](text.utf8), file: "x.yaml", poolKind: .thread)
    #expect(other.pool.kind == .thread)
  }

  @Test("what only worker processes can do is judged by the pool that is wanted in the end")
  func wantedPool() {
    let text = [UInt8]("jobs: { a: { sleep: 1s, crash: {} } }\n".utf8)
    #expect(throws: ScenarioErrors.self) { try Scenario.parse(text, file: "x.yaml") }
    #expect(throws: Never.self) {
      try Scenario.parse(text, file: "x.yaml", poolKind: .process)
    }
  }
}
