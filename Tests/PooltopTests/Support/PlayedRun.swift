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
  /// How many submissions waited for other jobs, whenever that changed.
  var heldBackCounts: [Int]

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

  private static func play(_ scenario: Scenario, _ speed: Double) throws -> PlayedRun {
    let lines = Monitor<[String]>([])
    let heldBackCounts = Monitor<[Int]>([])
    let isConcluded = Monitor(false)
    let listener = Run.Listener(
      sampled: { events, _ in
        let said = events.compactMap { event -> String? in
          guard case .logged(let line) = event.change else { return nil }
          return line.text
        }
        lines.withLock { $0 += said }
      },
      heldBack: { count in heldBackCounts.withLock { $0.append(count) } },
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
      heldBackCounts: heldBackCounts.withLock { $0 })
  }
}
