import ConcurrentFutures
import Platform
import ScenarioScript

@testable import pooltop

/// A scenario that was played to its end, and what came of it.
struct PlayedRun: Sendable {
  var judgement: Judgement
  var snapshot: PoolSnapshot
  /// Everything that was said, in order.
  var lines: [String]
  /// What was to be submitted yet, whenever that changed.
  var upcoming: [ScenarioPlayer.Upcoming]
  /// The most futures that were in the pool at one moment, pending or running.
  var greatestUnfinishedCount: Int

  /// Plays a scenario headless, on a thread of its own.
  static func of(_ text: String, speed: Double = 1) async throws -> PlayedRun {
    let scenario = try Scenario.parse([UInt8](text.utf8), file: "x.yaml")
    return try await withCheckedThrowingContinuation { continuation in
      do {
        try OSThread.start(name: "test") {
          continuation.resume(with: Result { try play(scenario, speed) })
        }.detach()
      } catch {
        continuation.resume(throwing: error)
      }
    }
  }

  /// Plays a scenario, and more slowly if it did not come to what is wanted: on a busy machine its
  /// moments are too close to each other.
  static func of(
    _ text: String, until isWanted: (PlayedRun) -> Bool
  ) async throws -> PlayedRun {
    for speed in [1, 0.25] {
      let run = try await of(text, speed: speed)
      if isWanted(run) { return run }
    }
    return try await of(text, speed: 0.05)
  }

  private static func play(_ scenario: Scenario, _ speed: Double) throws -> PlayedRun {
    let lines = Monitor<[String]>([])
    let steps = Monitor<[(time: PoolInstant, change: Int)]>([])
    let upcoming = Monitor<[ScenarioPlayer.Upcoming]>([])
    let isConcluded = Monitor(false)
    let listener = Run.Listener(
      sampled: { events, _ in
        let said = events.compactMap { event -> String? in
          guard case .logged(let line) = event.change else { return nil }
          return line.text
        }
        lines.withLock { $0 += said }
        steps.withLock { $0 += events.compactMap(step) }
      },
      upcoming: { news in upcoming.withLock { $0.append(news) } },
      concluded: {
        isConcluded.withLock { $0 = true }
        isConcluded.signal()
      })
    let run = try Run(scenario, speed: speed, finish: .quit, listener: listener)
    try run.start()
    _ = isConcluded.wait { $0 ? true : nil }
    let judgement = run.conclude()
    return PlayedRun(
      judgement: judgement, snapshot: run.pool.snapshot(), lines: lines.withLock { $0 },
      upcoming: upcoming.withLock { $0 },
      greatestUnfinishedCount: steps.withLock(greatestSum))
  }

  /// What an event changes in the number of futures in the pool.
  private static func step(_ event: PoolEvent) -> (time: PoolInstant, change: Int)? {
    switch event.change {
    case .submitted: (event.time, 1)
    case .finished: (event.time, -1)
    default: nil
    }
  }

  /// Events come in order for each future only, so they are put in order of time first.
  private static func greatestSum(_ steps: inout [(time: PoolInstant, change: Int)]) -> Int {
    var sum = 0
    return steps.sorted { ($0.time, $0.change) < ($1.time, $1.change) }
      .reduce(into: 0) { greatest, step in
        sum += step.change
        greatest = max(greatest, sum)
      }
  }
}
