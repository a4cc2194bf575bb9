import ConcurrentFutures
import Testing

@testable import pooltop

/// What is counted and measured of a run, event by event.
@Suite struct RunFiguresTests {
  /// Applies changes, a second apart.
  private func figures(
    maxWorkers: Int = 1, _ changes: [PoolEvent.Change]
  ) -> RunFigures {
    var figures = RunFigures(maxWorkers: maxWorkers, measuresWaits: true)
    for (second, change) in changes.enumerated() {
      let time = PoolInstant(nanoseconds: UInt64(second) * 1_000_000_000)
      figures.apply(PoolEvent(time: time, change: change))
    }
    return figures
  }

  private func submitted(_ number: UInt64) -> PoolEvent.Change {
    .submitted(FutureID(rawValue: number), name: "a")
  }

  private func started(_ number: UInt64, on worker: Int = 0, attempt: Int = 1) -> PoolEvent.Change {
    .started(FutureID(rawValue: number), worker: worker, attempt: attempt)
  }

  private func finished(
    _ number: UInt64, _ outcome: FutureOutcome = .succeeded
  ) -> PoolEvent.Change {
    .finished(FutureID(rawValue: number), outcome: outcome, text: "")
  }

  @Test("what a free worker is about to take waits for nobody; what is held does")
  func queue() {
    let changes = [submitted(1), submitted(2), submitted(3), started(1)]
    #expect(figures(maxWorkers: 3, changes).longestQueue == 0)
    #expect(figures(maxWorkers: 2, changes).longestQueue == 1)
    #expect(figures(maxWorkers: 3, [.held] + changes).longestQueue == 3)
    #expect(figures(maxWorkers: 3, changes + [.resized(maxWorkers: 1)]).longestQueue == 2)
  }

  @Test("who is cancelled leaves the queue, who tries again comes back to it")
  func leaving() {
    let cancelled = [submitted(1), started(1), submitted(2), finished(2, .cancelled), submitted(3)]
    #expect(figures(cancelled).longestQueue == 1)
    let again: [PoolEvent.Change] = [
      submitted(1), started(1), submitted(2),
      .retrying(FutureID(rawValue: 1), outcome: .failed, text: ""), started(2),
      finished(2), started(1, attempt: 2), finished(1),
    ]
    let figures = figures(again)
    #expect(figures.longestQueue == 1)
    #expect(figures.retriedCount == 1)
    #expect(figures.outOfOrder == nil, "a further attempt is no start out of order")
  }

  @Test("a worker whose job is late is not free")
  func late() {
    let figures = figures([
      submitted(1), started(1), .ranOver(FutureID(rawValue: 1), worker: 0), finished(1, .timedOut),
      submitted(2), submitted(3), .workerFreed(worker: 0), started(2),
    ])
    #expect(figures.longestQueue == 2)
  }

  @Test("the longest wait is to the first start, and a start out of order is named")
  func waits() {
    let figures = figures([
      submitted(1), submitted(2), started(2), finished(2), started(1), finished(1),
    ])
    #expect(figures.longestWait == .seconds(4))
    #expect(figures.outOfOrder == FutureID(rawValue: 2))
  }
}
