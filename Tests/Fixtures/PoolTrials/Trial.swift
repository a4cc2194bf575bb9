import ConcurrentFutures
import Foundation
import WorkerJobs

/// One thing that may go wrong in a worker process.
enum Trial: String, CaseIterable {
  case jobThrows, trap, abort, exit3, segfault, killed, ownGroup, blockedSignals, memory, garbage
  case scribble, closedSocket
  case unencodableInput, undecodableInput, unencodableResult, undecodableResult
  case megabyte, grandchild, partialLines, termination
  case breakPool, poisoned, retried, chunkCrash, maxTasks, terminateWorkers, killWorkers
  case initializerThrows, initializerDies, idleKill
  case breakPoolByCoding, breakPoolByInitializer, nothingAhead, timeLimit
  case spawnFails, tooManyProcesses, missingProgram, programVanishes, forgetful, silent
  case nested, stopped, killRace, orphans

  func run() throws {
    let before = Accounts()
    try body()
    Accounts().compare(with: before)
  }

  private func body() throws {
    switch self {
    case .jobThrows: try alone(.throwError("not today"))
    case .trap: try alone(.trap)
    case .abort: try alone(.abort)
    case .exit3: try alone(.exit(3))
    case .segfault: try alone(.segfault)
    case .killed: try alone(.signal(SIGKILL))
    case .ownGroup: try alone(.killOwnGroup)
    case .blockedSignals: try alone(.blockSignals, SubmitOptions(timeout: .milliseconds(100)))
    case .memory: try alone(.exceedMemory)
    case .garbage: try alone(.garbageOnSocket)
    case .closedSocket: try alone(.closeSocket)
    case .scribble: try scribble()
    case .termination: try killedByRequest()
    case .unencodableInput: try stubborn(unencodable, Stubborn(isEncodable: false))
    case .undecodableInput: try stubborn(unencodable, Stubborn(isDecodable: false))
    case .unencodableResult: try stubborn(undecodable, 1)
    case .undecodableResult: try stubborn(undecodable, 2)
    case .megabyte: try megabyte()
    case .grandchild: try grandchild()
    case .partialLines: try partialLines()
    case .breakPool: try breakPool()
    case .poisoned: try alone(.abort, SubmitOptions(retries: RetryPolicy(count: 5)))
    case .retried: try retried()
    case .chunkCrash: try chunkCrash()
    case .maxTasks: try maxTasks()
    case .terminateWorkers: try ended { $0.terminateWorkers() }
    case .killWorkers: try ended { $0.killWorkers() }
    case .initializerThrows: try initializer(.throwError("no licence"))
    case .initializerDies: try initializer(.exit(7))
    case .breakPoolByInitializer: try initializer(.exit(7), .breakPool)
    case .breakPoolByCoding: try breakPoolByCoding()
    case .nothingAhead: try nothingAhead()
    case .timeLimit: try alone(.runForever, SubmitOptions(timeout: .milliseconds(100)))
    case .idleKill: try idleKill()
    case .spawnFails: try spawnFails()
    case .tooManyProcesses: try tooManyProcesses()
    case .missingProgram: try missingProgram()
    case .programVanishes: try programVanishes()
    case .forgetful: try unfit("FORGETFUL", makePool(maxWorkers: 1))
    case .silent: try unfit("SILENT", ProcessPoolExecutor(maxWorkers: 1, jobs: workerJobs))
    case .nested: try withPool { say("nested", try $0.submit(WorkerJobs.nested, 21).result()) }
    case .stopped: try stopped()
    case .killRace: try killRace()
    case .orphans: try orphans()
    }
  }

  /// Runs one bad job between two good ones.
  private func alone(_ bad: Act, _ options: SubmitOptions = SubmitOptions()) throws {
    try withPool { pool in
      let first = try pool.submit(doubleJob, 1)
      let future = try pool.submit(act, bad, options: options)
      let next = try pool.submit(doubleJob, 21)
      say("before", try first.result())
      tell(future)
      say("after", try next.result())
    }
  }

  private func scribble() throws {
    try alone(.scribble)
    try withPool { pool in
      // Which item of a chunk ran is read from what was written over.
      let results = try pool.map(act, [.scribble, .returnText("1")], chunkSize: 2)
      for _ in 0..<2 {
        do {
          say("chunk", try results.next() ?? "nothing")
        } catch {
          say("chunk", type(of: error))
        }
      }
    }
  }

  private func stubborn<I, O>(_ job: Job<I, O>, _ input: I) throws {
    try withPool { pool in
      let future = try pool.submit(job, input)
      let next = try pool.submit(place, 0)
      let before = try pool.submit(place, 0).result()
      tell(future)
      say("same worker", try next.result()[2] == before[2])
    }
  }

  private func killedByRequest() throws {
    try withPool { pool in
      let future = try pool.submit(act, .ignoreTermination)
      let next = try pool.submit(doubleJob, 21)
      waitUntil { future.isRunning }
      // Ignoring takes effect a moment after the start; either way it is killed in the end.
      say("kill", future.kill(grace: .milliseconds(50)))
      tell(future)
      say("after", try next.result())
      say("again", future.kill())
    }
  }

  private func megabyte() throws {
    try withPool { pool in
      let future = try pool.submit(act, .printBytes(1 << 20))
      say("result", try future.result())
      let lines = pool.snapshot().log.entries.filter { $0.line.future == future.id }.map(
        \.line.text)
      say("kept", lines.dropLast().reduce(0) { $0 + $1.utf8.count } <= 64 << 10)
      say("last", lines.last ?? "nothing")
    }
  }

