import Platform
import PoolObservation
import Testing

@testable import ConcurrentFutures

/// A pool that is looked at again after nobody did for a while.
@Suite struct LapsedObservationTests {
  /// A pool whose one job was tried again while somebody looked, and said something later.
  private final class Core: ObservedCore {
    private struct State {
      var now = PoolInstant.zero
      var isObserved = false
      var log = LogTail()
      var batch = EventBatch()
    }

    private let state = Monitor(State())
    let pool = PoolDescription(name: "p", kind: .thread, maxWorkers: 1, createdAt: 0)

    var now: PoolInstant { state.withLock { $0.now } }
    var isRecorderFull: Bool { false }

    func happen(_ change: PoolEvent.Change, at second: Int) {
      state.withLock { state in
        state.now = PoolInstant(nanoseconds: UInt64(second) * 1_000_000_000)
        if case .logged(let line) = change {
          state.log.append(LogTail.Entry(time: state.now, line: line))
        }
        if state.isObserved { state.batch.append(change, at: state.now) }
      }
    }

    func drain(into batch: inout EventBatch, _ wish: EventWish) -> Drained {
      state.withLock { state in
        defer { state.isObserved = true }
        guard state.isObserved else {
          let baseline = PoolSnapshot(pool: pool, takenAt: state.now, log: state.log)
          return Drained(now: state.now, past: (baseline, []))
        }
        swap(&batch, &state.batch)
        return Drained(now: state.now)
      }
    }

    func endObservation(into batch: inout EventBatch) {
      state.withLock { state in
        swap(&batch, &state.batch)
        state.isObserved = false
      }
    }
  }

  @Test("what happened while it was looked at stands in the log yet, where it happened")
  func log() {
    let core = Core()
    let observer = PoolObserver(pool: core.pool)
    func say(_ text: String, at second: Int) {
      core.happen(.logged(LogLine(threadName: "w", threadID: 1, text: text)), at: second)
    }
    say("unseen", at: 1)
    _ = observer.snapshot(of: core)
    core.happen(.workerStarted(worker: 0, name: "w", systemID: 7), at: 2)
    say("seen", at: 3)
    #expect(observer.snapshot(of: core).log.totalCount == 3)
    say("late", at: 30)
    // Nobody asked for longer than it is patient.
    observer.catchUp(with: core)
    say("unseen again", at: 31)
    let log = observer.snapshot(of: core).log
    #expect(
      log.entries.map(\.line.text) == [
        "unseen", "started, thread 7", "seen", "late", "unseen again",
      ])
    #expect(log.totalCount == 5)
  }
}
