import ConcurrentFutures
import Foundation
import WorkerJobs

// MARK: - What keeps workers from starting

extension Trial {
  func spawnFails() throws {
    try withPool { pool in
      var before = rlimit()
      getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &before)
      // Those that are open stay open, and no other can be opened.
      var none = rlimit(rlim_cur: 3, rlim_max: before.rlim_max)
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &none)
      let refusal = Result { try pool.submit(doubleJob, 1) }
      setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &before)
      tellRefusal(refusal, pool)
      say("then", try pool.submit(doubleJob, 21).result())
    }
  }

  func tooManyProcesses() throws {
    // The superuser may start as many as there is room for: be somebody else.
    if getuid() == 0, setgid(65_534) != 0 || setuid(65_534) != 0 {
      return say("setuid", String(cString: strerror(errno)))
    }
    let pool = try makePool(maxWorkers: 2)
    try withExecutor(pool) { pool in
      let running = try pool.submit(act, .untilStopped)
      waitUntil { running.isRunning }
      var before = rlimit()
      getrlimit(__rlimit_resource_t(__RLIMIT_NPROC.rawValue), &before)
      var none = rlimit(rlim_cur: 1, rlim_max: before.rlim_max)
      setrlimit(__rlimit_resource_t(__RLIMIT_NPROC.rawValue), &none)
      let refusal = Result { try pool.submit(doubleJob, 1) }
      setrlimit(__rlimit_resource_t(__RLIMIT_NPROC.rawValue), &before)
      if case .failure(let error as ProcessStartError) = refusal {
        say("code", error.code == EAGAIN ? "EAGAIN" : "\(error.code)")
      }
      say("queued", pool.snapshot().counts.pending)
      say("then", try pool.submit(doubleJob, 21).result())
      while !running.isDone { running.requestStop() }
    }
  }

  func missingProgram() throws {
    let pool = try makePool(maxWorkers: 1, startMethod: .executable("/nowhere/worker"))
    tellRefusal(Result { try pool.submit(doubleJob, 1) }, pool)
    pool.shutdown()
  }

  private func tellRefusal<Value>(
    _ refusal: Result<Future<Value>, any Error>, _ pool: ProcessPoolExecutor
  ) {
    if case .failure(let error) = refusal { say("submit", type(of: error)) }
    say("nothing queued", pool.snapshot().counts.total == 0)
  }

  /// A program that is there for the first worker, and gone for the second.
  func programVanishes() throws {
    let files = FileManager.default
    let program = NSTemporaryDirectory() + "worker-\(UUID().uuidString)"
    try files.copyItem(
      atPath: try files.destinationOfSymbolicLink(atPath: "/proc/self/exe"), toPath: program)
    let pool = try makePool(maxWorkers: 1, startMethod: .executable(program))
    try withExecutor(pool) { pool in
      say("before", try pool.submit(doubleJob, 1).result())
      unlink(program)
      // Both are there before one of them crashes: the pool takes nothing after that.
      pool.pause()
      let crashed = try pool.submit(act, .abort)
      let waiting = try pool.submit(doubleJob, 1)
      pool.resume()
      tell(crashed)
      tell(waiting)
    }
  }

  /// A program that does not begin as a worker must.
  func unfit(_ how: String, _ pool: ProcessPoolExecutor) throws {
    setenv("POOL_TRIALS_\(how)", "1", 1)
    let future = try pool.submit(doubleJob, 1)
    do {
      say("result", try future.result())
    } catch let error as BrokenExecutorError {
      say("broken", String(error.reason.prefix { $0 != ";" && $0 != "\n" }))
      say("names the call", error.reason.contains("runWorkerIfRequested"))
    }
    pool.shutdown()
  }
}

// MARK: - Stopping and killing

extension Trial {
  func stopped() throws {
    try withPool { pool in
      let before = try pool.submit(place, 0).result()
      let future = try pool.submit(act, .untilStopped)
      waitUntil { future.isRunning }
      // Also before the process has begun it.
      while !future.isDone { future.requestStop() }
      tell(future)
      say("same worker", try pool.submit(place, 0).result()[2] == before[2])
    }
  }

  /// Kills a job at a random moment, again and again, while another waits for its worker.
  func killRace() throws {
    try withPool { pool in
      var wrongCount = 0
      var keptCount = 0
      var endedCount = 0
      // A thousand times; each starts a process, so on a busy machine for half a minute, and then
      // until both have happened.
      let end = Date(timeIntervalSinceNow: 30)
      for round in 0..<1_000 {
        if round >= 50, keptCount > 0, endedCount > 0, Date() > end { break }
        let future = try pool.submit(doubleJob, 1)
        let next = try pool.submit(doubleJob, 21)
        while future.state == .pending {}
        for _ in 0..<Int.random(in: 0..<2_000) { _ = future.isDone }
        // On a busy machine none may be done so soon.
        if round % 8 == 7 { wait([future]) }
        let answer = future.kill(grace: .milliseconds(100))
        let wasEnded = (try? future.exception()) is WorkerDiedError
        if wasEnded { endedCount += 1 } else { keptCount += 1 }
        if wasEnded != (answer == .killed) { wrongCount += 1 }
        if try next.exception() != nil { wrongCount += 1 }
      }
      say("wrong", wrongCount)
      say("kept", keptCount > 0)
      say("ended", endedCount > 0)
    }
  }

  /// Waits to be killed, with two workers that have started something.
  func orphans() throws {
    let pool = try makePool(maxWorkers: 2)
    let futures = try [Act.leaveGrandchild, .leaveOutsider].map { try pool.submit(act, $0) }
    let grandchildren = try futures.map { try $0.result() }
    let running = try (0..<2).map { _ in try pool.submit(act, .runForever) }
    // The second worker may have been started for the second of them only.
    waitUntil { running.allSatisfy(\.isRunning) }
    let workers = pool.snapshot().workers.map { "\($0.systemID)" }
    print((workers + grandchildren).joined(separator: " "))
    print("ready")
    fflush(nil)
    pool.drain()
  }
}
