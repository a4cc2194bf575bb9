import Platform
import Synchronization
import Testing
import WorkerJobs

@testable import ConcurrentFutures

/// Who waits for the result of a job that was given to a resting worker reads the answer himself.
@Suite("Waiting where the answer comes", .timeLimit(.minutes(5)))
struct AttendTests {
  /// Runs a body with a pool of one worker, which rests.
  private func withRestingWorker(
    _ body: @escaping @Sendable (ProcessPoolExecutor) throws -> Void
  ) async throws {
    try await blocking(within: .seconds(200)) {
      let pool = try ProcessPoolExecutor.forTests(maxWorkers: 1)
      defer {
        pool.killWorkers()
        pool.shutdown()
      }
      _ = try pool.submit(doubleJob, 1).result()
      try waitUntil { pool.core.shared.withLock { $0.machine.workers == [.parked] } }
      try body(pool)
    }
  }

  /// Does something on another thread as soon as somebody waits for an answer.
  private func onceAttended(
    _ pool: ProcessPoolExecutor, _ body: @escaping @Sendable () -> Void
  ) throws -> OSThread {
    try OSThread.start(name: "other") {
      try? waitUntil {
        let host = pool.core.shared.withLock { $0.workers[0].host }
        return (host as? ProcessTender)?.state.withLock { $0.reader } == .waiter
      }
      body()
    }
  }

  @Test("wakes no other thread, and the worker is free when the result is there")
  func sleepsOn() async throws {
    try await withRestingWorker { pool in
      let gate = try SharedGate()
      let future = try pool.submit(piece, .behind(gate, result: 7))
      let other = try onceAttended(pool) { gate.open() }
      #expect(try future.result() == 7)
      #expect(pool.core.shared.withLock { $0.machine.workers == [.parked] })
      #expect(pool.core.shared.withLock { $0.workers[0].hand == .own })
      #expect(pool.snapshot().counts.succeeded == 2)
      #expect(pool.snapshot().workers[0].doneCount == 2)
      other.join()
    }
  }

  @Test("leaves callbacks to the worker's thread: one that takes long delays nobody")
  func callbacks() async throws {
    try await withRestingWorker { pool in
      let (gate, held, journal) = (try SharedGate(), Gate(), Journal<String>())
      let future = try pool.submit(piece, .behind(gate, result: 7))
      future.addDoneCallback { _ in
        journal.write(WorkerThread.current?.name ?? "no worker")
        held.wait()
      }
      let other = try onceAttended(pool) { gate.open() }
      #expect(try future.result() == 7)
      #expect(journal.wait(for: 1) == ["\(pool.name)_0"])
      let next = try pool.submit(doubleJob, 21)
      #expect(!next.isDone)
      held.open()
      #expect(try next.result() == 42)
      other.join()
    }
  }

  @Test("loses no callback to the worker's thread, when that wakes before the run is handed back")
  func wokenMeanwhile() async throws {
    try await withRestingWorker { pool in
      let (gate, journal) = (try SharedGate(), Journal<Int>())
      let future = try pool.submit(piece, .behind(gate, result: 7))
      future.addDoneCallback { _ in journal.write(1) }
      let waker = Waker(pool.core.shared.withLock { $0.workers[0] })
      #expect(future.add(waker))
      let other = try onceAttended(pool) { gate.open() }
      #expect(try future.result() == 7)
      #expect(journal.wait(for: 1) == [1])
      other.join()
    }
  }

  @Test("hands the answer back to the worker's thread when its time is over")
  func timeout() async throws {
    try await withRestingWorker { pool in
      let (gate, journal) = (try SharedGate(), Journal<Int>())
      let future = try pool.submit(piece, .behind(gate, result: 7))
      future.addDoneCallback { _ in journal.write(1) }
      #expect(throws: TimeoutError.self) { try future.result(timeout: .milliseconds(20)) }
      gate.open()
      #expect(journal.wait(for: 1) == [1])
      #expect(try future.result(timeout: .zero) == 7)
      #expect(try pool.submit(doubleJob, 21).result() == 42)
    }
  }

