import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("A broken pool", .timeLimit(.minutes(5)))
struct BrokenPoolTests {
  @Test(
    "runs its initializer once in each worker, before the first job",
    arguments: ExecutorKind.allCases)
  func initializer(_ kind: ExecutorKind) async throws {
    let journal = try SharedJournal()
    let pool = try kind.make(
      maxWorkers: 2, initializer: Piece().noting("init", in: journal))
    try await blocking {
      let gate = try SharedGate()
      let futures = try (0..<4).map { _ in
        try pool.submit(piece, .behind(gate).noting("job", in: journal))
      }
      #expect(try journal.wait(for: 4).sorted() == ["init 1", "init 1", "job 1", "job 1"])
      gate.open()
      wait(futures)
      pool.shutdown()
    }
    #expect(journal.entries.count { $0 == "init 1" } == 2)
    #expect(journal.entries.first == "init 1")
  }

  @Test("runs its initializer in workers that a resize brought, too")
  func initializerAfterResize() async throws {
    let threads = Journal<UInt64>()
    let pool = try ThreadPoolExecutor(maxWorkers: 1) { threads.write(OSThread.currentID) }
    try await blocking {
      let gate = Gate()
      let futures = try (0..<3).map { _ in
        try pool.submit {
          gate.wait()
          return OSThread.currentID
        }
      }
      try pool.resize(maxWorkers: 3)
      try waitUntil { futures.allSatisfy(\.isRunning) }
      #expect(Set(threads.entries).count == 3)
      gate.open()
      #expect(try Set(futures.map { try $0.result() }) == Set(threads.entries))
      pool.shutdown()
    }
  }

  @Test("logs a failed initializer as critical")
  func criticalLog() async throws {
    let result = await #expect(
      processExitsWith: .success, observing: [\.standardErrorContent]
    ) {
      let pool = try ThreadPoolExecutor(maxWorkers: 1, threadNamePrefix: "frail") { throw Boom() }
      let future = try pool.submit {}
      await #expect(throws: BrokenExecutorError.self) { try await future.value }
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("critical") && text.contains("concurrent.futures"))
    #expect(text.contains("frail_0") && text.contains("boom 0"))
  }

  @Test("fails what waits when an initializer throws, and lets healthy workers finish")
  func failingInitializer() async throws {
    let workers = Journal<Int>()
    let first = Gate()
    let pool = try ThreadPoolExecutor(maxWorkers: 2) {
      workers.write(1)
      guard workers.entries.count > 1 else { return }
      first.wait()
      throw Boom(number: 9)
    }
    try await blocking {
      let gate = Gate()
      let healthy = try pool.submit {
        gate.wait()
        return 5
      }
      try waitUntil { healthy.isRunning }
      let lost = try (0..<3).map { number in try pool.submit { number } }
      first.open()
      for future in lost {
        let error = #expect(throws: BrokenExecutorError.self) { try future.result() }
        #expect(error?.reason.contains("boom 9") == true)
        #expect(future.state == .finished)
      }
      let refusal = #expect(throws: BrokenExecutorError.self) { try pool.submit {} }
      #expect(refusal?.reason.contains("boom 9") == true)
      #expect(healthy.isRunning)
      gate.open()
      #expect(try healthy.result() == 5)
      let snapshot = pool.snapshot()
      #expect(snapshot.pool.phase == .broken && snapshot.brokenReason?.contains("boom 9") == true)
      #expect(snapshot.counts.failed == 3 && snapshot.counts.unfinished == 0)
      pool.shutdown()
      #expect(pool.snapshot().workers.allSatisfy { $0.state == .exited })
    }
  }

  @Test("breaks when no worker is left and none can be started for what was held")
  func noWorkerAfterResume() async throws {
    let refuse: ThreadPoolCore.ThreadStarter = { _, _ throws(SystemError) in
      throw SystemError(call: "pthread_create", code: 11)
    }
    let pool = ThreadPoolExecutor(
      core: ThreadPoolCore(.init(name: "none", maxWorkers: 1), startThread: refuse))
    try await blocking {
      pool.pause()
      let future = try pool.submit {}
      pool.resume()
      #expect(throws: BrokenExecutorError.self) { try future.result() }
      pool.shutdown()
    }
  }
}
