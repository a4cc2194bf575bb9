import Platform
import PoolObservation
import Testing

@testable import ConcurrentFutures

/// Who listens to a pool and does not come for what happened.
@Suite struct SlowListenerTests {
  /// A pool in which ten futures are submitted between two looks.
  private final class Core: ObservedCore {
    private let looks = Monitor(0)
    var now: PoolInstant { .zero }
    var isRecorderFull: Bool { false }

    func drain(into batch: inout EventBatch, _ wish: EventWish) -> Drained {
      let look = looks.withLock { look in
        defer { look += 1 }
        return look
      }
      for number in look * 10..<(look + 1) * 10 {
        batch.submitted(
          FutureID(rawValue: UInt64(number)), name: "a", priority: 0, tags: [], at: 0)
      }
      return Drained(now: now)
    }

    func endObservation(into batch: inout EventBatch) {}
  }

  private final class Listener {}

  @Test("is given the last events, as many as are kept, and the number of those that were dropped")
  func drops() {
    let core = Core()
    let observer = PoolObserver(
      pool: PoolDescription(name: "p", kind: .thread, maxWorkers: 1, createdAt: 0),
      untakenLimit: 35)
    let (slow, quick) = (Listener(), Listener())
    observer.addListener(slow, to: core)
    observer.addListener(quick, to: core)
    for _ in 0..<9 {
      let (events, snapshot) = observer.take(for: quick, of: core)
      #expect(events.count == 10 && snapshot.droppedEventCount == 0)
    }
    let (events, snapshot) = observer.take(for: slow, of: core)
    // Ten events for each look since it began to listen.
    #expect(events.count == 30 && snapshot.droppedEventCount == 80)
    #expect(snapshot.counts.pending == 120, "the fold itself loses nothing")
    let next = observer.take(for: slow, of: core)
    #expect(next.events.count == 10 && next.snapshot.droppedEventCount == 80)
  }
}
