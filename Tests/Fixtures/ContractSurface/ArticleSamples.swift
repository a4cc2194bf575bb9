import ConcurrentFutures
import CoreMetrics
import Logging

// What the articles of the documentation show. A test compares them, line by line.

private func fetch(_ page: String) throws -> [UInt8] { Array(page.utf8) }
private func store(_ page: String) throws { print(page) }

private let thumbnail = Job("thumbnail") { (number: Int) in [UInt8](repeating: 0, count: number) }
private let endlessNumbers = sequence(first: 0) { $0 + 1 }

private func programInBoth(pages: [String]) throws {
  try withExecutor(try ThreadPoolExecutor(maxWorkers: 3)) { executor in
    let futures = try pages.map { page in try executor.submit(name: page) { try fetch(page) } }
    let completed = asCompleted(futures)
    while let future = try completed.next() {
      print(future.name, try future.result().count)
    }
  }
}

private func scope(pages: [String]) throws {
  let pool = try ThreadPoolExecutor(maxWorkers: 4)
  try withExecutor(pool) { pool in
    for page in pages { try pool.submit { try store(page) } }
  }
  // Here all pages are stored, or have failed.
}

private func endlessMap(_ pool: ThreadPoolExecutor) throws {
  let results = try pool.map(thumbnail, endlessNumbers, bufferSize: 100)
  while let picture = try results.next(), picture.count < 1_000 {
    print(picture.count)
  }
}

private func helping() throws -> Future<Int> {
  let pool = try ThreadPoolExecutor(maxWorkers: 1, helpWhileWaiting: true)
  let outer = try pool.submit {
    try pool.submit { 20 }.result() + 1
  }
  return outer
}

private func passingCancellationOn(_ future: Future<[UInt8]>) async throws -> [UInt8] {
  let page = try await withTaskCancellationHandler {
    try await future.value
  } onCancel: {
    future.cancel()
  }
  return page
}

private func whatIsNew(pages: [String]) throws {
  let pool = try ThreadPoolExecutor(maxWorkers: 8, capacity: .blocking(100))
  let patient = SubmitOptions(
    priority: 1, timeout: .seconds(30),
    retries: RetryPolicy(count: 3, delay: .seconds(1), backoff: 2, jitter: 0.1))
  let future = try pool.submit(name: "index", options: patient) { context in
    for (done, page) in pages.enumerated() {
      if context.isStopRequested { break }
      try store(page)
      context.reportProgress(Double(done + 1) / Double(pages.count), page)
    }
  }
  let report = pool.shutdown(deadline: .seconds(60))
  print(future, report.cancelledCount, "cancelled,", report.stillRunningCount, "left behind")
}

private func look(at pool: ThreadPoolExecutor) {
  let snapshot = pool.snapshot()
  print(snapshot.pool.name, snapshot.pool.phase, snapshot.counts.pending, "pending")
  for worker in snapshot.workers {
    let job = worker.current.flatMap { snapshot.futures[id: $0] }
    print(worker.name, worker.systemID, worker.state, job?.name ?? "", worker.doneCount, "done")
  }
  print("half waited at most", snapshot.waitTimes.median)
}

private func publish(_ pool: ThreadPoolExecutor) throws {
  let publisher = try SnapshotPublisher(pool, every: .seconds(1)) { snapshot in
    print("\(snapshot.counts.done) of \(snapshot.counts.total) done")
  }
  pool.drain()
  publisher.stop()
}

private func tell(_ pool: ThreadPoolExecutor) throws {
  try pool.submit(name: "copy") { context in
    for part in 1...10 {
      context.reportProgress(Double(part) / 10, "part \(part)")
    }
    context.log("all parts are copied")
  }
}

private func embedding(pages: [String], backend: any MetricsFactory) throws {
  LoggingSystem.bootstrap { label in
    var handler = StreamLogHandler.standardError(label: label)
    handler.logLevel = .debug
    return handler
  }
  MetricsSystem.bootstrap(backend)

  let pool = try ThreadPoolExecutor(maxWorkers: 4, threadNamePrefix: "thumbnails")
  try withExecutor(pool) { pool in
    for page in pages {
      try pool.submit(name: "thumbnail") { context in
        context.log("begins with \(page)")
        try store(page)
      }
    }
  }
}

private func processes() throws {
  let area = Job("area") { (size: Size) in size.width * size.height }
  let jobs = JobRegistry(area)
  ProcessPoolExecutor.runWorkerIfRequested(jobs)

  let pool = try ProcessPoolExecutor(maxWorkers: 4, jobs: jobs)
  try withExecutor(pool) { pool in
    print(try pool.submit(area, Size(width: 3, height: 4)).result())
  }
}
