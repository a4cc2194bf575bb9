import ConcurrentFutures

func threadPools() throws {
  _ = try ThreadPoolExecutor()
  _ = try ThreadPoolExecutor(maxWorkers: 3)
  _ = try ThreadPoolExecutor(maxWorkers: nil)
  _ = try ThreadPoolExecutor(threadNamePrefix: "fetch")
  _ = try ThreadPoolExecutor(capacity: .blocking(10))
  _ = try ThreadPoolExecutor(initializer: { print("a worker begins") })
  _ = try ThreadPoolExecutor(maxWorkers: 3) { print("a worker begins") }
  let pool = try ThreadPoolExecutor(
    maxWorkers: 3, threadNamePrefix: "fetch", capacity: .rejecting(10), initializer: nil)

  let _: Future<Int> = try pool.submit { 1 }
  let _: Future<Void> = try pool.submit { print("nothing comes of it") }
  let _: Future<String> = try pool.submit(name: "greet") { "hello" }
  let _: Future<String> = try pool.submit(options: SubmitOptions(priority: 1)) { "hello" }
  let _: Future<String> = try pool.submit(name: "greet", options: .init(priority: 1)) { "hello" }
  let _: Future<Int> = try pool.submit { context in context.attempt }
  let _: Future<FutureID> = try pool.submit { $0.id }
  let _: Future<Int> = try pool.submit(name: "greet") { context in context.attempt }
  let _: Future<Int> = try pool.submit(name: "greet", options: SubmitOptions()) { context in
    context.log("attempt \(context.attempt)")
    return context.attempt
  }
  try pool.submit { throw CancelledError() }
  try pool.submit { print("its future is dropped") }
}

func processPools(_ job: Job<Int, String>, _ other: Job<String, NoValue>) throws {
  var jobs = JobRegistry(job, other)
  jobs.register(job)
  _ = JobRegistry()
  ProcessPoolExecutor.runWorkerIfRequested(jobs)
  _ = try ProcessPoolExecutor(jobs: jobs)
  _ = try ProcessPoolExecutor(maxWorkers: 3, jobs: jobs, maxTasksPerWorker: 100)
  let pool = try ProcessPoolExecutor(
    maxWorkers: nil, jobs: jobs, maxTasksPerWorker: nil, capacity: .blocking(10),
    startMethod: .executable("/usr/bin/true"), failurePolicy: .breakPool,
    initializer: WorkerInitializer(job, 1))
  let methods: [StartMethod] = [.reexec, .executable("worker")]
  let policies: [FailurePolicy] = [.respawn, .breakPool]
  print(methods, policies)
  let future: Future<String> = try pool.submit(job, 1)
  let _: KillOutcome = future.kill()
  future.kill(grace: .seconds(1))
  pool.terminateWorkers()
  pool.killWorkers()
  try anyPool(pool, job)
  try somePool(pool, job, [1])
}

/// Takes a pool of either kind, as a value of the protocol.
func anyPool(_ pool: any PoolExecutor, _ job: Job<Int, String>) throws {
  let _: Int = pool.maxWorkers
  let _: String = pool.description
  let _: Future<String> = try pool.submit(job, 1)
  let _: Future<String> = try pool.submit(job, 1, options: SubmitOptions(name: "one"))
  try pool.submit(job, 1)
  let _: MapResults<String> = try pool.map(job, [1, 2])
  let _: PoolSnapshot = pool.snapshot()
  pool.pause()
  pool.resume()
  let _: FutureID? = pool.step()
  try pool.resize(maxWorkers: 2)
  pool.drain()
  let _: Bool = pool.drain()
  let _: Bool = pool.drain(timeout: .seconds(1))
  let _: Bool = pool.drain(timeout: nil)
  pool.shutdown()
  pool.shutdown(wait: false)
  pool.shutdown(cancelFutures: true)
  pool.shutdown(wait: false, cancelFutures: true)
  let _: ShutdownReport = pool.shutdown(deadline: .seconds(1))
}

/// Takes a pool of either kind, as a type of its own.
func somePool(_ pool: some PoolExecutor, _ job: Job<Int, String>, _ inputs: [Int]) throws {
  try pool.submit(job, 1)
  let results: MapResults<String> = try pool.map(job, inputs)
  while let text: String = try results.next() { print(text) }
  results.close()
  _ = try pool.map(job, 0..<10, timeout: .seconds(1))
  _ = try pool.map(job, inputs, chunkSize: 4)
  _ = try pool.map(job, sequence(first: 1) { $0 + 1 }, bufferSize: 4)
  _ = try pool.map(job, inputs, timeout: .seconds(1), chunkSize: 4)
  _ = try pool.map(job, inputs, timeout: .seconds(1), bufferSize: 4)
  _ = try pool.map(job, inputs, chunkSize: 4, bufferSize: 4)
  _ = try pool.map(job, inputs, timeout: .seconds(1), chunkSize: 4, bufferSize: 4)
  _ = try pool.map(job, inputs, timeout: nil, chunkSize: 1, bufferSize: nil)
  pool.drain()
  pool.shutdown()
  pool.shutdown(wait: true)
  pool.shutdown(cancelFutures: false)
}

func reports(_ report: ShutdownReport) {
  let _: (Int, Int, Int, Int, Int) = (
    report.drainedCount, report.cancelledCount, report.stoppedCount, report.killedCount,
    report.stillRunningCount
  )
}

func scopes() throws {
  let sum: Int = try withExecutor(ThreadPoolExecutor(maxWorkers: 2)) { pool in
    try pool.submit { 1 }.result() + pool.submit { 2 }.result()
  }
  print(sum)
  // A body that throws nothing needs no `try`.
  let _: Int = withExecutor(try ThreadPoolExecutor()) { pool in pool.maxWorkers }
}

func asyncScopes(_ pool: ThreadPoolExecutor) async throws {
  let _: Int = try await withExecutor(pool) { pool in
    try await pool.submit { 1 }.value
  }
  let _: Int = await withExecutor(pool) { pool in pool.maxWorkers }
}

/// What the re-export brings.
func snapshots(_ pool: ThreadPoolExecutor) throws {
  let snapshot: PoolSnapshot = pool.snapshot()
  let _: PoolDescription = snapshot.pool
  let _: [WorkerSnapshot] = snapshot.workers
  let _: FutureSnapshot? = snapshot.futures[id: FutureID(rawValue: 0)]
  let _: any Codable & Sendable = snapshot
  let publisher = try SnapshotPublisher(pool) { snapshot in print(snapshot.counts.running) }
  publisher.stop()
  _ = try SnapshotPublisher(pool, every: .seconds(1)) { _ in }
}
