import Platform
import ScenarioScript
import TerminalDriver
import Testing

@testable import ConcurrentFutures
@testable import pooltop

/// What a player makes of what the pool tells it, or does not take.
@Suite(.timeLimit(.minutes(5)))
struct PlayerTests {
  private static func player(
    _ scenario: Scenario, on pool: any ObservedExecutor, batch: CommandBatch? = nil,
    onConclusion: @escaping @Sendable () -> Void = {}
  ) -> ScenarioPlayer {
    ScenarioPlayer(
      scenario, seed: 0, pace: Pace(), finish: .quit, on: pool, batch: batch,
      onSubmitted: { _ in }, onUpcoming: { _ in }, onConclusion: onConclusion)
  }

  @Test("a run lasts until the last outcome, in whatever order outcomes are told")
  func makespan() throws {
    let text = "jobs: { a: 1s }"
    let scenario = try Scenario.parse([UInt8](text.utf8), file: "x.yaml")
    let player = Self.player(scenario, on: try ThreadPoolExecutor(maxWorkers: 1))
    player.state.withLock { $0.firstSubmission = .zero }
    func tellEnds(_ seconds: UInt64...) {
      let events = seconds.map { second in
        PoolEvent(
          time: PoolInstant(nanoseconds: second * 1_000_000_000),
          change: .finished(FutureID(rawValue: second), outcome: .succeeded, text: ""))
      }
      player.hasHappened(events, doneCount: 0)
    }
    tellEnds(2, 5, 4)
    tellEnds(3)
    #expect(player.makespan == .seconds(5))
  }

  @Test(
    "kill_worker is refused where no process can be killed, and says why",
    arguments: [("thread", "a thread cannot be killed"), ("process", "no process is in place 7")])
  func killNobody(_ kind: String, _ reason: String) throws {
    let bytes = [UInt8]("{ pool: { kind: \(kind) }, jobs: { a: 1s } }".utf8)
    var scenario = try Scenario.parse(bytes, file: "x.yaml")
    scenario.source = Scenario.Source(file: "x.yaml", bytes: bytes)
    let pool = try scenario.makePool(seed: 0, speed: 1)
    let player = Self.player(scenario, on: pool)
    #expect(player.perform(.killWorker(7)) == "kill_worker: refused: \(reason)")
    pool.shutdown()
  }

  @Test("an answer tells what was submitted, and what is held back")
  func answers() throws {
    let text = "jobs: { a: 1h, b: { sleep: 0s, depends_on: [a] } }"
    let scenario = try Scenario.parse([UInt8](text.utf8), file: "x.yaml")
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    pool.pause()
    let answers = Monitor<[SubmitAnswer]>([])
    let player = ScenarioPlayer(
      scenario, seed: 0, pace: Pace(), finish: .quit, on: pool, batch: nil,
      onSubmitted: { answer in answers.withLock { $0.append(answer) } },
      onUpcoming: { _ in }, onConclusion: {})
    var rules = SubmissionRules(scenario, seed: 0)
    _ = player.submitDue(&rules)
    let step = try #require(player.state.withLock { $0.submitted.steps.first })
    let waiting = ScenarioStep(
      Submission(offset: .zero, entry: 1, index: 0, n: 1, key: 1, job: 1))
    player.submitWanted(2, &rules)
    player.submitAgain([step, waiting, step], &rules)
    player.submitAgain([step], &rules)
    pool.shutdown(cancelFutures: true)
    player.submitAgain([waiting, step], &rules)
    let taken = answers.withLock { $0 }.compactMap { answer -> [Int]? in
      guard case .taken(let counts, _) = answer else { return nil }
      return [counts.submitted, counts.heldBack, counts.cancelled]
    }
    #expect(taken == [[0, 2, 0], [2, 1, 0], [1, 0, 0]])
    let last = answers.withLock { $0.last?.sentence }
    #expect(last?.hasPrefix("0 of 2 submitted again: ") == true)
  }

  @Test("a wish for what is known no more is answered, too")
  func forgotten() throws {
    let scenario = try Scenario.parse([UInt8]("jobs: { a: 1h }".utf8), file: "x.yaml")
    let answers = Monitor<[String]>([])
    let player = ScenarioPlayer(
      scenario, seed: 0, pace: Pace(), finish: .quit, on: try ThreadPoolExecutor(maxWorkers: 1),
      batch: nil, onSubmitted: { answer in answers.withLock { $0.append(answer.sentence) } },
      onUpcoming: { _ in }, onConclusion: {})
    player.submitAgain([FutureID(rawValue: 3)])
    player.submitAgain([FutureID(rawValue: 3), FutureID(rawValue: 4)])
    #expect(answers.withLock { $0 } == ["#3 is gone", "all 2 are gone"])
  }

