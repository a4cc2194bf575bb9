import Glibc
import Platform
import PoolObservation
import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("An observed pool", .timeLimit(.minutes(5)))
struct ObservationTests {
  @Test("is never behind what a caller knows of its futures")
  func neverBehind() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2)
    try await blocking {
      for number in 1...200 {
        let future = try pool.submit { number }
        #expect(pool.snapshot().futures[id: future.id] != nil)
        _ = try future.result()
        let snapshot = pool.snapshot()
        #expect(snapshot.futures[id: future.id]?.text == "\(number)")
        #expect(snapshot.counts.succeeded == number && snapshot.counts.unfinished == 0)
      }
      pool.shutdown()
    }
  }

  @Test("loses no future when several threads submit, and starts them in the order of their ids")
  func concurrentSubmitters() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    let started = Journal<FutureID>()
    try await blocking {
      let done = Journal<Int>()
      for _ in 0..<4 {
        try OSThread.start(name: "submitter") {
          for _ in 0..<500 { _ = try? pool.submit { started.write($0.id) } }
          done.write(1)
        }.detach()
      }
      #expect(done.wait(for: 4).count == 4)
      pool.shutdown()
    }
    let snapshot = pool.snapshot()
    #expect(snapshot.counts.total == 2_000 && snapshot.futures.count == 2_000)
    #expect(started.entries == started.entries.sorted())
  }

  @Test("tells its whole story, in order")
  func story() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1, threadNamePrefix: "story")
    let listener = pool.makeListener()
    let future = try await blocking {
      let future = try pool.submit(name: "tale") { context in
        context.log("hello")
        context.reportProgress(2)
        throw Boom(number: 1)
      }
      pool.shutdown()
      return future
    }
    let (events, snapshot) = listener.take()
    // Another thread begins the shutdown, somewhere in between.
    let own = events.filter { $0.change != .shutdownBegan(cancelFutures: false) }
    let story = own.map(\.change)
    #expect(own.count == events.count - 1)
    let system = snapshot.workers[0].systemID
    let said = LogLine(
      worker: 0, future: future.id, threadName: "story_0", threadID: system, text: "hello")
    #expect(
      story == [
        .submitted(future.id, name: "tale"),
        .workerStarted(worker: 0, name: "story_0", systemID: system),
        .started(future.id, worker: 0, attempt: 1), .logged(said),
        .progressed(future.id, fraction: 1, note: ""),
        .finished(future.id, outcome: .failed, text: "Boom: boom 1"),
        .workerEnded(worker: 0, reason: .released), .shutDown,
      ])
    #expect(zip(own, own.dropFirst()).allSatisfy { $0.time <= $1.time })
    #expect(snapshot.pool.phase == .shutDown)
    #expect(snapshot.log.entries.map(\.line.text) == ["started, thread \(system)", "hello"])
  }

  @Test("dates starts in the order in which jobs are taken, whichever worker takes them")
  func startTimes() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 4)
    let listener = pool.makeListener()
    try await blocking {
      // Long enough that all workers come, and end together.
      for _ in 0..<4_000 { try pool.submit { usleep(20) } }
      pool.shutdown()
    }
    let times = listener.take().events.compactMap { event in
      if case .started = event.change { event.time } else { nil }
    }
    #expect(times.count == 4_000)
    #expect(zip(times, times.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test("shows its true state, and the last 10,000 lives, to an observer who comes late")
  func lateObserver() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2)
    let gate = Gate()
    try await blocking {
      let futures = try (0..<40_000).map { number in try pool.submit { number } }
      wait(futures)
      let running = try pool.submit(name: "runs") { gate.wait() }
      let other = try pool.submit { gate.wait() }
      try waitUntil { running.isRunning && other.isRunning }
      let queued = try pool.submit(name: "waits") {}
      let snapshot = pool.snapshot()
      #expect(snapshot.droppedEventCount == 3 * 30_000, "each life is three events")
      #expect(snapshot.counts.succeeded == 40_000 && snapshot.forgottenFutureCount == 30_000)
      #expect(snapshot.runTimes.count == 10_000, "of the last ones it remembers all")
      #expect(snapshot.counts.running == 2 && snapshot.counts.pending == 1)
      #expect(snapshot.workers.map(\.doneCount).reduce(0, +) == 40_000)
      #expect(snapshot.futures[id: running.id]?.state == .running)
      #expect(snapshot.futures[id: queued.id]?.name == "waits")
      #expect(snapshot.futures.count == 10_003)
      gate.open()
      pool.shutdown()
      let end = pool.snapshot()
      #expect(end.counts.succeeded == 40_003 && end.counts.unfinished == 0)
      #expect(end.futures[id: queued.id]?.outcome == .succeeded)
    }
  }

  @Test("shows that a process is gone to an observer who comes before the next, and then the next")
  func betweenProcesses() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      try pool.submit {}.result()
      let worker = pool.core.shared.withLock { $0.workers[0] }
      try waitUntil { pool.core.shared.withLock { $0.machine.workers == [.parked] } }
      // As the host of one says it; nobody has looked before.
      pool.core.workerWentAway(worker, "it was ended by SIGKILL")
      #expect(pool.snapshot().workers.map(\.state) == [.lost])
      pool.core.workerReturned(worker, systemID: 7)
      #expect(pool.snapshot().workers.map(\.systemID) == [7])
      #expect(pool.snapshot().workers.map(\.state) == [.idle])
      pool.shutdown()
    }
  }

  @Test("publishes on a timer, and a last time when it is told to stop")
  func publishes() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    let seen = Journal<Int>()
    try await blocking {
      let publisher = try SnapshotPublisher(pool, every: .milliseconds(1)) {
        seen.write($0.counts.succeeded)
      }
      #expect(seen.wait(for: 3).count >= 3)
      pool.shutdown()
      publisher.stop()
      let count = seen.entries.count
      publisher.stop()
      #expect(seen.entries.count == count, "nothing comes after the last")
    }
  }

  @Test("publishes more often from the moment that is asked for, not from the next time on")
  func changedInterval() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    let seen = Journal<Int>()
    try await blocking {
      let publisher = try SnapshotPublisher(pool, every: .seconds(3_600)) {
        seen.write($0.counts.succeeded)
      }
      publisher.setInterval(.milliseconds(1))
      #expect(seen.wait(for: 3).count >= 3)
      publisher.stop()
      pool.shutdown()
    }
  }

  @Test("publishes what happened up to the stop, though the timer never rang")
  func lastWord() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    let seen = Journal<Int>()
    try await blocking {
      let publisher = try SnapshotPublisher(pool, every: .seconds(3_600)) {
        seen.write($0.counts.succeeded)
      }
      try pool.submit {}.result()
      publisher.stop()
      pool.shutdown()
    }
    #expect(seen.entries == [1])
  }

  @Test("may be asked for what a result reads like by a text that asks the pool itself")
  func curiousText() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      let listener = pool.makeListener()
      let future = try pool.submit { Curious(pool: pool) }
      wait([future])
      let texts = listener.take().events.compactMap { event -> String? in
        if case .finished(_, _, let text) = event.change { text } else { nil }
      }
      #expect(texts == ["1 future"])
      pool.shutdown()
    }
  }

  @Test("is observed no longer when nobody asked for ten seconds, however little happens")
  func observationEnds() {
    let core = QuietCore()
    let observer = PoolObserver(pool: core.pool)
    _ = observer.snapshot(of: core)
    core.state.withLock { $0.now = PoolInstant(nanoseconds: 9_000_000_000) }
    observer.catchUp(with: core)
    #expect(core.state.withLock { $0.isObserved })
    core.state.withLock { $0.now = PoolInstant(nanoseconds: 11_000_000_000) }
    observer.catchUp(with: core)
    #expect(!core.state.withLock { $0.isObserved })
  }

  @Test("has its events looked at long before there is no room for more")
  func looksAtEvents() {
    var recorder = EventRecorder()
    _ = recorder.beginObservation(.all, at: .zero)
    for _ in 0..<EventRecorder.usualCapacity / 64 { recorder.record(.held, at: .zero) }
    #expect(recorder.wantsLook && !recorder.isFull)
    #expect(!recorder.mayBeInVain(at: PoolInstant(nanoseconds: 1_000_000_000)))
    #expect(recorder.mayBeInVain(at: PoolInstant(nanoseconds: 11_000_000_000)))
    recorder.lookLater()
    #expect(!recorder.wantsLook)
  }

  private struct Curious: Sendable, CustomStringConvertible {
    let pool: ThreadPoolExecutor
    var description: String { "\(pool.snapshot().counts.total) future" }
  }

  /// A pool in which nothing happens.
  private final class QuietCore: ObservedCore {
    let pool = PoolDescription(name: "quiet", kind: .thread, maxWorkers: 1, createdAt: 0)
    let state = Monitor((now: PoolInstant.zero, isObserved: false))

    var now: PoolInstant { state.withLock { $0.now } }
    let isRecorderFull = false

    func drain(into batch: inout EventBatch, _ wish: EventWish) -> Drained {
      let wasObserved = state.withLock { state in
        defer { state.isObserved = true }
        return state.isObserved
      }
      return Drained(now: now, past: wasObserved ? nil : (PoolSnapshot(pool: pool), []))
    }

    func endObservation(into batch: inout EventBatch) {
      state.withLock { $0.isObserved = false }
    }
  }
}
