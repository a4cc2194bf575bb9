import ConcurrentFutures
import Testing

@testable import pooltop

/// Dependencies, reactions to failure, scripted keystrokes, and what is expected of them.
@Suite(.timeLimit(.minutes(5)))
struct ScriptTests {
  @Test("jobs run after what they depend on, and are cancelled when that fails")
  func dependencies() async throws {
    let run = try await PlayedRun.of(
      """
      pool: { workers: 4 }
      defaults: { sleep: 2ms, result: "{n}", log: { start: "{n}" } }
      jobs:
        link: { depends_on: [compile] }
        compile: { depends_on: { configure: finished } }
        configure: { fail: {} }
        publish: { depends_on: [configure] }
        announce: { depends_on: [publish] }
        watch: { depends_on: { compile: started } }
      submit: [{ job: link }, { job: compile, count: 3 }, { job: configure }, { job: publish },
        { job: announce }, { job: watch }]
      expect: { succeeded: 5, failed: 1, cancelled: 2, results: [0, 1, 2, 3, ~, ~, ~, 7] }
      """)
    #expect(run.judgement.isMet, "\(run.judgement.lines) \(run.lines)")
    let begun = run.lines.compactMap { Int($0) }
    #expect(begun.first == 4)
    #expect(begun.last == 0 || begun.last == 7)
    #expect(
      run.lines.contains("'publish' 5 is cancelled: a submission of 'configure' did not succeed"))
  }

  @Test("how many jobs wait for others is told whenever it changes")
  func heldBack() async throws {
    let run = try await PlayedRun.of(
      """
      pool: { workers: 1 }
      defaults: { sleep: 2ms }
      jobs: { a: {}, b: { depends_on: [a] }, c: { depends_on: [b] } }
      submit: [{ job: c }, { job: b, count: 2 }, { job: a }]
      """)
    #expect(run.judgement.counts.succeeded == 4)
    #expect(run.upcoming.map(\.heldBackCount) == [3, 1, 0])
    #expect(run.upcoming.allSatisfy { $0.hasJob })
  }

  @Test("that there is no job to submit is told", arguments: ["[]", "[{ job: a, count: 0 }]"])
  func noJob(_ submissions: String) async throws {
    let run = try await PlayedRun.of("jobs: { a: 1ms }\nsubmit: \(submissions)")
    #expect(run.upcoming == [ScenarioPlayer.Upcoming(hasJob: false)])
  }

  @Test("a failure cancels all that has not started, where the scenario wants that")
  func cancelAll() async throws {
    let run = try await PlayedRun.of(
      """
      pool: { workers: 1 }
      on_failure: cancel_all
      jobs: { a: { sleep: 2ms, fail: { keys: [2] } }, b: { sleep: 1ms, depends_on: [a] } }
      submit: [{ job: a, count: 6 }, { job: b }, { job: a, at: 1h }]
      expect: { succeeded: 2, failed: 1, cancelled: 4 }
      """)
    #expect(run.judgement.isMet, "\(run.judgement.lines) \(run.lines)")
  }

  @Test("events hold, step, cancel by filter and resume, and the run is judged by all of it")
  func events() async throws {
    let run = try await PlayedRun.of(
      """
      pool: { workers: 1 }
      jobs: { a: { sleep: 5ms, log: { start: "{n}" } }, never: { sleep: 5ms, depends_on: [a] } }
      submit:
        - { job: a, at: 1s, count: 2 }
        - { job: a, count: 3, tags: [burst] }
        - { job: never, tags: [burst] }
      events:
        - { at: 0s, do: hold }
        - { at: 2s, do: step }
        - { at: 3s, do: cancel, filter: "state:pending tag:burst" }
        - { at: 4s, do: set_workers, to: 2 }
        - { at: 4s, do: resume }
      expect: { succeeded: 2, cancelled: 4, max_queue: 5, order: fifo }
      """, until: { $0.judgement.isMet })
    #expect(run.judgement.isMet, "\(run.judgement.lines) \(run.lines)")
    #expect(run.lines.filter { Int($0) != nil } == ["0", "1"])
    #expect(run.lines.contains("event: cancel state:pending tag:burst: 3 cancelled"))
    #expect(run.snapshot.pool.maxWorkers == 2)
  }

  @Test("a scripted shutdown ends the run, and what was to come is not submitted")
  func shutdown() async throws {
    let run = try await PlayedRun.of(
      """
      pool: { workers: 1 }
      jobs: { a: 2s }
      submit: [{ job: a, count: 3 }, { job: a, at: 1h }]
      events: [{ at: 1s, do: shutdown, cancel: true }]
      expect: { succeeded: 1, cancelled: 2 }
      """, until: { $0.judgement.isMet })
    #expect(run.judgement.isMet, "\(run.judgement.lines) \(run.lines)")
  }

  @Test("a run that waits for room in a held queue goes on when an event resumes it")
  func heldAndFull() async throws {
    let run = try await PlayedRun.of(
      """
      pool: { workers: 1, capacity: 1 }
      jobs: { a: 1ms }
      submit: [{ job: a, at: 10ms, count: 9 }]
      events: [{ at: 0s, do: hold }, { at: 50ms, do: resume }]
      expect: { succeeded: 9 }
      """)
    #expect(run.judgement.isMet, "\(run.judgement.lines) \(run.lines)")
    #expect(run.greatestUnfinishedCount <= 3, "one runs, one waits, and one is let in")
  }

  @Test("further attempts, the longest wait and the longest queue are held against the file")
  func figures() async throws {
    let scenario = """
      pool: { workers: 1 }
      jobs: { a: { sleep: 300ms, fail: { keys: [0], first_attempts: 2 }, retries: 5 } }
      submit: [{ job: a, count: 3 }]
      expect: { succeeded: 3, retried: RETRIED, max_wait: WAIT, max_queue: QUEUE }
      """
    let right = try await PlayedRun.of(
      scenario.replacing("RETRIED", with: "2").replacing("WAIT", with: "10s")
        .replacing("QUEUE", with: "3"), until: { $0.judgement.isMet })
    #expect(right.judgement.isMet, "\(right.judgement.lines)")
    let wrong = try await PlayedRun.of(
      scenario.replacing("RETRIED", with: "1").replacing("WAIT", with: "1ms")
        .replacing("QUEUE", with: "1"),
      until: { $0.judgement.checks.count { !$0.isMet } == 3 })
    #expect(
      wrong.judgement.checks.filter { !$0.isMet }.map(\.name) == [
        "retried", "max_wait", "max_queue",
      ])
    #expect(wrong.judgement.lines.contains("FAIL retried: expected 1, got 2"))
  }

  @Test("observe tells the workers, and of each future whether it is done, and its result")
  func observe() async throws {
    let run = try await PlayedRun.of(
      """
      pool: { workers: 1, name: p }
      jobs: { a: { sleep: 300ms, result: "{n}" }, bad: { sleep: 1ms, fail: { error: "oh" } } }
      submit: [{ job: a }, { job: bad }]
      observe: { every: 20ms }
      """,
      until: { run in
        ["<p_0 ", ": not done"].allSatisfy { word in run.lines.contains { $0.contains(word) } }
      })
    let ids = run.snapshot.futures.map(\.id)
    let looks = run.lines.filter { $0.hasPrefix("workers [") }
    #expect(looks.count >= 2 && looks.allSatisfy { $0 == "workers []" || $0.contains("<p_0 ") })
    #expect(looks.contains { $0.contains("<p_0 ") })
    #expect(run.lines.contains { $0.contains("\(ids[0]): not done") })
    #expect(
      run.lines.last { $0.hasPrefix("futures [") }
        == "futures [\(ids[0]): done, returned 0; \(ids[1]): done, raised JobFailure: oh]")
  }

  @Test("a seed that the file leaves out is told where it makes a difference")
  func seed() async throws {
    func seeds(_ sleep: String, _ more: String = "") async throws -> [String] {
      let run = try await PlayedRun.of("{ jobs: { a: { sleep: \(sleep) } }\(more) }")
      return run.lines.filter { $0.hasPrefix("seed ") }
    }
    let told = try await seeds("{ uniform: [1ms, 2ms] }")
    #expect(told.count == 1 && told.first.flatMap { UInt64($0.dropFirst(5)) } != nil)
    #expect(try await seeds("{ uniform: [1ms, 2ms] }", ", seed: 7").isEmpty)
    #expect(try await seeds("1ms").isEmpty)
  }
}
