import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("Limits and retries", .timeLimit(.minutes(5)))
struct LimitsTests {
  @Test("fails a future at its limit, while its worker is late until the body returns")
  func timeLimit() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    let listener = pool.makeListener()
    try await blocking {
      let gate = Gate()
      let sawStop = Journal<Bool>()
      let limit = Duration.milliseconds(5)
      let future = try pool.submit(options: SubmitOptions(timeout: limit)) { context in
        gate.wait()
        sawStop.write(context.isStopRequested)
        return 1
      }
      #expect(throws: JobTimeoutError(limit: limit)) { try future.result() }
      let late = pool.snapshot()
      #expect(late.counts.timedOut == 1 && late.counts.running == 0)
      #expect(late.workers[0].state == .late && late.workers[0].current == future.id)
      #expect(late.futures[id: future.id]?.outcome == .timedOut)
      #expect(!future.requestStop(), "its time limit has asked the body, and it has failed")
      let next = try pool.submit { 2 }
      #expect(next.state == .pending, "the worker is not free yet")
      #expect(!pool.drain(timeout: .zero))
      gate.open()
      #expect(try next.result() == 2)
      #expect(throws: JobTimeoutError.self) { try future.result() }
      #expect(sawStop.entries == [true])
      pool.shutdown()
      let end = pool.snapshot().workers[0]
      #expect(end.doneCount == 2 && end.failedCount == 1 && end.spans.allSatisfy { $0.end != nil })
      #expect(end.spans.first?.outcome == .timedOut)
    }
    #expect(listener.take().snapshot.counts.total == 2)
  }

  @Test(
    "counts the limit from the start of the run, not from submission",
    arguments: ExecutorKind.allCases)
  func limitFromStart(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let gate = try SharedGate()
      let limit = Duration.seconds(3_600)
      pool.pause()
      let future = try pool.submit(piece, .behind(gate), options: SubmitOptions(timeout: limit))
      pool.resume()
      try waitUntil { future.isRunning }
      let run = try #require(pool.innards.shared.withLock { $0.workers.first?.facts })
      #expect(run.startedAt > future.submittedAt)
      let start = pool.innards.origin.advanced(by: .nanoseconds(run.startedAt.nanoseconds))
      #expect(run.deadline == start.advanced(by: limit))
      gate.open()
      pool.shutdown()
    }
  }

  @Test(
    "does not pass while the program is suspended, and passes as much later",
    arguments: ExecutorKind.allCases)
  func heldLimits(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let gate = try SharedGate()
      let options = SubmitOptions(timeout: .milliseconds(20))
      pool.pause()
      let future = try pool.submit(piece, .behind(gate), options: options)
      pool.innards.holdTimeLimits()
      pool.resume()
      try waitUntil { future.isRunning }
      _ = wait([future], timeout: .milliseconds(200))
      #expect(!future.isDone)
      pool.innards.resumeTimeLimits()
      #expect(throws: JobTimeoutError.self) { try future.result() }
      gate.open()
      pool.shutdown()
    }
  }

  @Test(
    "is not held up by a slow callback of another future that ran over",
    arguments: ExecutorKind.allCases)
  func slowCallback(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2)
    try await blocking {
      let gate = try SharedGate()
      let options = SubmitOptions(timeout: .milliseconds(2))
      let first = try pool.submit(piece, .behind(gate), options: options)
      let callback = Gate()
      first.addDoneCallback { _ in callback.wait() }
      #expect(throws: JobTimeoutError.self) { try first.result() }
      let second = try pool.submit(piece, .behind(gate), options: options)
      #expect(throws: JobTimeoutError.self) { try second.result() }
      callback.open()
      gate.open()
      pool.shutdown()
    }
  }

  @Test(
    "tries again as often as it may, and then fails with the last error",
    arguments: ExecutorKind.allCases)
  func retries(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let journal = try SharedJournal()
      let options = SubmitOptions(retries: RetryPolicy(count: 2))
      let failing = try pool.submit(
        piece, .failing(3).noting("attempt", in: journal), options: options)
      #expect(throws: Boom(number: 3)) { try failing.result() }
      #expect(journal.entries == ["attempt 1", "attempt 2", "attempt 3"])
      let lucky = try pool.submit(piece, .failing(1), options: options)
      #expect(try lucky.result() == 2)
      pool.shutdown()
      let counts = pool.snapshot().counts
      #expect(counts.failed == 1 && counts.succeeded == 1 && counts.total == 2)
      #expect(pool.snapshot().futures[id: failing.id]?.attempt == 3)
      #expect(pool.snapshot().workers[0].doneCount == 5)
    }
  }

  @Test("releases the body once no attempt can follow")
  func retriesRelease() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      for failures in [0, 1, 2] {
        weak var held: Payload?
        let future: Future<Int>
        do {
          let payload = Payload()
          held = payload
          let options = SubmitOptions(retries: RetryPolicy(count: 1))
          future = try pool.submit(options: options) { context in
            if context.attempt <= failures { throw Boom() }
            return payload.number
          }
        }
        wait([future])
        #expect(held == nil, "after \(failures) failures")
      }
      pool.shutdown()
    }
  }

  @Test(
    "holds no worker while it waits for its next attempt, and can be cancelled then",
    arguments: ExecutorKind.allCases)
  func retryDelay(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let options = SubmitOptions(retries: RetryPolicy(count: 1, delay: .seconds(3_600)))
      let future = try pool.submit(piece, .failing(1), options: options)
      try waitUntil { pool.snapshot().futures[id: future.id]?.attempt == 1 && !future.isRunning }
      #expect(future.state == .pending)
      #expect(try pool.submit(piece, Piece(result: 4)).result() == 4)
      #expect(!pool.drain(timeout: .zero), "it is still to be done")
      #expect(future.cancel())
      #expect(pool.drain(timeout: .seconds(150)))
      #expect(pool.innards.shared.withLock { $0.retryTimes.isEmpty })
      #expect(pool.snapshot().counts.cancelled == 1)
      pool.shutdown()
    }
  }

  @Test("comes back after its pause, also during a shutdown", arguments: ExecutorKind.allCases)
  func retryAfterPause(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2)
    try await blocking {
      let options = SubmitOptions(retries: RetryPolicy(count: 1, delay: .milliseconds(20)))
      let future = try pool.submit(piece, .failing(1), options: options)
      pool.shutdown()
      #expect(try future.result(timeout: .zero) == 2)
    }
  }

  @Test(
    "ends every worker after the last retry of a shutdown, though nobody asks a second time",
    arguments: ExecutorKind.allCases)
  func retryAndShutdown(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2)
    try await blocking {
      let gate = try SharedGate()
      let other = try pool.submit(piece, .behind(gate))
      let options = SubmitOptions(retries: RetryPolicy(count: 1, delay: .milliseconds(200)))
      let future = try pool.submit(piece, .failing(1), options: options)
      // A busy machine may come back here when the pause is over.
      try waitUntil { (future.control?.attempt ?? 0) >= 1 && !future.isRunning }
      gate.open()
      wait([other])
      pool.shutdown()
      #expect(future.state == .finished)
      #expect(pool.snapshot().workers.allSatisfy { $0.state == .exited })
      #expect(pool.snapshot().workers.count == 2)
    }
  }

  @Test("tries a job again that ran over, but only when its body has returned")
  func retryAfterLimit() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2)
    try await blocking {
      let gate = Gate()
      let inside = Journal<Int>()
      let options = SubmitOptions(timeout: .milliseconds(100), retries: RetryPolicy(count: 1))
      let future = try pool.submit(options: options) { context in
        inside.write(context.attempt)
        if context.attempt == 1 { gate.wait() }
        return context.attempt
      }
      inside.wait(for: 1)
      try waitUntil { pool.snapshot().workers.first?.state == .late }
      #expect(future.isRunning && inside.entries == [1])
      // The second attempt has all the time that it wants.
      pool.core.holdTimeLimits()
      gate.open()
      #expect(try future.result() == 2)
      pool.core.resumeTimeLimits()
      #expect(inside.entries == [1, 2])
      pool.shutdown()
      let snapshot = pool.snapshot()
      #expect(snapshot.counts.succeeded == 1 && snapshot.counts.timedOut == 0)
      #expect(snapshot.workers.allSatisfy { $0.spans.allSatisfy { $0.end != nil } })
    }
  }

  @Test(
    "has no time at all when its limit is zero or less", arguments: [0, -5],
    ExecutorKind.allCases)
  func noTime(_ seconds: Int, _ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let gate = try SharedGate()
      let limit = Duration.seconds(seconds)
      let future = try pool.submit(
        piece, .behind(gate), options: SubmitOptions(timeout: limit))
      #expect(throws: JobTimeoutError(limit: limit)) { try future.result() }
      gate.open()
      pool.shutdown()
    }
  }

  @Test(
    "tries again behind those of its priority, and before those of a lower one",
    arguments: ExecutorKind.allCases)
  func retryOrder(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    let started = try SharedJournal()
    try await blocking {
      pool.pause()
      try pool.submit(piece, Piece().noting("low", in: started))
      let retries = RetryPolicy(count: 1)
      try pool.submit(
        piece, .failing(2).noting("high", in: started),
        options: SubmitOptions(priority: 5, retries: retries))
      try pool.submit(
        piece, Piece().noting("other", in: started), options: SubmitOptions(priority: 5))
      pool.resume()
      pool.shutdown()
    }
    #expect(started.entries == ["high 1", "other 1", "high 2", "low 1"])
  }

  @Test("is drained only when the last attempt is over", arguments: ExecutorKind.allCases)
  func drainRetries(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let retries = RetryPolicy(count: 1, delay: .milliseconds(20))
      let future = try pool.submit(
        piece, .failing(1), options: SubmitOptions(retries: retries))
      #expect(pool.drain())
      #expect(try future.result(timeout: .zero) == 2)
      pool.shutdown()
    }
  }

  @Test("waits longer after each failure, within its jitter")
  func pauses() {
    let policy = RetryPolicy(count: 9, delay: .seconds(1), backoff: 2, jitter: 0.5)
    #expect(policy.pause(before: 2, chance: 0) == .seconds(1))
    #expect(policy.pause(before: 4, chance: 0) == .seconds(4))
    #expect(policy.pause(before: 2, chance: 1) == .milliseconds(1_500))
    #expect(policy.pause(before: 2, chance: -1) == .milliseconds(500))
    #expect(policy.pause(before: 1_000, chance: 1) == .seconds(86_400))
    #expect(
      RetryPolicy(count: -3, delay: .seconds(-1), backoff: .nan, jitter: 7)
        == RetryPolicy(count: 0, delay: .zero, backoff: 1, jitter: 1))
  }

  @Test("with a seed the jitter is a function of seed and attempt, spread over its whole range")
  func seededJitter() {
    var policy = RetryPolicy(count: 1_000, delay: .seconds(1), jitter: 0.5)
    policy.jitterSeed = 7
    let pauses = (2...1_001).map { policy.pause(before: $0) }
    #expect(pauses == (2...1_001).map { policy.pause(before: $0) })
    #expect(pauses.allSatisfy { $0 >= .milliseconds(500) && $0 <= .milliseconds(1_500) })
    #expect(Set(pauses).count == 1_000)
    #expect(pauses.contains { $0 < .milliseconds(510) })
    #expect(pauses.contains { $0 > .milliseconds(1_490) })
    policy.jitterSeed = 8
    #expect(pauses[0] != policy.pause(before: 2))
    // The first two numbers of Vigna's splitmix64.c from state 0.
    policy.jitterSeed = 0
    #expect(policy.chance(before: 1) == Double(0xE220_A839_7B1D_CDAF as UInt64 >> 11) / 0x1p52 - 1)
    #expect(policy.chance(before: 2) == Double(0x6E78_9E6A_A1B9_65F4 as UInt64 >> 11) / 0x1p52 - 1)
  }

  @Test("asks a running job to stop, and nobody else", arguments: ExecutorKind.allCases)
  func requestStop(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let options = SubmitOptions(retries: RetryPolicy(count: 5))
      let journal = try SharedJournal()
      var job = Piece.failing(9).noting("begun", in: journal)
      job.runsUntilStopped = true
      let future = try pool.submit(piece, job, options: options)
      let queued = try pool.submit(piece, Piece(result: 4))
      try journal.wait(for: 1)
      #expect(!queued.requestStop(), "what waits is not asked")
      #expect(future.requestStop())
      #expect(throws: Boom(number: 1)) { try future.result() }
      #expect(try queued.result() == 4)
      #expect(!future.requestStop(), "what is done is not asked")
      pool.shutdown()
    }
  }

  @Test("does not kill threads, and says so")
  func kill() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      let gate = Gate()
      let future = try pool.submit { gate.wait() }
      let queued = try pool.submit {}
      try waitUntil { future.isRunning }
      #expect(future.kill() == .notSupported)
      #expect(queued.kill() == .notRunning)
      gate.open()
      pool.shutdown()
      #expect(future.kill(grace: .zero) == .notRunning)
    }
  }

  @Test("tells a job where it runs", arguments: ExecutorKind.allCases)
  func context(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let options = SubmitOptions(name: "asks", tags: ["a", "b"])
      let future = try pool.submit(place, 0, options: options)
      #expect(try future.result().prefix(2) == ["\(pool.snapshot().pool.name)_0", "1"])
      let row = pool.snapshot().futures[id: future.id]
      #expect(row?.name == "asks" && row?.tags == ["a", "b"])
      pool.shutdown()
    }
  }
}
