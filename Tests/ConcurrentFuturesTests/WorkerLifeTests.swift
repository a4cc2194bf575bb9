import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("Every executor, from its first worker to its last", .timeLimit(.minutes(5)))
struct WorkerLifeTests {
  @Test(
    "starts a worker only when none is idle, and uses an idle one again",
    arguments: ExecutorKind.allCases)
  func lazyStart(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 3)
    #expect(pool.snapshot().workers.isEmpty)
    try await blocking {
      for _ in 0..<5 {
        _ = try pool.submit(piece, Piece()).result()
        try waitUntil { pool.snapshot().workers.allSatisfy { $0.state == .idle } }
      }
      #expect(pool.snapshot().workers.count == 1)
      let gate = try SharedGate()
      let futures = try (0..<5).map { _ in try pool.submit(piece, .behind(gate)) }
      try waitUntil { pool.snapshot().counts.running == 3 }
      #expect(pool.snapshot().counts.pending == 2)
      gate.open()
      wait(futures)
      #expect(pool.snapshot().workers.count == 3)
      pool.shutdown()
    }
  }

  @Test(
    "shows a worker as starting until its initializer has returned, whoever looks from when",
    arguments: ExecutorKind.allCases, [true, false])
  func starting(_ kind: ExecutorKind, looksBefore: Bool) async throws {
    let gate = try SharedGate()
    let journal = try SharedJournal()
    let pool = try kind.make(
      maxWorkers: 1, initializer: .behind(gate).noting("init", in: journal))
    try await blocking {
      if looksBefore { #expect(pool.snapshot().workers.isEmpty) }
      let future = try pool.submit(piece, Piece())
      _ = try journal.wait(for: 1)
      #expect(pool.snapshot().workers.map(\.state) == [.starting])
      gate.open()
      _ = try future.result()
      try waitUntil { pool.snapshot().workers.map(\.state) == [.idle] }
      pool.shutdown()
      #expect(pool.snapshot().workers.map(\.state) == [.exited])
    }
  }

  private struct WeakHost {
    weak var host: (any WorkerHost)?
  }

  @Test(
    "joins and lets go of a worker that ended, and still shows it",
    arguments: ExecutorKind.allCases)
  func endedWorkers(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    let innards = pool.innards
    try await blocking {
      var hosts: [WeakHost] = []
      for _ in 0..<3 {
        try pool.resize(maxWorkers: 3)
        let gate = try SharedGate()
        let futures = try (0..<3).map { _ in try pool.submit(piece, .behind(gate)) }
        try waitUntil { futures.allSatisfy(\.isRunning) }
        hosts += innards.shared.withLock { $0.workers.map { WeakHost(host: $0.host) } }
        try pool.resize(maxWorkers: 1)
        gate.open()
        wait(futures)
        try waitUntil { innards.shared.withLock { $0.workers.count == 1 } }
      }
      try waitUntil { innards.shared.withLock { $0.threads.count == 1 } }
      // Which worker stays is left to chance.
      let living = try #require(innards.shared.withLock { $0.workers.first })
      try waitUntil { hosts.allSatisfy { $0.host == nil || $0.host === living.host } }
      let workers = pool.snapshot().workers
      #expect(workers.map(\.index) == Array(0..<7))
      #expect(workers.count { $0.state == .exited } == 6)
      #expect(workers.reduce(0) { $0 + $1.doneCount } == 9)
      #expect(try pool.submit(piece, Piece(result: 4)).result() == 4)
      pool.shutdown()
      #expect(innards.shared.withLock { $0.threads.isEmpty && $0.workers.isEmpty })
    }
  }

  @Test(
    "starts jobs in the order of their submission, higher priority first",
    arguments: ExecutorKind.allCases)
  func order(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    let started = try SharedJournal()
    try await blocking {
      let gate = try SharedGate()
      try pool.submit(piece, .behind(gate))
      try waitUntil { pool.snapshot().counts.running == 1 }
      for (name, priority) in [("a", 0), ("b", 5), ("c", 0), ("d", 5), ("e", -1), ("f", 9)] {
        try pool.submit(
          piece, Piece().noting(name, in: started), options: SubmitOptions(priority: priority))
      }
      gate.open()
      pool.shutdown()
    }
    #expect(started.entries == ["f", "b", "d", "a", "c", "e"].map { "\($0) 1" })
  }

  @Test(
    "takes a cancelled future out of the queue, and releases what it held",
    arguments: ExecutorKind.allCases)
  func cancelReleases(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    let gate = try SharedGate()
    try await blocking {
      let running = try pool.submit(piece, .behind(gate))
      try waitUntil { running.isRunning }
      weak var held: Held?
      let future: Future<Int>
      do {
        let payload = Held(1)
        held = payload
        future = try pool.submit(holding, payload)
      }
      #expect(held != nil)
      #expect(future.cancel())
      #expect(held == nil, "the input is gone")
      #expect(!running.cancel(), "what runs cannot be cancelled")
      let counts = pool.snapshot().counts
      #expect(counts.pending == 0 && counts.cancelled == 1 && counts.running == 1)
      gate.open()
      pool.shutdown()
    }
  }

  @Test(
    "releases a job's input when it ends, though worker, pool and future live on",
    arguments: ExecutorKind.allCases)
  func finishReleases(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      weak var held: Held?
      let future: Future<Int>
      do {
        let payload = Held(1)
        held = payload
        future = try pool.submit(holding, payload)
      }
      #expect(try future.result() == 1)
      try waitUntil { held == nil }
      pool.shutdown()
    }
  }

  @Test(
    "wakes those who wait for what its shutdown cancels, before any callback runs",
    arguments: ExecutorKind.allCases)
  func shutdownCancels(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    let gate = try SharedGate()
    let woken = Journal<Bool>()
    try await blocking {
      let running = try pool.submit(piece, .behind(gate))
      try waitUntil { running.isRunning }
      let queued = try (0..<3).map { try pool.submit(piece, Piece(result: $0)) }
      for future in queued {
        future.addDoneCallback { _ in woken.wait(for: 3) }
        try OSThread.start(name: "waiter") {
          woken.write((try? future.result()) == nil)
        }.detach()
      }
      try waitUntil { queued.allSatisfy { $0.waiterCount == 1 } }
      pool.shutdown(wait: false, cancelFutures: true)
      #expect(woken.entries.count == 3)
      #expect(queued.allSatisfy(\.isCancelled) && running.isRunning)
      gate.open()
      pool.shutdown()
      #expect(running.state == .finished)
    }
  }

  @Test(
    "returns from shutdown(wait: false) at once, and still runs what is queued",
    arguments: ExecutorKind.allCases)
  func shutdownWithoutWaiting(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let gate = try SharedGate()
      let futures = try (0..<3).map { try pool.submit(piece, .behind(gate, result: $0)) }
      pool.shutdown(wait: false)
      #expect(pool.snapshot().pool.phase == .shuttingDown)
      gate.open()
      #expect(try futures.map { try $0.result() } == [0, 1, 2])
      pool.shutdown()
      #expect(pool.snapshot().workers.allSatisfy { $0.state == .exited })
    }
  }

  @Test(
    "ends its shutdown though a callback submits or shuts down", arguments: ExecutorKind.allCases)
  func shutdownAndCallbacks(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    let refusals = Journal<Bool>()
    try await blocking {
      let gate = try SharedGate()
      let future = try pool.submit(piece, .behind(gate))
      future.addDoneCallback { _ in
        do {
          try pool.submit(piece, Piece())
          refusals.write(false)
        } catch {
          refusals.write(error is ExecutorShutdownError)
        }
        pool.shutdown()
      }
      pool.shutdown(wait: false)
      gate.open()
      pool.shutdown()
    }
    #expect(refusals.entries == [true])
  }

  @Test(
    "runs what is queued when it is dropped without a shutdown, then ends its workers",
    arguments: ExecutorKind.allCases)
  func dropped(_ kind: ExecutorKind) async throws {
    let gate = try SharedGate()
    try await blocking {
      var pool: (any PoolExecutor)? = try kind.make(maxWorkers: 2)
      weak let innards = pool?.innards
      let futures = try (0..<6).compactMap {
        try pool?.submit(piece, .behind(gate, result: $0))
      }
      pool = nil
      gate.open()
      #expect(try futures.map { try $0.result() } == Array(0..<6))
      // Its threads hold it.
      try waitUntil { innards == nil }
    }
  }
}