  private func grandchild() throws {
    for start in [Act.leaveGrandchild, .leaveOutsider] {
      var id: Int32 = 0
      try withPool { pool in
        id = Int32(try pool.submit(act, start).result()) ?? 0
        say("lives", kill(id, 0) == 0)
      }
      waitUntil { kill(id, 0) != 0 }
      say("gone with its worker", kill(id, 0) != 0)
    }
  }

  private func partialLines() throws {
    try withPool { pool in
      let future = try pool.submit(act, .printPartial("half", error: "a line"))
      _ = try future.result()
      let next = try pool.submit(act, .printLines(["one", "two"]))
      _ = try next.result()
      for entry in pool.snapshot().log.entries {
        say(entry.line.future == future.id ? "first" : "second", entry.line.text)
      }
    }
  }

  private func breakPool() throws {
    let pool = try makePool(maxWorkers: 2, failurePolicy: .breakPool)
    try withExecutor(pool) { pool in
      let running = try pool.submit(act, .runForever)
      waitUntil { running.isRunning }
      // Both are there before one of them crashes: the pool takes nothing after that.
      pool.pause()
      let crashed = try pool.submit(act, .exit(3))
      let waiting = try pool.submit(doubleJob, 1)
      pool.resume()
      tell(crashed)
      tell(running)
      tell(waiting)
      do {
        try pool.submit(doubleJob, 1)
      } catch {
        say("submit", type(of: error))
      }
    }
  }

  /// What costs one future under both policies, and then what breaks the pool.
  private func breakPoolByCoding() throws {
    let pool = try makePool(maxWorkers: 1, failurePolicy: .breakPool)
    try withExecutor(pool) { pool in
      tell(try pool.submit(act, .throwError("not today")))
      tell(try pool.submit(unencodable, Stubborn(isEncodable: false)))
      tell(try pool.submit(undecodable, 1))
      say("goes on", try pool.submit(doubleJob, 21).result())
      tell(try pool.submit(undecodable, 2))
      do {
        try pool.submit(doubleJob, 1)
      } catch {
        say("submit", type(of: error))
      }
    }
  }

  /// As many run as there are workers, as their processes say themselves; all others can be
  /// cancelled.
  private func nothingAhead() throws {
    let folder = NSTemporaryDirectory() + "nothing-ahead-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let gate = folder + "/gate"
    guard mkfifo(gate, 0o600) == 0 else { return say("mkfifo", String(cString: strerror(errno))) }
    let writingEnd = open(gate, O_RDWR | O_CLOEXEC)
    func begunCount() -> Int {
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
      return (names ?? []).count { $0.hasPrefix("job") }
    }
    try withExecutor(try makePool(maxWorkers: 3)) { pool in
      let futures = try (0..<20).map { try pool.submit(meet, ["\(folder)/job\($0)", gate]) }
      waitUntil { begunCount() == 3 }
      say("running", futures.count(where: \.isRunning))
      say("cancelled", futures.filter { $0.cancel() }.count)
      close(writingEnd)
      say("returned", try futures.filter { !$0.isCancelled }.map { try $0.result() }.count)
      say("begun", begunCount())
    }
  }

  private func retried() throws {
    let mark = NSTemporaryDirectory() + "crash-once-\(UUID().uuidString)"
    defer { unlink(mark) }
    try withPool { pool in
      let future = try pool.submit(
        act, .crashOnce(mark), options: SubmitOptions(retries: RetryPolicy(count: 1)))
      tell(future)
    }
  }

  private func chunkCrash() throws {
    let mark = NSTemporaryDirectory() + "crash-once-\(UUID().uuidString)"
    defer { unlink(mark) }
    try withPool { pool in
      let acts: [Act] = [
        .returnText("0"), .throwError("1"), .crashOnce(mark), .returnText("3"), .crashOnce(mark),
      ]
      let results = try pool.map(act, acts, chunkSize: 5)
      for place in 0..<5 {
        do {
          say("\(place)", try results.next() ?? "nothing")
        } catch {
          say("\(place)", type(of: error))
        }
      }
      say("end", try results.next() == nil)
    }
  }

  private func maxTasks() throws {
    let pool = try makePool(maxWorkers: 1, maxTasksPerWorker: 2)
    let futures = try (0..<6).map { try pool.submit(place, $0) }
    pool.shutdown(wait: false)
    let processes = try futures.map { try $0.result()[2] }
    pool.shutdown()
    say("processes", Set(processes).count)
    say("two each", processes[0] == processes[1] && processes[4] == processes[5])
  }

  private func ended(_ end: (ProcessPoolExecutor) -> Void) throws {
    let pool = try makePool(maxWorkers: 1)
    let running = try pool.submit(act, .runForever)
    waitUntil { running.isRunning }
    let waiting = try pool.submit(doubleJob, 1)
    end(pool)
    tell(running)
    say("waiting", waiting.state.rawValue)
    do {
      try pool.submit(doubleJob, 1)
    } catch {
      say("submit", type(of: error))
    }
    pool.shutdown()
    end(pool)
  }

  private func initializer(_ bad: Act, _ policy: FailurePolicy = .respawn) throws {
    let pool = try makePool(
      maxWorkers: 1, failurePolicy: policy, initializer: WorkerInitializer(act, bad))
    let future = try pool.submit(doubleJob, 1)
    do {
      say("result", try future.result())
    } catch let error as BrokenExecutorError {
      say("broken", String(error.reason.prefix { $0 != "\n" }))
    }
    pool.shutdown()
  }

  private func idleKill() throws {
    try withPool { pool in
      let before = try pool.submit(place, 0).result()[2]
      kill(Int32(before) ?? 0, SIGKILL)
      waitUntil {
        let worker = pool.snapshot().workers[0]
        return worker.state == .idle && "\(worker.systemID)" != before
      }
      say("another", try pool.submit(place, 0).result()[2] != before)
      say("workers", pool.snapshot().workers.count)
    }
  }
}