  @Test("ends when the job is killed, and only that job")
  func killed() async throws {
    try await withRestingWorker { pool in
      let future = try pool.submit(act, .runForever)
      let outcome = Monitor<KillOutcome?>(nil)
      let other = try onceAttended(pool) {
        outcome.withLock { $0 = future.kill(grace: .milliseconds(50)) }
      }
      let next = try pool.submit(doubleJob, 21)
      #expect(throws: WorkerDiedError.self) { try future.result() }
      #expect(try next.result() == 42)
      other.join()
      #expect(outcome.withLock { $0 } == .killed)
    }
  }

  @Test("takes no grace from what is asked to end while the program is suspended")
  func suspended() async throws {
    try await withRestingWorker { pool in
      let gate = try SharedGate()
      let future = try pool.submit(piece, .behind(gate, result: 7))
      let host = pool.core.shared.withLock { $0.workers[0].host }
      let tender = try #require(host as? ProcessTender)
      let end = MonotonicClock.now.advanced(by: .seconds(3_600))
      tender.state.withLock { $0.killTime = end }
      pool.core.holdTimeLimits()
      tender.look(at: end.advanced(by: .seconds(1)))
      #expect(tender.state.withLock { $0.killTime } == end)
      pool.core.resumeTimeLimits()
      #expect(try #require(tender.state.withLock { $0.killTime }) >= end)
      gate.open()
      #expect(try future.result() == 7)
    }
  }

  @Test("takes none from what a job started either, once its process is gone")
  func suspendedWhileCleaningUp() async throws {
    try await withRestingWorker { pool in
      let (gate, journal) = (try SharedGate(), try SharedJournal())
      let tidy =
        "trap 'cat \(gate.path); echo bye >> \(journal.path); exit' TERM; "
        + "echo ready >> \(journal.path); while :; do sleep 0.02; done"
      let future = try pool.submit(act, .runShell(tidy))
      try journal.wait(for: 1)
      pool.core.holdTimeLimits()
      // Its grace is over at once, and does not pass.
      #expect(future.kill(grace: .nanoseconds(1)) == .killed)
      #expect(throws: WorkerDiedError.self) { try future.result() }
      gate.open()
      #expect(try journal.wait(for: 2) == ["ready", "bye"])
      pool.core.resumeTimeLimits()
      #expect(try pool.submit(doubleJob, 21).result() == 42)
    }
  }

  @Test("ends when the process dies; another takes its place")
  func died() async throws {
    try await withRestingWorker { pool in
      let before = try pool.submit(place, 0).result()[2]
      let error = #expect(throws: WorkerDiedError.self) { try pool.submit(act, .abort).result() }
      #expect(error.map { "\($0.pid)" } == before)
      #expect(try pool.submit(place, 0).result()[2] != before)
      #expect(pool.snapshot().counts.crashed == 1)
    }
  }

  @Test("hears what is logged meanwhile, in order, before the end")
  func log() async throws {
    try await withRestingWorker { pool in
      let lines = (1...20).map { "line \($0)" }
      let future = try pool.submit(act, .log(lines))
      _ = try future.result()
      let heard = pool.snapshot().log.entries.filter { $0.line.future == future.id }
      #expect(heard.map(\.line.text) == lines)
    }
  }

  /// Hides the socket of a worker's process, as after results that were waited for in succession.
  @discardableResult
  private func hide(
    in pool: ProcessPoolExecutor, attendedAt: MonotonicClock.Instant,
    showTime: MonotonicClock.Instant?
  ) throws -> ProcessTender {
    let host = pool.core.shared.withLock { $0.workers[0].host }
    let tender = try #require(host as? ProcessTender)
    tender.state.withLock { state in
      tender.hide(&state)
      state.attendedAt = attendedAt
      state.showTime = showTime
    }
    tender.hosting.hidesSome.store(true, ordering: .sequentiallyConsistent)
    tender.hosting.watch.lookAgain()
    return tender
  }

  @Test("in succession hides the answers that nobody waits for a moment only")
  func unattended() async throws {
    try await withRestingWorker { pool in
      let now = MonotonicClock.now
      try hide(in: pool, attendedAt: now, showTime: now)
      let future = try pool.submit(doubleJob, 21)
      try waitUntil { future.isDone }
      #expect(try future.result() == 42)
    }
  }

