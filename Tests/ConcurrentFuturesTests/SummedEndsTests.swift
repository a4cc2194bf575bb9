import PoolObservation
import Testing

@testable import ConcurrentFutures

/// What a pool keeps of a flood of jobs between two snapshots.
@Suite("A flood of jobs between two snapshots", .timeLimit(.minutes(5)))
struct SummedEndsTests {
  /// Of the last 12,500 nothing is summed up.
  private static let floodCount = 18_000

  /// Runs a flood, and returns once every job of it is done.
  private func flood(_ pool: ThreadPoolExecutor) throws {
    let futures = try (0..<Self.floodCount).map { number in try pool.submit { number } }
    let sum = try futures.reduce(0) { $0 + (try $1.result()) }
    #expect(sum == Self.floodCount * (Self.floodCount - 1) / 2)
  }

  @Test("is summed up as it comes, where nobody wants each event", arguments: [1, 3])
  func summed(_ workers: Int) async throws {
    try await blocking {
      let pool = try ThreadPoolExecutor(maxWorkers: workers)
      defer { pool.shutdown() }
      // All workers live before it begins: that one comes is no usual event.
      let (began, end) = (Journal<Int>(), Gate())
      let blockers = try (0..<workers).map { number in
        try pool.submit {
          began.write(number)
          end.wait()
        }
      }
      began.wait(for: workers)
      end.open()
      for blocker in blockers { try blocker.result() }
      // However long it takes, the pool is observed.
      let subscription = pool.core.subscribe()
      defer { withExtendedLifetime(subscription) {} }
      let before = pool.snapshot()
      #expect(before.workers.count == workers)
      try flood(pool)

      var batch = EventBatch()
      _ = pool.core.drain(into: &batch, .snapshots)
      #expect(batch.count == 3 * Self.floodCount)
      // Other tests submit meanwhile: where ids have gaps, fewer are summed up.
      #expect(batch.heldCount <= batch.count - 2 * 5_000)
      var history = PoolHistory(resuming: before)
      history.apply(batch)
      let after = history.snapshot(at: pool.now)
      #expect(after.counts.succeeded == before.counts.succeeded + Self.floodCount)
      #expect(after.counts.pending == 0 && after.counts.running == 0)
      #expect(after.workers.reduce(0) { $0 + $1.doneCount } == after.counts.succeeded)
      #expect(after.runTimes.count == Self.floodCount)
      #expect(after.futures.count == 10_000 && history.unplacedEventCount == 0)
    }
  }

  @Test("is told event by event to a listener that comes between two floods")
  func listener() async throws {
    try await blocking {
      let pool = try ThreadPoolExecutor(maxWorkers: 2)
      defer { pool.shutdown() }
      let subscription = pool.core.subscribe()
      defer { withExtendedLifetime(subscription) {} }
      try flood(pool)
      let listener = pool.makeListener()
      try flood(pool)
      let (events, snapshot) = listener.take()
      #expect(snapshot.counts.succeeded == 2 * Self.floodCount && snapshot.droppedEventCount == 0)
      let ends = events.count { if case .finished = $0.change { true } else { false } }
      #expect(ends == Self.floodCount)
    }
  }

  @Test("is told event by event to a listener that came while nothing happened")
  func listenerOfIdlePool() async throws {
    try await blocking {
      let pool = try ThreadPoolExecutor(maxWorkers: 1)
      defer { pool.shutdown() }
      try pool.submit {}.result()
      _ = pool.snapshot()
      _ = pool.snapshot()
      // What comes back empty is used once more.
      let listener = pool.makeListener()
      _ = listener.take()
      try flood(pool)
      let (events, snapshot) = listener.take()
      #expect(events.count == 3 * Self.floodCount && snapshot.droppedEventCount == 0)
    }
  }

  @Test("leaves the job that helps to run it where it is")
  func helping() async throws {
    try await blocking {
      let pool = try ThreadPoolExecutor(maxWorkers: 1, helpWhileWaiting: true)
      defer { pool.shutdown() }
      let subscription = pool.core.subscribe()
      defer { withExtendedLifetime(subscription) {} }
      let (journal, goOn, end) = (Journal<Int>(), Gate(), Gate())
      let count = 13_000
      let helper = try pool.submit {
        let futures = try (0..<count).map { number in try pool.submit { number } }
        journal.write(1)
        goOn.wait()
        let sum = try futures.reduce(0) { $0 + (try $1.result()) }
        journal.write(2)
        end.wait()
        return sum
      }
      journal.wait(for: 1)
      _ = pool.snapshot()
      goOn.open()
      journal.wait(for: 2)
      let worker = pool.snapshot().workers[0]
      #expect(worker.state == .running && worker.current == helper.id)
      #expect(worker.doneCount == count)
      end.open()
      #expect(try helper.result() == count * (count - 1) / 2)
      let after = pool.snapshot().workers[0]
      #expect(after.state == .idle && after.current == nil && after.doneCount == count + 1)
      #expect(after.spans.allSatisfy { $0.end != nil })
    }
  }
}
