import CoreMetrics
import Logging
import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("What a pool reports", .timeLimit(.minutes(5)))
struct ReportingTests {
  @Test("counts each outcome, and times each wait and each run, by job")
  func outcomes() async throws {
    let ledger = MetricsLedger()
    let pool = ThreadPoolExecutor(metrics: ledger)
    try await blocking {
      let gate = Gate()
      let first = try pool.submit(name: "good") { gate.wait() }
      let bad = try pool.submit(name: "bad") { throw Boom() }
      let late = try pool.submit(
        name: "late", options: SubmitOptions(timeout: .milliseconds(1))
      ) { context in
        while !context.isStopRequested { Spin.rest() }
      }
      let dropped = try pool.submit(name: "good") {}
      try waitUntil { ledger["busy_workers pool=p"].last == 1 }
      #expect(ledger["queue_length pool=p"].last == 3)
      #expect(dropped.cancel())
      gate.open()
      wait([first])
      #expect(ledger["finished_total pool=p job=good outcome=succeeded"] == [1])
      _ = try bad.exception()
      _ = try late.exception()
      #expect(ledger["finished_total pool=p job=late outcome=timed_out"] == [1])
      pool.shutdown()
    }
    #expect(ledger["finished_total pool=p job=good outcome=succeeded"] == [1])
    #expect(ledger["finished_total pool=p job=good outcome=cancelled"] == [1])
    #expect(ledger["finished_total pool=p job=bad outcome=failed"] == [1])
    #expect(ledger["finished_total pool=p job=bad outcome=succeeded"] == [])
    #expect(ledger["wait_seconds pool=p job=good"].count == 1, "one of the two never ran")
    #expect(ledger["run_seconds pool=p job=good"].count == 1)
    #expect(try #require(ledger["run_seconds pool=p job=late"].first) >= 1_000_000)
    #expect(ledger["queue_length pool=p"].last == 0 && ledger["busy_workers pool=p"].last == 0)
    #expect(ledger["workers pool=p"] == [0, 1, 0])
  }

  @Test("counts a future once that took several attempts, and times each run")
  func attempts() async throws {
    let ledger = MetricsLedger()
    let pool = ThreadPoolExecutor(metrics: ledger)
    try await blocking {
      let options = SubmitOptions(retries: RetryPolicy(count: 2))
      try pool.submit(name: "again", options: options) { context in
        if context.attempt < 3 { throw Boom(number: context.attempt) }
      }.result()
      pool.shutdown()
    }
    #expect(ledger["run_seconds pool=p job=again"].count == 3)
    #expect(ledger["wait_seconds pool=p job=again"].count == 1)
    #expect(ledger["finished_total pool=p job=again outcome=succeeded"] == [1])
    #expect(ledger["finished_total pool=p job=again outcome=failed"] == [])
    #expect(ledger["queue_length pool=p"].last == 0)
  }

  @Test("counts what a shutdown cancels, and leaves an empty queue behind")
  func shutdownCancels() async throws {
    let ledger = MetricsLedger()
    let pool = ThreadPoolExecutor(metrics: ledger)
    try await blocking {
      pool.pause()
      for _ in 0..<5 { try pool.submit {} }
      #expect(ledger["queue_length pool=p"].last == 5)
      pool.shutdown(cancelFutures: true)
    }
    let series = "finished_total pool=p job=unnamed outcome=cancelled"
    #expect(ledger[series].count == 5 && ledger["queue_length pool=p"].last == 0)
  }

  @Test("tells 100 names of jobs apart, and calls the rest other")
  func manyNames() async throws {
    let ledger = MetricsLedger()
    let pool = ThreadPoolExecutor(maxWorkers: 2, metrics: ledger)
    try await blocking {
      for number in 0..<150 { try pool.submit(name: "job-\(number)") {} }
      pool.shutdown()
    }
    #expect(ledger.jobs.count == 101)
    #expect(ledger["finished_total pool=p job=other outcome=succeeded"].count == 50)
  }

  @Test("is told with no lock held: a backend may ask the pool, and submit to it")
  func noLockHeld() async throws {
    let ledger = MetricsLedger()
    let known = Monitor<ThreadPoolExecutor?>(nil)
    let ask: @Sendable () -> Void = { _ = known.withLock { $0 }?.snapshot() }
    let log = LogLedger(level: .trace, onLine: ask)
    ledger.onReport(ask)
    let pool = ThreadPoolExecutor(log: log, metrics: ledger)
    known.withLock { $0 = pool }
    try await blocking {
      let gate = Gate()
      let options = SubmitOptions(
        timeout: .milliseconds(1), retries: RetryPolicy(count: 1, delay: .milliseconds(1)))
      let late = try pool.submit(options: options) { context in
        while !context.isStopRequested { Spin.rest() }
        context.log("asked to stop")
      }
      #expect(try late.exception() is JobTimeoutError)
      try pool.submit { gate.wait() }
      #expect(try pool.submit {}.cancel())
      gate.open()
      try pool.submit {}
      pool.shutdown(cancelFutures: true)
    }
    known.withLock { $0 = nil }
    #expect(log.lines.entries.contains { $0.hasPrefix("warning: the job ran longer") })
  }

  @Test("is a story of workers and futures in the log, with both as metadata")
  func story() async throws {
    let log = LogLedger(level: .trace)
    let pool = ThreadPoolExecutor(log: log, metrics: NOOPMetricsHandler.instance)
    let future = try await blocking {
      let future = try pool.submit(name: "tale") { context in
        context.log("hello")
        throw Boom(number: 1)
      }
      pool.shutdown()
      return future
    }
    let who = "future=\(future.id) job=tale worker=p_0"
    // The submitting thread writes its lines in between.
    let own = log.lines.entries.filter { $0.contains("worker=") }
    #expect(
      own == [
        "debug: worker started worker=p_0", "trace: started \(who)", "info: hello \(who)",
        "debug: failed error=Boom: boom 1 \(who)", "debug: worker ended worker=p_0",
      ])
    #expect(log.lines.entries.contains("trace: submitted future=\(future.id) job=tale"))
    #expect(log.lines.entries.contains("debug: shutdown began pool=p"))
  }

  @Test("is what jobs say, and nothing else, at the level info")
  func info() async throws {
    let log = LogLedger(level: .info)
    let pool = ThreadPoolExecutor(log: log, metrics: NOOPMetricsHandler.instance)
    #expect(pool.core.reporter == nil)
    let future = try await blocking {
      let future = try pool.submit { context in context.log("said") }
      pool.shutdown()
      return future
    }
    #expect(log.lines.entries == ["info: said future=\(future.id) worker=p_0"])
  }

  @Test("is nothing where no backend was bootstrapped: then nobody reports")
  func nobodyListens() throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    #expect(pool.core.reporter == nil)
  }
}
