import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("A process pool", .timeLimit(.minutes(5)))
struct ProcessPoolTests {
  @Test("runs as many as it has workers, and all others can be cancelled")
  func nothingAhead() async throws {
    try await withPool(.forTests(maxWorkers: 2)) { pool in
      let futures = try (0..<10).map { _ in try pool.submit(act, .runForever) }
      try waitUntil { futures.count(where: \.isRunning) == 2 }
      #expect(futures.filter { $0.cancel() }.count == 8)
      #expect(futures.count(where: \.isRunning) == 2)
      #expect(pool.snapshot().counts.cancelled == 8)
    }
  }

  @Test("runs jobs in processes of their own, whose ids are in the snapshot")
  func processes() async throws {
    try await withPool(.forTests(maxWorkers: 1)) { pool in
      let place = try pool.submit(WorkerJobs.place, 0).result()
      let worker = try #require(pool.snapshot().workers.first)
      #expect(place == ["\(pool.name)_0", "1", "\(worker.systemID)"])
      #expect(place[2] != "\(ownProcessID)")
      #expect(pool.snapshot().pool.kind == .process)
    }
  }

  @Test("gives the very error where its type is registered, and a remote one otherwise")
  func errors() async throws {
    try await withPool(.forTests(maxWorkers: 1)) { pool in
      #expect(throws: Boom(number: 3)) { try pool.submit(failJob, 3).result() }
      let error = #expect(throws: RemoteError.self) {
        try pool.submit(act, .throwError("not today")).result()
      }
      #expect(error?.typeName == "Trouble")
      #expect(error?.message == "not today")
      #expect(error?.location.hasPrefix("WorkerJobs/Act.swift:") == true)
    }
  }

  @Test("says first what ended a process, where text is short")
  func shortDeath() async throws {
    try await withPool(.forTests(maxWorkers: 1)) { pool in
      // No sanitizer catches this signal.
      let crashed = try pool.submit(act, .killOwnGroup)
      _ = try crashed.exception()
      let text = pool.snapshot().futures[id: crashed.id]?.text
      #expect(text?.hasPrefix("it was ended by SIGKILL: worker process ") == true, "\(text ?? "")")
    }
  }

  @Test("refuses a job that is not registered, and one of other types with the same name")
  func unregistered() async throws {
    try await withPool(.forTests(maxWorkers: 1)) { pool in
      let unknown = Job<Int, Int>("unknown") { $0 }
      let other = Job<String, Int>("double") { $0.count }
      for error in [
        #expect(throws: InvalidArgumentError.self) { try pool.submit(unknown, 1) },
        #expect(throws: InvalidArgumentError.self) { try pool.submit(other, "1") },
        #expect(throws: InvalidArgumentError.self) { try pool.map(unknown, [1], chunkSize: 2) },
      ] {
        #expect(error?.description.contains("is not registered") == true)
      }
      #expect(pool.snapshot().counts.total == 0)
    }
  }

  @Test("ends a job whose time is over, and its worker is replaced")
  func timeLimit() async throws {
    try await withPool(.forTests(maxWorkers: 1)) { pool in
      let before = try pool.submit(place, 0).result()[2]
      let (gate, journal) = (try SharedGate(), try SharedJournal())
      let late = try pool.submit(
        piece, .behind(gate).noting("begun", in: journal),
        options: SubmitOptions(timeout: .milliseconds(50)))
      let error = #expect(throws: JobTimeoutError.self) { try late.result() }
      #expect(error?.limit == .milliseconds(50))
      let isReplaced = try pool.submit(place, 0).result()[2] != before
      // On a busy machine the time may be over before its process has begun it.
      #expect(isReplaced || journal.entries.isEmpty)
      #expect(pool.snapshot().counts.timedOut == 1)
    }
  }

  @Test("tries again what ran over its time, as often as it may")
  func timeLimitRetried() async throws {
    try await withPool(.forTests(maxWorkers: 1)) { pool in
      let options = SubmitOptions(timeout: .milliseconds(50), retries: RetryPolicy(count: 2))
      let late = try pool.submit(act, .runForever, options: options)
      #expect(throws: JobTimeoutError.self) { try late.result() }
      #expect(pool.snapshot().futures[id: late.id]?.attempt == 3)
    }
  }

  @Test("ends exactly the job that is killed, and not a second time")
  func kills() async throws {
    try await withPool(.forTests(maxWorkers: 1)) { pool in
      let options = SubmitOptions(retries: RetryPolicy(count: 3))
      let running = try pool.submit(act, .runForever, options: options)
      let waiting = try pool.submit(doubleJob, 21)
      #expect(waiting.kill() == .notRunning)
      try waitUntil { running.isRunning }
      #expect(running.kill() == .killed)
      let error = #expect(throws: WorkerDiedError.self) { try running.result() }
      #expect(error?.reason == "it was killed on request")
      #expect(running.kill() == .notRunning)
      #expect(try waiting.result() == 42)
      #expect(pool.snapshot().counts.crashed == 1)
    }
  }

  @Test("kills what does not end within the time that shutting down may take")
  func deadline() async throws {
    try await expectInTime { deadline in
      let pool = try ProcessPoolExecutor.forTests(maxWorkers: 3)
      defer {
        pool.killWorkers()
        pool.shutdown()
      }
      let stubborn = try pool.submit(act, .ignoreTermination)
      let polite = try pool.submit(act, .untilStopped)
      let quick = try pool.submit(doubleJob, 1)
      try waitUntil { stubborn.isRunning && polite.isRunning && quick.isDone }
      return pool.shutdown(deadline: deadline)
        == ShutdownReport(
          cancelledCount: 0, stoppedCount: 1, killedCount: 1, stillRunningCount: 0)
        && (try? polite.result()) == "stopped"
    }
  }

  @Test("asks a job to stop, and kills one, that has not begun in its process", arguments: 0..<10)
  func beforeItBegins(_ round: Int) async throws {
    try await withPool(.forTests(maxWorkers: 2)) { pool in
      // Their processes are being started.
      let stopped = try pool.submit(act, .untilStopped)
      let killed = try pool.submit(act, .runForever)
      try waitUntil { stopped.isRunning && killed.isRunning }
      #expect(stopped.requestStop())
      #expect(try stopped.result() == "stopped")
      let report = pool.shutdown(deadline: .zero)
      #expect(report.killedCount == 1 && report.stoppedCount == 0)
      #expect(throws: WorkerDiedError.self) { try killed.result() }
    }
  }

  @Test("shows in its row where a job was written that threw, however long the message is")
  func location() async throws {
    try await withPool(.forTests(maxWorkers: 1)) { pool in
      for message in ["not today", String(repeating: "long ", count: 100)] {
        let future = try pool.submit(act, .throwError(message))
        let error = try #require(try future.exception() as? RemoteError)
        let text = pool.snapshot().futures[id: future.id]?.text ?? ""
        #expect(text.hasPrefix("Trouble: \(message.prefix(9))"))
        #expect(text.hasSuffix(" (job written at \(error.location))"))
      }
    }
  }

  @Test("carries large values both ways, whole")
  func largeValues() async throws {
    try await withPool(.forTests(maxWorkers: 1)) { pool in
      let bytes = (0..<5_000_011).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      let same = try pool.submit(echoBytes, bytes).result()
      let none = try pool.submit(echoBytes, []).result()
      #expect(same == bytes)
      #expect(none.isEmpty)
    }
  }

  @Test("replaces its workers after so many jobs, and loses none of them", arguments: [1, 3])
  func maxTasks(_ count: Int) async throws {
    try await withPool(.forTests(maxWorkers: 2, maxTasksPerWorker: count)) { pool in
      let futures = try (0..<12).map { try pool.submit(doubleJob, $0) }
      #expect(try futures.map { try $0.result() } == (0..<12).map { $0 * 2 })
      #expect(pool.snapshot().workers.count == 2, "another process in the same place")
    }
  }

  @Test("says that a job is poisoned when its last attempt was the second that ended a worker")
  func poisonedAtLast() async throws {
    try await withPool(.forTests(maxWorkers: 1)) { pool in
      let once = try pool.submit(act, .abort)
      #expect(throws: WorkerDiedError.self) { try once.result() }
      let twice = try pool.submit(act, .abort, options: SubmitOptions(retries: .init(count: 1)))
      #expect(throws: PoisonedJobError(job: "act", deaths: 2)) { try twice.result() }
    }
  }

  @Test("refuses numbers that make no sense")
  func arguments() {
    for make in [
      { try ProcessPoolExecutor(maxWorkers: 0, jobs: workerJobs) },
      { try ProcessPoolExecutor(jobs: workerJobs, maxTasksPerWorker: 0) },
      { try ProcessPoolExecutor(jobs: workerJobs, capacity: .rejecting(0)) },
      {
        try ProcessPoolExecutor(
          jobs: JobRegistry(doubleJob), initializer: WorkerInitializer(failJob, 1))
      },
    ] {
      #expect(throws: InvalidArgumentError.self) { _ = try make() }
    }
  }

  @Test("has as many workers as processors, where nobody says how many")
  func defaultWorkers() throws {
    let pool = try ProcessPoolExecutor(jobs: workerJobs)
    #expect(pool.maxWorkers == Processors.usableCount)
  }

  @Test("ends the process of a worker whose thread the system refuses, and goes on")
  func refusedThread() async throws {
    let pool = try ProcessPoolExecutor.forTests(maxWorkers: 1)
    let isRefused = Monitor(true)
    let refuseOnce: ThreadPoolCore.ThreadStarter = { worker, body throws(SystemError) in
      if isRefused.withLock({ $0 }) { throw SystemError(call: "pthread_create", code: 11) }
      return try OSThread.start(name: worker.name, attachment: worker, body)
    }
    let core = ThreadPoolCore(
      .init(name: "refused", maxWorkers: 1, hosting: pool.hosting), startThread: refuseOnce)
    try await blocking(within: .seconds(200)) {
      let futures = (0..<2).map { number in
        Future<Int>(
          name: "", control: nil, owner: core.handle, body: Future<Int>.Closure { number })
      }
      #expect(throws: ThreadStartError.self) { try core.submit(futures[0]) }
      #expect(pool.hosting.killWorker(0) == nil, "it is gone")
      isRefused.withLock { $0 = false }
      try core.submit(futures[1])
      #expect(try futures[1].result() == 1)
      core.shutdown(wait: true, cancelFutures: false)
      #expect(core.observer.snapshot(of: core).counts.total == 1)
    }
  }

  @Test("a worker that was killed and came back keeps its place and its lane")
  func comesBack() async throws {
    try await withPool(.forTests(maxWorkers: 1)) { pool in
      let died = try pool.submit(act, .abort)
      _ = try? died.result()
      let next = try pool.submit(doubleJob, 1)
      _ = try next.result()
      let snapshot = pool.snapshot()
      let worker = try #require(snapshot.workers.first)
      #expect(snapshot.workers.count == 1 && worker.state == .idle)
      #expect(worker.spans.map(\.future) == [died.id, next.id])
      #expect(worker.spans.first?.outcome == .crashed)
      #expect(worker.doneCount == 2 && worker.failedCount == 1)
    }
  }
}