  @Test("an answer is said with its numbers")
  func sentences() {
    func sentence(_ submitted: Int, _ heldBack: Int, _ cancelled: Int) -> String {
      let counts = SubmitAnswer.Counts(
        submitted: submitted, heldBack: heldBack, cancelled: cancelled)
      return SubmitAnswer.taken(
        counts, first: submitted > 0 ? FutureID(rawValue: 7) : nil
      ).sentence
    }
    #expect(sentence(1, 0, 0) == "submitted #7")
    #expect(sentence(1_200, 0, 0) == "submitted 1,200, from #7")
    #expect(
      sentence(2, 1, 3)
        == "submitted 2, from #7; 1 held back: waits for other jobs; 3 cancelled: can never run")
    #expect(sentence(0, 2, 0) == "2 held back: wait for other jobs")
  }

  @Test("the jitter of a scenario's retries reaches the pool, with a chance of its own")
  func jitter() throws {
    let text = "jobs: { a: { sleep: 1s, retries: { max: 2, delay: 1s, backoff: 3, jitter: 25% } } }"
    let scenario = try Scenario.parse([UInt8](text.utf8), file: "x.yaml")
    var rules = SubmissionRules(scenario, seed: 7)
    guard case .submit(let submission)? = rules.next(at: .zero) else {
      Issue.record("nothing comes")
      return
    }
    let retries = scenario.jobs[0].options(
      ScenarioStep(submission), scenario.submissions[0], seed: 7, pace: Pace()
    ).retries
    #expect(retries.count == 2 && retries.delay == .seconds(1) && retries.backoff == 3)
    #expect(retries.jitter == 0.25 && retries.jitterSeed != nil)
  }

  @Test("what is submitted after a failure that cancels all never gets to an idle worker")
  func afterCancelAll() throws {
    let text = """
      pool: { workers: 1 }
      on_failure: cancel_all
      jobs: { a: 0s }
      submit: [{ job: a, count: 5 }]
      """
    let scenario = try Scenario.parse([UInt8](text.utf8), file: "x.yaml")
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    let player = Self.player(scenario, on: pool)
    player.state.withLock { $0.cancelReason = "another failed" }
    var rules = SubmissionRules(scenario, seed: 0)
    _ = player.submitDue(&rules)
    #expect(player.unsubmittedCounts.cancelled == 5 && pool.snapshot().counts.total == 0)
  }

  /// Plays commands on a pool that gets no thread.
  private static func playRefused(
    _ arguments: ArgumentList
  ) async throws -> (ScenarioPlayer, CommandBatch) {
    let words = ["true", "{}"].map { Array($0.utf8) }
    let command = try #require(CommandTemplate(words))
    let scenario = Scenario(
      running: command, workers: .count(2), timeout: nil, attempts: 1)
    let pool = ThreadPoolExecutor(
      core: ThreadPoolCore(.init(name: "refused", maxWorkers: 2)) { _, _ throws(SystemError) in
        throw SystemError(call: "pthread_create", code: 11)
      })
    let batch = CommandBatch(
      command, arguments: arguments, haltRule: nil, jobLog: nil, printer: nil)
    let isConcluded = AsyncStream<Void>.makeStream()
    let player = player(
      scenario, on: pool, batch: batch, onConclusion: { isConcluded.continuation.finish() })
    try player.play()
    for await _ in isConcluded.stream {}
    player.stop()
    return (player, batch)
  }

  @Test("what a pool cannot take has failed, and so have the commands behind it")
  func noThread() async throws {
    let (player, batch) = try await Self.playRefused(
      ArgumentList((0..<5).map { Array("\($0)".utf8) }))
    #expect(player.unsubmittedCounts.failed == 1)
    #expect(player.refusals.count == 1)
    #expect(player.refusals[0].contains("'true 0' 0 and what comes after it"))
    #expect(player.refusals[0].contains("pthread_create"))
    #expect(batch.exitCode(player.pool.snapshot().counts) == 5)
  }

  @Test("where the player gets no thread, what is scripted for a moment is not done, either")
  func noThreadBesideDirector() async throws {
    let text = "jobs: { a: 1s }\nobserve: { every: 1h }\nsubmit: [{ job: a }]"
    let scenario = try Scenario.parse([UInt8](text.utf8), file: "x.yaml")
    let player = Self.player(scenario, on: try ThreadPoolExecutor(maxWorkers: 1))
    let isDirected = Monitor(false)
    #expect(throws: SystemError.self) {
      try player.play { name, body in
        guard name == "director" else { throw SystemError(call: "pthread_create", code: 11) }
        isDirected.withLock { $0 = true }
        try OSThread.start(name: name) {
          body()
          isDirected.withLock { $0 = false }
          isDirected.signal()
        }.detach()
      }
    }
    let hasEnded = try await onOwnThread {
      isDirected.wait(until: .now.advanced(by: .seconds(60))) { $0 ? nil : true }
    }
    #expect(hasEnded == true)
    player.stop()
  }

  @Test("what is wrong with standard input is told beside why the pool takes no more")
  func noThreadForWrongInput() async throws {
    let feed = try ArgumentFeed()
    feed.writer.write("a\nb\0\n")
    feed.wait { $0.problem != nil }
    let (player, batch) = try await Self.playRefused(feed.list)
    #expect(player.refusals.count == 2)
    #expect(player.refusals.first?.hasPrefix("line 2 of standard input holds NUL") == true)
    #expect(player.refusals.last?.contains("'true a' 0 and what comes after it") == true)
    #expect(batch.exitCode(player.pool.snapshot().counts) == 255)
  }
}
