import Platform
import Testing

@testable import ConcurrentFutures

@Suite("Control of a thread pool", .timeLimit(.minutes(5)))
struct PoolControlTests {
  @Test("starts nothing while it is held, and everything after")
  func pauseAndResume() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2)
    try await blocking {
      let gate = Gate()
      let running = try pool.submit { gate.wait() }
      try waitUntil { running.isRunning }
      pool.pause()
      pool.pause()
      let held = try (0..<3).map { number in try pool.submit { number } }
      gate.open()
      try running.result()
      #expect(pool.snapshot().pool.phase == .held)
      #expect(held.allSatisfy { $0.state == .pending }, "what ran went on, nothing else began")
      #expect(!pool.drain(timeout: .zero))
      pool.resume()
      #expect(try held.map { try $0.result() } == [0, 1, 2])
      #expect(pool.snapshot().pool.phase == .running)
      pool.shutdown()
    }
  }

  @Test("starts no thread for what is held")
  func holdStartsNoThread() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2)
    try await blocking {
      pool.pause()
      let futures = try (0..<2).map { number in try pool.submit { number } }
      #expect(pool.core.shared.withLock { $0.workers.allSatisfy { $0.handle == nil } })
      pool.resume()
      #expect(try futures.map { try $0.result() } == [0, 1])
      pool.shutdown()
    }
  }

  @Test("lets exactly one start for each step, in order")
  func step() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2)
    try await blocking {
      #expect(pool.step() == nil, "a pool that is not held has nothing to step")
      pool.pause()
      #expect(pool.step() == nil, "nor has one without work")
      let futures = try (0..<3).map { number in try pool.submit { number } }
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

  @Test("lets a future through a step be cancelled while no worker is free for it")
  func cancelReleased() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      let gate = Gate()
      let running = try pool.submit { gate.wait() }
      try waitUntil { running.isRunning }
      pool.pause()
      let stepped = try pool.submit {}
      let other = try pool.submit { 7 }
      #expect(pool.step() == stepped.id)
      #expect(stepped.state == .pending && stepped.cancel())
      gate.open()
      try running.result()
      #expect(other.state == .pending)
      pool.resume()
      #expect(try other.result() == 7)
      pool.shutdown()
    }
  }

  @Test("lets those of higher priority through first, and nothing once it is resumed")
  func stepOrder() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      pool.pause()
      let low = try pool.submit {}
      let high = try pool.submit(options: SubmitOptions(priority: 1)) {}
      #expect(pool.step() == high.id)
      pool.resume()
      try low.result()
      #expect(pool.step() == nil)
      pool.shutdown()
    }
  }

  @Test("starts no thread when it is made bigger while it is held")
  func resizeWhileHeld() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      pool.pause()
      let gate = Gate()
      let futures = try (0..<3).map { _ in try pool.submit { gate.wait() } }
      try pool.resize(maxWorkers: 3)
      #expect(pool.core.shared.withLock { $0.workers.allSatisfy { $0.handle == nil } })
      pool.resume()
      try waitUntil { futures.allSatisfy(\.isRunning) }
      gate.open()
      pool.shutdown()
    }
  }

  @Test("gives the room in its queue that a step makes to who waits for it")
  func stepMakesRoom() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1, capacity: .blocking(1))
    try await blocking {
      let gate = Gate()
      let running = try pool.submit { gate.wait() }
      try waitUntil { running.isRunning }
      pool.pause()
      let first = try pool.submit {}
      let submitted = Journal<Bool>()
      try OSThread.start(name: "submitter") {
        submitted.write((try? pool.submit {}) != nil)
      }.detach()
      try waitUntil { pool.core.shared.withLock { $0.submitters.count } == 1 }
      #expect(pool.step() == first.id)
      #expect(submitted.wait(for: 1) == [true])
      #expect(running.isRunning, "before a worker is free")
      gate.open()
      pool.shutdown()
    }
  }

  @Test("lets every submitter in, however many wait for room")
  func manySubmitters() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2, capacity: .blocking(1))
    try await blocking {
      let ran = Journal<Int>()
      let submitted = Journal<Int>()
      for submitter in 0..<8 {
        try OSThread.start(name: "submitter") {
          for number in 0..<25 {
            let isIn = (try? pool.submit { ran.write(submitter * 25 + number) }) != nil
            if isIn { submitted.write(number) }
          }
        }.detach()
      }
      #expect(submitted.wait(for: 200).count == 200)
      pool.shutdown()
      #expect(ran.entries.sorted() == Array(0..<200))
    }
  }

  @Test("runs what is held when it is shut down")
  func shutdownResumes() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      pool.pause()
      let future = try pool.submit { 3 }
      pool.shutdown()
      #expect(try future.result(timeout: .zero) == 3)
    }
  }

  @Test("gets more threads at once, and fewer as they become free")
  func resize() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      let gates = (0..<5).map { _ in Gate() }
      let futures = try gates.map { gate in try pool.submit { gate.wait() } }
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

  @Test("ends idle threads when it is made smaller, and loses nothing under load")
  func resizeUnderLoad() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 4)
    try await blocking {
      var futures: [Future<Int>] = []
      for round in 0..<200 {
        for number in 0..<10 { futures.append(try pool.submit { number }) }
        try pool.resize(maxWorkers: round % 4 + 1)
      }
      #expect(wait(futures).notDone.isEmpty)
      try pool.resize(maxWorkers: 1)
      try waitUntil {
        pool.snapshot().workers.count { $0.state != .exited } <= 1
      }
      #expect(try pool.submit { 5 }.result() == 5)
      pool.shutdown()
    }
  }

  @Test("drains: waits for all there is, and stays open")
  func drain() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2)
    try await blocking {
      #expect(pool.drain(), "a pool without work is drained")
      let gate = Gate()
      let told = Journal<Int>()
      let futures = try (0..<4).map { number in try pool.submit { gate.wait() } }
      for future in futures { future.addDoneCallback { _ in told.write(1) } }
      #expect(!pool.drain(timeout: .zero))
      #expect(!pool.drain(timeout: .milliseconds(5)))
      #expect(pool.core.shared.withLock { $0.drainers.isEmpty }, "who gave up is forgotten")
      gate.open()
      #expect(pool.drain())
      #expect(told.entries.count == 4, "callbacks are part of the work")
      #expect(try pool.submit { 1 }.result() == 1)
      pool.shutdown()
      #expect(pool.drain())
    }
  }

  @Test("is not drained while a job runs, though none waits")
  func drainRunning() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      let gate = Gate()
      let running = try pool.submit { gate.wait() }
      try waitUntil { running.isRunning }
      #expect(!pool.drain(timeout: .zero))
      gate.open()
      #expect(pool.drain() && running.isDone)
      pool.shutdown()
    }
  }

  @Test("refuses what its queue has no room for")
  func rejecting() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1, capacity: .rejecting(2))
    try await blocking {
      let gate = Gate()
      let futures = try (0..<3).map { _ in try pool.submit { gate.wait() } }
      let error = #expect(throws: QueueFullError.self) { try pool.submit {} }
      #expect(error?.description.contains("2") == true)
      #expect(pool.snapshot().counts.total == 3)
      #expect(futures[2].cancel())
      try pool.submit {}
      gate.open()
      pool.shutdown()
    }
    #expect(throws: InvalidArgumentError.self) {
      try ThreadPoolExecutor(maxWorkers: 1, capacity: .rejecting(0))
    }
  }

  @Test("makes a submitter wait for room, and lets it in when there is some")
  func blockingCapacity() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1, capacity: .blocking(1))
    try await blocking {
      let gate = Gate()
      let first = try pool.submit { gate.wait() }
      try waitUntil { first.isRunning }
      let second = try pool.submit { gate.wait() }
      let ids = Journal<String>()
      for _ in 0..<2 {
        try OSThread.start(name: "submitter") {
          do {
            try pool.submit { 1 }
            ids.write("in")
          } catch {
            ids.write("\(type(of: error))")
          }
        }.detach()
      }
      try waitUntil { pool.core.shared.withLock { $0.submitters.count } == 2 }
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

  @Test("ends by a deadline: drains, cancels, asks to stop, and says how many of each")
  func deadline() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2)
    try await blocking {
      let obedient = try pool.submit { context in
        while !context.isStopRequested {}
      }
      let gate = Gate()
      let stubborn = try pool.submit { gate.wait() }
      let queued = try (0..<3).map { _ in try pool.submit {} }
      try waitUntil { pool.snapshot().counts.running == 2 }
      let report = pool.shutdown(deadline: .seconds(2))
      #expect(
        report == ShutdownReport(cancelledCount: 3, stoppedCount: 1, stillRunningCount: 1))
      #expect(obedient.state == .finished && stubborn.isRunning)
      #expect(queued.allSatisfy { $0.isCancelled })
      gate.open()
      pool.shutdown()
    }
  }

  @Test("ends early when all is done before the deadline")
  func deadlineNotNeeded() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      let gate = Gate()
      let futures = try (0..<3).map { _ in try pool.submit { gate.wait() } }
      gate.open()
      let report = pool.shutdown(deadline: .seconds(3_600))
      #expect(report.stillRunningCount == 0 && report.cancelledCount == 0)
      #expect(futures.allSatisfy { $0.isDone })
      #expect(pool.snapshot().pool.phase == .shutDown)
    }
  }
}
