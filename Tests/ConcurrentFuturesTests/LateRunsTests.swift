import CoreMetrics
import Logging
import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("Runs that are late", .timeLimit(.minutes(5)))
struct LateRunsTests {
  private let limit = SubmitOptions(timeout: .milliseconds(2))

  @Test(
    "have their callbacks waited for by a drain and a shutdown", arguments: ExecutorKind.allCases)
  func callbacksAreWork(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let gate = try SharedGate()
      let callback = Gate()
      let told = Journal<Int>()
      pool.pause()
      let future = try pool.submit(piece, .behind(gate), options: limit)
      future.addDoneCallback { _ in
        callback.wait()
        told.write(1)
      }
      pool.resume()
      #expect(throws: JobTimeoutError.self) { try future.result() }
      gate.open()
      #expect(!pool.drain(timeout: .milliseconds(200)))
      callback.open()
      #expect(pool.drain(timeout: .seconds(150)))
      #expect(told.entries == [1])
      pool.shutdown()
      #expect(pool.innards.shared.withLock { $0.threads.isEmpty })
    }
  }

  @Test(
    "end the shutdown though a callback of theirs shuts down", arguments: ExecutorKind.allCases)
  func callbackShutsDown(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2)
    try await blocking {
      let gate = try SharedGate()
      let told = Journal<Bool>()
      pool.pause()
      let futures = try (0..<2).map { _ in
        try pool.submit(piece, .behind(gate), options: limit)
      }
      for future in futures {
        future.addDoneCallback { _ in
          pool.shutdown()
          told.write(pool.drain())
        }
      }
      pool.resume()
      #expect(told.wait(for: 2) == [false, false], "each would wait for itself")
      gate.open()
      pool.shutdown()
    }
  }

  @Test("fail at once, however long the program's log takes")
  func slowLog() async throws {
    let gate = Gate()
    let log = LogLedger(level: .warning) { gate.wait() }
    let pool = ThreadPoolExecutor(log: log, metrics: NOOPMetricsHandler.instance)
    try await blocking {
      let body = Gate()
      let future = try pool.submit(options: limit) { body.wait() }
      #expect(throws: JobTimeoutError.self) { try future.result(timeout: .seconds(150)) }
      gate.open()
      body.open()
      pool.shutdown()
      #expect(log.lines.entries.count == 1)
    }
  }

  @Test("count once for their worker, and as what they were")
  func tally() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      let gates = [Gate(), Gate()]
      let late = try pool.submit(options: limit) { gates[0].wait() }
      #expect(throws: JobTimeoutError.self) { try late.result() }
      gates[0].open()
      let again = SubmitOptions(timeout: .milliseconds(2), retries: RetryPolicy(count: 1))
      let retried = try pool.submit(options: again) { context in
        if context.attempt == 1 { gates[1].wait() }
      }
      try waitUntil { pool.core.shared.withLock { $0.workers[0].facts.hasOverrun } }
      // The second attempt has all the time that it wants.
      pool.core.holdTimeLimits()
      gates[1].open()
      try retried.result()
      pool.core.resumeTimeLimits()
      pool.shutdown()
      // Nobody has looked before: these are the pool's own numbers.
      let worker = pool.snapshot().workers[0]
      #expect(worker.doneCount == 3 && worker.failedCount == 2)
    }
  }

  @Test("let go of what they returned when another attempt comes")
  func valueOfOverrun() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      let value = Monitor<Weak>(Weak())
      let retries = RetryPolicy(count: 1, delay: .seconds(3_600))
      let options = SubmitOptions(timeout: .milliseconds(2), retries: retries)
      let future = try pool.submit(options: options) { context in
        waitForStop(context)
        let payload = Payload()
        value.withLock { $0.payload = payload }
        return payload
      }
      try waitUntil { pool.core.shared.withLock { $0.retryTimes[future.id] != nil } }
      try waitUntil { value.withLock { $0.payload == nil } }
      #expect(future.cancel())
      pool.shutdown()
    }
  }

  private struct Weak {
    weak var payload: Payload?
  }
}

@Suite("What a job says and is told", .timeLimit(.minutes(5)))
struct JobTalkTests {
  @Test("is kept while a worker has the job, and no longer")
  func progressAfterTheEnd() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      let kept = Monitor<JobContext?>(nil)
      try pool.submit { context in
        context.reportProgress(0.5)
        kept.withLock { $0 = context }
      }.result()
      #expect(pool.drain())
      kept.withLock { $0 }?.reportProgress(0.7)
      #expect(pool.core.shared.withLock { $0.progress.isEmpty })
      pool.shutdown()
    }
  }

  @Test("does not stop an attempt that has not begun", arguments: ExecutorKind.allCases)
  func stopBetweenAttempts(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let retries = RetryPolicy(count: 1, delay: .seconds(3_600))
      let future = try pool.submit(
        piece, .failing(1), options: SubmitOptions(retries: retries))
      try waitUntil { pool.innards.shared.withLock { $0.retryTimes[future.id] != nil } }
      // As if it had been seen to run a moment before.
      #expect(!pool.innards.stop(future))
      #expect(future.control?.isStopRequested == false)
      #expect(pool.innards.kill(future, grace: .zero) != .killed)
      #expect(future.control?.isStopRequested == false)
      #expect(future.cancel())
      pool.shutdown()
    }
  }
}
