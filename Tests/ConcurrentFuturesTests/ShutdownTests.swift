import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("Shutting down a pool", .timeLimit(.minutes(5)))
struct ShutdownTests {
  @Test(
    "wakes every wait and every asCompleted by what it cancels", arguments: ExecutorKind.allCases)
  func wakesWaits(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let gate = try SharedGate()
      let running = try pool.submit(piece, .behind(gate))
      try waitUntil { running.isRunning }
      let queued = try (0..<2).map { _ in try pool.submit(piece, Piece()) }
      let woken = Journal<Int>()
      try OSThread.start(name: "waiter") { woken.write(wait(queued).done.count) }.detach()
      try OSThread.start(name: "waiter") {
        let completed = asCompleted(queued)
        var count = 0
        while (try? completed.next()) != nil { count += 1 }
        woken.write(count)
      }.detach()
      try waitUntil { queued.allSatisfy { $0.waiterCount == 2 } }
      pool.shutdown(wait: false, cancelFutures: true)
      #expect(woken.wait(for: 2) == [2, 2])
      gate.open()
      pool.shutdown()
    }
  }

  @Test("may be asked for again, with other flags", arguments: ExecutorKind.allCases)
  func otherFlags(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let gate = try SharedGate()
      let running = try pool.submit(piece, .behind(gate))
      try waitUntil { running.isRunning }
      let retries = RetryPolicy(count: 1, delay: .seconds(3_600))
      let queued = try pool.submit(piece, Piece())
      pool.shutdown(wait: false)
      #expect(queued.state == .pending, "the first call cancels nothing")
      pool.shutdown(wait: false, cancelFutures: true)
      #expect(queued.isCancelled && !running.isCancelled)
      gate.open()
      pool.shutdown()

      let other = try kind.make(maxWorkers: 2)
      let failing = try other.submit(
        piece, .failing(1), options: SubmitOptions(retries: retries))
      try waitUntil { other.innards.shared.withLock { !$0.retryTimes.isEmpty } }
      other.shutdown(wait: false)
      other.shutdown(cancelFutures: true)
      #expect(failing.isCancelled, "what waits for its next attempt has not started either")
      #expect(other.snapshot().pool.phase == .shutDown)
    }
  }

  @Test("waits for what is queued and for what runs", arguments: ExecutorKind.allCases)
  func waits(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    let gate = try SharedGate()
    let order = Journal<String>()
    try await blocking {
      for _ in 0..<3 {
        let job = try pool.submit(piece, .behind(gate))
        job.addDoneCallback { _ in order.write("job") }
      }
      try OSThread.start(name: "stopper") {
        pool.shutdown()
        order.write("shut down")
      }.detach()
      try waitUntil { pool.snapshot().pool.phase == .shuttingDown }
      gate.open()
      #expect(order.wait(for: 4) == ["job", "job", "job", "shut down"])
    }
  }

  @Test(
    "by a deadline that is now cancels, asks, and waits for nothing",
    arguments: ExecutorKind.allCases)
  func deadlineNow(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let gate = try SharedGate()
      var job = Piece.behind(gate)
      job.runsUntilStopped = true
      let running = try pool.submit(piece, job)
      let queued = try (0..<2).map { _ in try pool.submit(piece, Piece()) }
      try waitUntil { running.isRunning }
      let report = pool.shutdown(deadline: .zero)
      #expect(report.cancelledCount == 2 && report.drainedCount == 0)
      #expect(queued.allSatisfy { $0.isCancelled })
      switch kind {
      case .thread:
        #expect(report.stillRunningCount == 1 && report.stoppedCount == 0)
        #expect(running.isRunning)
        gate.open()
        _ = try running.result()
      case .process:
        // It is killed at once; whether it is seen to be gone already is a matter of luck.
        #expect(report.killedCount == 1 && report.stoppedCount == 0)
        #expect(throws: WorkerDiedError.self) { try running.result() }
      }
      pool.shutdown()
    }
  }

  @Test("of another pool may be waited for in a job")
  func poolInsideJob() async throws {
    let outer = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      let sum = try outer.submit {
        try withExecutor(ThreadPoolExecutor(maxWorkers: 2)) { inner in
          try (1...4).map { number in try inner.submit { number } }.map { try $0.result() }
        }.reduce(0, +)
      }
      #expect(try sum.result() == 10)
      outer.shutdown()
    }
  }
}

@Suite("Dropping a pool", .timeLimit(.minutes(5)))
struct DroppingTests {
  @Test("in one of its own jobs ends its threads all the same")
  func lastReferenceInJob() async throws {
    let prefix = "lastref\(UInt32.random(in: 0..<100_000))"
    try await blocking {
      let gate = Gate()
      weak var dropped: ThreadPoolExecutor?
      let future: Future<Int>
      do {
        let pool = try ThreadPoolExecutor(maxWorkers: 1, threadNamePrefix: prefix)
        dropped = pool
        future = try pool.submit {
          gate.wait()
          return pool.maxWorkers
        }
      }
      #expect(dropped != nil)
      gate.open()
      #expect(try future.result() == 1)
      try waitUntil { dropped == nil && !threadNames().contains { $0.hasPrefix(prefix) } }
    }
  }

  @Test("leaves no thread to be joined, though more are started afterwards")
  func laterThreads() async throws {
    try await blocking {
      let core: ThreadPoolCore
      let futures: [Future<Int>]
      let second = Journal<Int>()
      let hadThreads = Journal<Bool>()
      do {
        let pool = try ThreadPoolExecutor(maxWorkers: 2)
        let abandoned = pool.core
        core = abandoned
        // No pause ends before the pool is dropped.
        core.holdTimeLimits()
        let retries = RetryPolicy(count: 1, delay: .milliseconds(1))
        futures = try (0..<2).map { number in
          let future = try pool.submit(options: SubmitOptions(retries: retries)) { context in
            if context.attempt == 1 { throw Boom() }
            second.write(number)
            let count = second.wait(for: 2).count
            hadThreads.write(abandoned.shared.withLock { !$0.threads.isEmpty })
            return count
          }
          try waitUntil { core.shared.withLock { $0.retryTimes[future.id] != nil } }
          return future
        }
      }
      core.resumeTimeLimits()
      // Both second attempts run at the same time: that takes one more thread.
      #expect(try futures.map { try $0.result() } == [2, 2])
      #expect(hadThreads.entries == [false, false])
      #expect(core.shared.withLock { $0.threads.isEmpty })
      #expect(core.shared.withLock { $0.machine.phase != .running })
    }
  }

  @Test("lets what waits for its next attempt have it", arguments: ExecutorKind.allCases)
  func retries(_ kind: ExecutorKind) async throws {
    try await blocking {
      let future: Future<Int>
      do {
        let pool = try kind.make(maxWorkers: 1)
        let retries = RetryPolicy(count: 1, delay: .milliseconds(20))
        future = try pool.submit(piece, .failing(1), options: SubmitOptions(retries: retries))
        try waitUntil { future.state != .running }
      }
      #expect(try future.result() == 2)
    }
  }
}
