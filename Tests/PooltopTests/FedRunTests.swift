import ConcurrentFutures
import Dashboard
import Platform
import ScenarioScript
import TerminalDriver
import Testing

@testable import pooltop

/// Runs whose arguments come while they go on.
@Suite("runs that are fed", .timeLimit(.minutes(5)))
struct FedRunTests {
  /// A run of what a test writes, each line a command.
  private final class Trial {
    let feed: ArgumentFeed
    let run: Run
    let batch: CommandBatch
    let scenario: Scenario
    private let isConcluded: Monitor<Bool>

    init() throws {
      let feed = try ArgumentFeed()
      self.feed = feed
      let command = try #require(CommandTemplate(["sh", "-c", "{}"].map { Array($0.utf8) }))
      scenario = Scenario(running: command, workers: .count(1), timeout: nil, attempts: 1)
      batch = CommandBatch(
        command, arguments: feed.list, haltRule: nil, jobLog: nil, printer: nil)
      let isConcluded = Monitor(false)
      self.isConcluded = isConcluded
      run = try Run(
        scenario, finish: .stay, batch: batch,
        listener: Run.Listener(
          sampled: { _, _ in },
          concluded: {
            isConcluded.withLock { $0 = true }
            isConcluded.signal()
          }))
    }

    deinit {
      _ = run.conclude()
      run.pool.shutdown(wait: true, cancelFutures: true)
      feed.writer.end()
    }

    /// Begins, and returns when the first line has run.
    func begin() throws {
      let rested = Monitor(false)
      batch.onRest {
        rested.withLock { $0 = true }
        rested.signal()
      }
      feed.writer.write("true\n")
      try run.start()
      _ = rested.wait { $0 ? true : nil }
    }

    /// Waits until everything is done; false when that does not come.
    func awaitConclusion() -> Bool {
      let deadline = MonotonicClock.now.advanced(by: .seconds(60))
      return isConcluded.wait(until: deadline) { $0 ? true : nil } != nil
    }
  }

  @Test(
    "a pool that is shut down waits for no line",
    arguments: [
      Effect.shutDown(.wait), .shutDown(.cancelPending), .shutDown(.now), .quit(.wait),
      .quit(.cancelPending),
    ])
  func shutDown(_ effect: Effect) async throws {
    try await onOwnThread {
      let trial = try Trial()
      try trial.begin()
      let effects = try EffectRunner(
        run: trial.run, inbox: try Inbox(), library: ScenarioLibrary())
      effects.perform(effect)
      #expect(trial.awaitConclusion())
      effects.stop()
    }
  }

  @Test("a run that was made, and cannot begin, takes no lines from the one that goes on")
  func cannotBegin() async throws {
    try await onOwnThread {
      let trial = try Trial()
      try trial.begin()
      let other = try Run(
        trial.scenario, finish: .stay, batch: trial.batch.again(),
        listener: Run.Listener(sampled: { _, _ in }, concluded: {}))
      trial.feed.writer.write("false\n")
      trial.feed.writer.end()
      #expect(trial.awaitConclusion())
      _ = other.conclude()
      #expect(trial.run.judge().sentence.hasPrefix("2 futures: 1 ok, 1 failed"))
    }
  }
}
