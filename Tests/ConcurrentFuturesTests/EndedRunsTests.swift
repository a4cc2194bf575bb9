import Platform
import PoolObservation
import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("The ends of runs", .timeLimit(.minutes(5)))
struct EndedRunsTests {
  @Test("are counted once, whoever notes them first")
  func countedOnce() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking(within: .seconds(200)) {
      let submitted = Monitor(0)
      let isOver = Monitor(false)
      let asked = Journal<Int>()
      for asker in 0..<2 {
        try OSThread.start(name: "asker") {
          var doneCount = 0
          while !isOver.withLock({ $0 }) {
            let before = submitted.withLock { $0 }
            let counts = asker == 0 ? pool.snapshot().counts : countsNow(of: pool)
            _ = pool.description
            _ = pool.drain(timeout: .zero)
            let after = submitted.withLock { $0 }
            // The submitter counts after the pool does.
            #expect(counts.total >= before && counts.total <= after + 1)
            #expect(counts.pending >= 0 && (0...1).contains(counts.running))
            #expect(counts.done >= doneCount, "what is done stays done")
            doneCount = counts.done
          }
          asked.write(asker)
        }.detach()
      }
      for number in 0..<20_000 {
        try pool.submit { if number.isMultiple(of: 10) { throw Boom(number: number) } }
        submitted.withLock { $0 += 1 }
      }
      #expect(pool.drain(timeout: .seconds(150)))
      isOver.withLock { $0 = true }
      #expect(asked.wait(for: 2).count == 2)
      let snapshot = pool.snapshot()
      #expect(snapshot.counts.succeeded == 18_000 && snapshot.counts.failed == 2_000)
      #expect(snapshot.counts.total == 20_000)
      #expect(snapshot.workers.map(\.doneCount) == [20_000])
      #expect(snapshot.workers.map(\.failedCount) == [2_000])
      pool.shutdown()
    }
  }

  @Test("leave the last 10,000 lives for a late observer, and failures longest")
  func failuresLongest() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking(within: .seconds(200)) {
      let failures = try (0..<5).map { number in
        try pool.submit { () throws -> Void in throw Boom(number: number) }
      }
      for _ in 0..<30_000 { try pool.submit {} }
      pool.shutdown()
      let snapshot = pool.snapshot()
      #expect(snapshot.counts.failed == 5 && snapshot.counts.succeeded == 30_000)
      #expect(snapshot.futures.count == 10_000)
      for (number, failure) in failures.enumerated() {
        #expect(snapshot.futures[id: failure.id]?.text == "Boom: boom \(number)")
      }
    }
  }

  @Test("are all told while somebody subscribes, though nobody asks and there is no room for them")
  func losesNoEvent() async throws {
    let pool = ThreadPoolExecutor(
      core: ThreadPoolCore(.init(name: "p", maxWorkers: 1, eventCapacity: 1 << 12)))
    try await blocking(within: .seconds(200)) {
      let publisher = try SnapshotPublisher(pool, every: .seconds(3_600)) { _ in }
      for _ in 0..<30_000 { try pool.submit {} }
      pool.shutdown()
      let snapshot = pool.snapshot()
      #expect(snapshot.droppedEventCount == 0)
      #expect(snapshot.runTimes.count == 30_000)
      #expect(snapshot.counts.succeeded == 30_000)
      publisher.stop()
    }
  }
}

private func countsNow(of pool: ThreadPoolExecutor) -> FutureCounts {
  pool.core.locked { shared in
    pool.core.noteEndedRuns(&shared)
    return shared.counts
  }
}

@Suite("How a result reads", .timeLimit(.minutes(5)))
struct ResultTextTests {
  @Test("is known of simple values though the future is gone")
  func simple() async throws {
    try await expectText("42") { 42 }
    try await expectText("true") { true }
    try await expectText("1.5") { 1.5 }
    try await expectText("()") {}
    try await expectText("()") { NoValue() }
    try await expectText("short") { "short" }
    try await expectText(String(repeating: "a", count: 160) + "…") {
      String(repeating: "a", count: 600)
    }
  }

  @Test("is known of other values, and of long strings, while the future lives")
  func live() async throws {
    struct Point: Sendable { var x = 1 }
    try await expectText(whileAlive: "Point(x: 1)", "") { Point() }
    try await expectText(whileAlive: String(repeating: "b", count: 160) + "…", "") {
      String(repeating: "b", count: 100_000)
    }
  }

  @Test("stays for an error")
  func error() async throws {
    try await expectText("Boom: boom 3") { () throws -> Int in throw Boom(number: 3) }
  }

  private func expectText<Value: Sendable>(
    whileAlive alive: String? = nil, _ gone: String,
    _ body: @escaping @Sendable () throws -> Value
  ) async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      let id: FutureID
      do {
        let future = try pool.submit(body)
        wait([future])
        id = future.id
        #expect(pool.snapshot().futures[id: id]?.text == alive ?? gone)
      }
      pool.shutdown()
      #expect(pool.snapshot().futures[id: id]?.text == gone)
    }
  }
}
