import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("Every executor", .timeLimit(.minutes(5)))
struct ExecutorTests {
  @Test("runs jobs and gives their values", arguments: ExecutorKind.allCases)
  func runs(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2)
    let values = try await blocking {
      defer { pool.shutdown() }
      return try (0..<20).map { try pool.submit(doubleJob, $0) }.map { try $0.result() }
    }
    #expect(values == (0..<20).map { $0 * 2 })
  }

  @Test(
    "names futures after their jobs, or as the submitter says", arguments: ExecutorKind.allCases)
  func names(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    #expect(try pool.submit(doubleJob, 1).name == "double")
    #expect(try pool.submit(doubleJob, 1, options: SubmitOptions(name: "two")).name == "two")
    try await blocking { pool.shutdown() }
  }

  @Test("keeps a job's error for whoever asks, and goes on", arguments: ExecutorKind.allCases)
  func errors(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let failed = try pool.submit(failJob, 3)
      let next = try pool.submit(doubleJob, 4)
      #expect(throws: Boom(number: 3)) { try failed.result() }
      #expect(try next.result() == 8)
      pool.shutdown()
    }
  }

  @Test("takes nothing after shutdown, and says so", arguments: ExecutorKind.allCases)
  func refusesAfterShutdown(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking { pool.shutdown() }
    let error = #expect(throws: ExecutorShutdownError.self) { try pool.submit(doubleJob, 1) }
    #expect(error?.description == "cannot schedule new futures after shutdown")
    #expect(pool.snapshot().counts.total == 0, "and nothing was put in the queue")
  }

  @Test("is shut down again and again without harm", arguments: ExecutorKind.allCases)
  func shutdownTwice(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2)
    try await blocking {
      let future = try pool.submit(doubleJob, 21)
      pool.shutdown(wait: false)
      pool.shutdown(wait: true, cancelFutures: true)
      pool.shutdown()
      #expect(future.isDone)
    }
    #expect(pool.snapshot().pool.phase == .shutDown)
  }

  @Test("refuses a maximum of no workers", arguments: ExecutorKind.allCases)
  func noWorkers(_ kind: ExecutorKind) {
    for maxWorkers in [0, -1] {
      let error = #expect(throws: InvalidArgumentError.self) {
        try kind.make(maxWorkers: maxWorkers)
      }
      #expect(error?.description == "maxWorkers must be greater than 0")
    }
  }

  @Test("is shut down on every way out of its scope", arguments: ExecutorKind.allCases)
  func scope(_ kind: ExecutorKind) async throws {
    let pools = try (0..<3).map { _ in try kind.make(maxWorkers: 1) }
    let future = try await blocking {
      try withAny(pools[0]) { try $0.submit(doubleJob, 1) }
    }
    #expect(future.isDone, "all work is done when the scope ends")
    await #expect(throws: Boom(number: 7)) {
      try await blocking { try withAny(pools[1]) { _ in throw Boom(number: 7) } }
    }
    let value = try await withAnyAsync(pools[2]) { try await $0.submit(doubleJob, 4).value }
    #expect(value == 8)
    for pool in pools {
      #expect(pool.snapshot().pool.phase == .shutDown)
    }
  }

  @Test("is shut down when an async body throws, and the error is the body's")
  func asyncScopeThrows() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    let ran = Journal<Int>()
    await #expect(throws: Boom(number: 2)) {
      try await withExecutor(pool) { pool in
        try pool.submit { ran.write(1) }
        await Task.yield()
        throw Boom(number: 2)
      }
    }
    #expect(ran.entries == [1] && pool.snapshot().pool.phase == .shutDown)
  }

  @Test("waits for the end of an async scope off the cooperative threads")
  func asyncScopeBlocksNobody() async throws {
    let gate = Gate()
    // More scopes than cooperative threads.
    let pools = try (0..<Processors.usableCount + 2).map { _ in
      try ThreadPoolExecutor(maxWorkers: 1)
    }
    let scopes = pools.map { pool in
      Task {
        try await withExecutor(pool) { pool in
          await Task.yield()
          return try pool.submit { gate.wait() }
        }
      }
    }
    try await blocking {
      defer { gate.open() }
      try waitUntil { pools.allSatisfy { $0.snapshot().pool.phase == .shuttingDown } }
      let other = Journal<Int>()
      Task { other.write(1) }
      #expect(other.wait(for: 1) == [1])
      #expect(threadNames().contains("shutdown"))
    }
    for scope in scopes { #expect(try await scope.value.isDone) }
  }

  @Test("describes itself", arguments: ExecutorKind.allCases)
  func describes(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2)
    _ = try await blocking { try pool.submit(doubleJob, 1).result() }
    let text = pool.description
    #expect(text.contains(pool.snapshot().pool.name))
    for part in [
      "kind=\(kind.rawValue)", "phase=running", "workers=1/2", "running=0", "done=1", "pending=0",
    ] {
      #expect(text.contains(part), "\(text) lacks \(part)")
    }
    try await blocking { pool.shutdown() }
  }
}

private func withAny<R>(
  _ pool: any PoolExecutor, _ body: (any PoolExecutor) throws -> R
) throws -> R {
  func open<E: PoolExecutor>(_ pool: E) throws -> R { try withExecutor(pool) { try body($0) } }
  return try open(pool)
}

private func withAnyAsync<R: Sendable>(
  _ pool: any PoolExecutor, _ body: (any PoolExecutor) async throws -> R
) async throws -> R {
  func open<E: PoolExecutor>(_ pool: E) async throws -> R {
    try await withExecutor(pool) { try await body($0) }
  }
  return try await open(pool)
}
