import ConcurrentFutures

/// The third program: as the first, with results, and with a pool that ends with its scope.
func submitAndPollInScope(_ pace: Pace) throws {
  let worker = Job("worker") { (n: Int, context) -> Int in
    log("Begin to work \(n)", thread: context.workerName)
    pace.sleep(seconds: 5)
    log("finished \(n)", thread: context.workerName)
    return n + 100
  }

  // The type that is constructed here is all that says threads.
  let pool = try ThreadPoolExecutor(maxWorkers: 3)
  try withExecutor(pool) { executor in
    var futures: [Future<Int>] = []
    for n in 0..<3 {
      futures.append(try executor.submit(worker, n))
    }
    for n in 3..<6 {  // Does it block? It does not.
      futures.append(try executor.submit(worker, n))
      print("~~~阻塞~~~")
    }

    while true {
      pace.sleep(seconds: 2)
      log(workers(of: executor))
      for future in futures {
        log("\(future.isDone)")
        if future.isDone { log("result = \(try future.result())") }
      }
      // The notes ask the last one only.
      if futures.allSatisfy(\.isDone) { break }
    }
  }
  log("=== end ===")
  log(workers(of: pool))
}