  @Test("in succession hides no answer from who is told of it in another way")
  func observed() async throws {
    try await withRestingWorker { pool in
      // So soon that the pool's watch never thinks that nobody waits any more.
      let soon = MonotonicClock.now.advanced(by: .seconds(3_600))
      for number in 1...3 {
        try hide(in: pool, attendedAt: soon, showTime: soon)
        let future = try pool.submit(doubleJob, number)
        switch number {
        case 1:
          let journal = Journal<Int>()
          future.addDoneCallback { _ in journal.write(1) }
          #expect(journal.wait(for: 1) == [1])
        case 2: #expect(wait([future]).done.count == 1)
        default: #expect(try asCompleted([future]).next()?.result() == 6)
        }
        try waitUntil { pool.core.shared.withLock { $0.machine.workers == [.parked] } }
      }
    }
  }

  @Test("in succession leaves the socket hidden, and whoever waits gets each answer")
  func succession() async throws {
    try await withRestingWorker { pool in
      let soon = MonotonicClock.now.advanced(by: .seconds(3_600))
      let tender = try hide(in: pool, attendedAt: soon, showTime: soon)
      #expect(try pool.submit(doubleJob, 0).result() == 0)
      #expect(tender.state.withLock { $0.isHidden })
      let results = try (1...100).map { try pool.submit(doubleJob, $0).result() }
      #expect(results == (1...100).map { $0 * 2 })
    }
  }

  @Test("is done by one of several who wait; all are told")
  func several() async throws {
    try await withRestingWorker { pool in
      let (gate, journal) = (try SharedGate(), Journal<Int>())
      let future = try pool.submit(piece, .behind(gate, result: 7))
      let others = try (0..<3).map { _ in
        try OSThread.start(name: "waiter") { journal.write((try? future.result()) ?? -1) }
      }
      let other = try onceAttended(pool) { gate.open() }
      #expect(journal.wait(for: 3) == [7, 7, 7])
      for thread in others + [other] { thread.join() }
    }
  }

  @Test("lets what was submitted meanwhile run after it, and the pool shut down")
  func goesOn() async throws {
    try await withRestingWorker { pool in
      let gate = try SharedGate()
      let future = try pool.submit(piece, .behind(gate, result: 7))
      let queued = Journal<Future<Int>>()
      let other = try onceAttended(pool) {
        for number in 1...3 {
          if let next = try? pool.submit(doubleJob, number) { queued.write(next) }
        }
        pool.shutdown(wait: false)
        gate.open()
      }
      #expect(try future.result() == 7)
      other.join()
      #expect(try queued.entries.map { try $0.result() } == [2, 4, 6])
      pool.shutdown()
      #expect(pool.snapshot().pool.phase == .shutDown)
    }
  }

  @Test("is right for many threads at once, each with one job after the other")
  func crowd() async throws {
    try await blocking(within: .seconds(200)) {
      let pool = try ProcessPoolExecutor.forTests(maxWorkers: 2)
      let wrong = Journal<String>()
      let threads = try (0..<4).map { thread in
        try OSThread.start(name: "submitter") {
          for number in 0..<300 {
            let input = thread * 1_000 + number
            let result = Result { try pool.submit(doubleJob, input).result() }
            if (try? result.get()) != input * 2 { wrong.write("\(input): \(result)") }
          }
        }
      }
      for thread in threads { thread.join() }
      pool.shutdown()
      #expect(wrong.entries.isEmpty)
      #expect(pool.snapshot().counts.succeeded == 1_200)
    }
  }
}

/// Wakes a worker as soon as its run is published, and lets it look around.
private final class Waker: FutureWaiter {
  private let worker: WorkerThread

  init(_ worker: WorkerThread) {
    self.worker = worker
  }

  func futureSettled(_ id: FutureID, _ settlement: Settlement) {
    worker.call()
    // It does nothing that could be waited for, if all is well.
    let end = MonotonicClock.now.advanced(by: .milliseconds(100))
    while MonotonicClock.now < end {
      guard worker.pool.shared.withLock({ _ in worker.future != nil }) else { return }
    }
  }
}
