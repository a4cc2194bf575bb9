import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("Control of a pool", .timeLimit(.minutes(5)))
struct PoolControlTests {
  @Test("starts nothing while it is held, and everything after", arguments: ExecutorKind.allCases)
  func pauseAndResume(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2)
    try await blocking {
      let gate = try SharedGate()
      let running = try pool.submit(piece, .behind(gate))
      try waitUntil { running.isRunning }
      pool.pause()
      pool.pause()
      let held = try (0..<3).map { try pool.submit(piece, Piece(result: $0)) }
      gate.open()
      _ = try running.result()
      #expect(pool.snapshot().pool.phase == .held)
      #expect(held.allSatisfy { $0.state == .pending }, "what ran went on, nothing else began")
      #expect(!pool.drain(timeout: .zero))
      pool.resume()
      #expect(try held.map { try $0.result() } == [0, 1, 2])
      #expect(pool.snapshot().pool.phase == .running)
      pool.shutdown()
    }
  }

  @Test("starts no worker for what is held", arguments: ExecutorKind.allCases)
  func holdStartsNoWorker(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2)
    try await blocking {
      pool.pause()
      let futures = try (0..<2).map { try pool.submit(piece, Piece(result: $0)) }
      #expect(pool.innards.shared.withLock { $0.threads.isEmpty })
      pool.resume()
      #expect(try futures.map { try $0.result() } == [0, 1])
      pool.shutdown()
    }
  }

  @Test("lets exactly one start for each step, in order", arguments: ExecutorKind.allCases)
  func step(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2)
    try await blocking {
      #expect(pool.step() == nil, "a pool that is not held has nothing to step")
      pool.pause()
      #expect(pool.step() == nil, "nor has one without work")
      let futures = try (0..<3).map { try pool.submit(piece, Piece(result: $0)) }
      #expect(pool.step() == futures[0].id)
      #expect(try futures[0].result() == 0)
      #expect(futures[1].state == .pending && futures[2].state == .pending)
      #expect(pool.step() == futures[1].id)
      #expect(try futures[1].result() == 1)
      #expect(futures[2].cancel())
      #expect(pool.step() == nil)
      pool.shutdown()
    }
  }

  @Test(
    "lets a future through a step be cancelled while no worker is free for it",
    arguments: ExecutorKind.allCases)
  func cancelReleased(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let gate = try SharedGate()
      let running = try pool.submit(piece, .behind(gate))
      try waitUntil { running.isRunning }
      pool.pause()
      let stepped = try pool.submit(piece, Piece())
      let other = try pool.submit(piece, Piece(result: 7))
      #expect(pool.step() == stepped.id)
      #expect(stepped.state == .pending && stepped.cancel())
      gate.open()
      _ = try running.result()
      #expect(other.state == .pending)
      pool.resume()
      #expect(try other.result() == 7)
      pool.shutdown()
    }
  }

  @Test(
    "lets those of higher priority through first, and nothing once it is resumed",
    arguments: ExecutorKind.allCases)
  func stepOrder(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      pool.pause()
      let low = try pool.submit(piece, Piece())
      let high = try pool.submit(piece, Piece(), options: SubmitOptions(priority: 1))
      #expect(pool.step() == high.id)
      pool.resume()
      _ = try low.result()
      #expect(pool.step() == nil)
      pool.shutdown()
    }
  }

  @Test(
    "starts no worker when it is made bigger while it is held", arguments: ExecutorKind.allCases)
  func resizeWhileHeld(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      pool.pause()
      let gate = try SharedGate()
      let futures = try (0..<3).map { _ in try pool.submit(piece, .behind(gate)) }
      try pool.resize(maxWorkers: 3)
      #expect(pool.innards.shared.withLock { $0.threads.isEmpty })
      pool.resume()
      try waitUntil { futures.allSatisfy(\.isRunning) }
      gate.open()
      pool.shutdown()
    }
  }

  @Test(
    "gives the room in its queue that a step makes to who waits for it",
    arguments: ExecutorKind.allCases)
  func stepMakesRoom(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1, capacity: .blocking(1))
    try await blocking {
      let gate = try SharedGate()
      let running = try pool.submit(piece, .behind(gate))
      try waitUntil { running.isRunning }
      pool.pause()
      let first = try pool.submit(piece, Piece())
      let submitted = Journal<Bool>()
      try OSThread.start(name: "submitter") {
        submitted.write((try? pool.submit(piece, Piece())) != nil)
      }.detach()
      try waitUntil { pool.innards.shared.withLock { $0.submitters.count } == 1 }
      #expect(pool.step() == first.id)
      #expect(submitted.wait(for: 1) == [true])
      #expect(running.isRunning, "before a worker is free")
      gate.open()
      pool.shutdown()
    }
  }

  @Test("lets every submitter in, however many wait for room", arguments: ExecutorKind.allCases)
  func manySubmitters(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2, capacity: .blocking(1))
    try await blocking {
      let futures = Journal<Future<Int>>()
      for submitter in 0..<8 {
        try OSThread.start(name: "submitter") {
          for number in 0..<25 {
            let future = try? pool.submit(piece, Piece(result: submitter * 25 + number))
            if let future { futures.write(future) }
          }
        }.detach()
      }
      #expect(futures.wait(for: 200).count == 200)
      pool.shutdown()
      #expect(try futures.entries.map { try $0.result() }.sorted() == Array(0..<200))
    }
  }

  @Test("runs what is held when it is shut down", arguments: ExecutorKind.allCases)
  func shutdownResumes(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      pool.pause()
      let future = try pool.submit(piece, Piece(result: 3))
      pool.shutdown()
      #expect(try future.result(timeout: .zero) == 3)
    }
  }

  @Test(
    "gets more workers at once, and fewer as they become free", arguments: ExecutorKind.allCases)
  func resize(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let gates = try (0..<5).map { _ in try SharedGate() }
      let futures = try gates.map { try pool.submit(piece, .behind($0)) }
      try waitUntil { pool.snapshot().counts.running == 1 }
      try pool.resize(maxWorkers: 3)
      #expect(pool.maxWorkers == 3)
      try waitUntil { pool.snapshot().counts.running == 3 }
      try pool.resize(maxWorkers: 1)
      #expect(pool.snapshot().counts.running == 3, "nobody is stopped")
      gates[0].open()
      gates[1].open()
      try waitUntil { pool.snapshot().workers.count { $0.state == .exited } == 2 }
      #expect(pool.snapshot().counts.running == 1)
      #expect(pool.snapshot().pool.maxWorkers == 1)
      for gate in gates { gate.open() }
      wait(futures)
      #expect(throws: InvalidArgumentError.self) { try pool.resize(maxWorkers: 0) }
      #expect(pool.maxWorkers == 1)
      pool.shutdown()
    }
  }

  @Test(
    "ends idle workers when it is made smaller, and loses nothing under load",
    arguments: ExecutorKind.allCases)
  func resizeUnderLoad(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 4)
    try await blocking {
      var futures: [Future<Int>] = []
      // To start a process takes a thousand times as long as to start a thread.
      for round in 0..<(kind == .thread ? 200 : 20) {
        for _ in 0..<10 { futures.append(try pool.submit(piece, Piece())) }
        try pool.resize(maxWorkers: round % 4 + 1)
      }
      #expect(wait(futures).notDone.isEmpty)
      try pool.resize(maxWorkers: 1)
      try waitUntil {
        pool.snapshot().workers.count { $0.state != .exited } <= 1
      }
      #expect(try pool.submit(piece, Piece(result: 5)).result() == 5)
      pool.shutdown()
    }
  }

  @Test("drains: waits for all there is, and stays open", arguments: ExecutorKind.allCases)
  func drain(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2)
    try await blocking {
      #expect(pool.drain(), "a pool without work is drained")
      let gate = try SharedGate()
      let told = Journal<Int>()
      let futures = try (0..<4).map { _ in try pool.submit(piece, .behind(gate)) }
      for future in futures { future.addDoneCallback { _ in told.write(1) } }
      #expect(!pool.drain(timeout: .zero))
      #expect(!pool.drain(timeout: .milliseconds(5)))
      #expect(pool.innards.shared.withLock { $0.drainers.isEmpty }, "who gave up is forgotten")
      gate.open()
      #expect(pool.drain())
      #expect(told.entries.count == 4, "callbacks are part of the work")
      #expect(try pool.submit(piece, Piece(result: 1)).result() == 1)
      pool.shutdown()
      #expect(pool.drain())
    }
  }

  @Test("is not drained while a job runs, though none waits", arguments: ExecutorKind.allCases)
  func drainRunning(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let gate = try SharedGate()
      let running = try pool.submit(piece, .behind(gate))
      try waitUntil { running.isRunning }
      #expect(!pool.drain(timeout: .zero))
      gate.open()
      #expect(pool.drain() && running.isDone)
      pool.shutdown()
    }
  }

  @Test("refuses what its queue has no room for", arguments: ExecutorKind.allCases)
  func rejecting(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1, capacity: .rejecting(2))
    try await blocking {
      let gate = try SharedGate()
      let futures = try (0..<3).map { _ in try pool.submit(piece, .behind(gate)) }
      let error = #expect(throws: QueueFullError.self) { try pool.submit(piece, Piece()) }
      #expect(error?.description.contains("2") == true)
      #expect(pool.snapshot().counts.total == 3)
      #expect(futures[2].cancel())
      try pool.submit(piece, Piece())
      gate.open()
      pool.shutdown()
    }
    #expect(throws: InvalidArgumentError.self) {
      try kind.make(maxWorkers: 1, capacity: .rejecting(0))
    }
  }

  @Test(
    "makes a submitter wait for room, and lets it in when there is some",
    arguments: ExecutorKind.allCases)
  func blockingCapacity(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1, capacity: .blocking(1))
    try await blocking {
      let gate = try SharedGate()
      let first = try pool.submit(piece, .behind(gate))
      try waitUntil { first.isRunning }
      let second = try pool.submit(piece, .behind(gate))
      let ids = Journal<String>()
      for _ in 0..<2 {
        try OSThread.start(name: "submitter") {
          do {
            _ = try pool.submit(piece, Piece(result: 1))
            ids.write("in")
          } catch {
            ids.write("\(type(of: error))")
          }
        }.detach()
      }
      try waitUntil { pool.innards.shared.withLock { $0.submitters.count } == 2 }
      #expect(second.cancel())
      #expect(ids.wait(for: 1) == ["in"])
      pool.shutdown(wait: false)
      #expect(ids.wait(for: 2).sorted() == ["ExecutorShutdownError", "in"])
      gate.open()
      pool.shutdown()
    }
  }

  @Test("throws instead of waiting when a job of its own submits to its full queue")
  func blockingCapacityFromWorker() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1, capacity: .blocking(1))
    try await blocking {
      let job = try pool.submit {
        try pool.submit {}
        try pool.submit {}
      }
      #expect(throws: QueueFullError.self) { try job.result() }
      pool.shutdown()
    }
  }

  @Test(
    "ends by a deadline: drains, cancels, asks to stop, and says how many of each",
    arguments: ExecutorKind.allCases)
  func deadline(_ kind: ExecutorKind) async throws {
    try await expectInTime { deadline in
      let pool = try kind.make(maxWorkers: 2)
      let obedient = try pool.submit(piece, .untilStopped)
      let gate = try SharedGate()
      let stubborn = try pool.submit(piece, .behind(gate))
      let queued = try (0..<3).map { _ in try pool.submit(piece, Piece()) }
      try waitUntil { pool.snapshot().counts.running == 2 }
      let report = pool.shutdown(deadline: deadline)
      // A thread cannot be ended; a process can.
      let isKilled = kind == .process
      let isAsAsked =
        report
        == ShutdownReport(
          cancelledCount: 3, stoppedCount: 1, killedCount: isKilled ? 1 : 0,
          stillRunningCount: isKilled ? 0 : 1)
        && obedient.state == .finished && stubborn.isDone == isKilled
      #expect(queued.allSatisfy { $0.isCancelled })
      gate.open()
      pool.shutdown()
      return isAsAsked
    }
  }

  @Test("ends early when all is done before the deadline", arguments: ExecutorKind.allCases)
  func deadlineNotNeeded(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let gate = try SharedGate()
      let futures = try (0..<3).map { _ in try pool.submit(piece, .behind(gate)) }
      gate.open()
      let report = pool.shutdown(deadline: .seconds(3_600))
      #expect(report.stillRunningCount == 0 && report.cancelledCount == 0)
      #expect(futures.allSatisfy { $0.isDone })
      #expect(pool.snapshot().pool.phase == .shutDown)
    }
  }
}
