import ConcurrentFutures

/// What the third program's workers do; each of them is this program, started again.
let worker = Job("worker") { (n: Int, context) -> Int in
  log("Begin to work \(n)", process: context.workerName)
  Pace.inherited.sleep(seconds: 5)
  log("finished \(n)", process: context.workerName)
  return n + 100
}

/// The third program: as the first, with results, in processes, and with a pool that ends with its
/// scope.
func submitAndPollInScope(_ pace: Pace) throws {
  pace.bequeath()
  // The type that is constructed here, and the registry, are all that says processes.
  let pool = try ProcessPoolExecutor(maxWorkers: 3, jobs: JobRegistry(worker))
  var saidCount = 0
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
      printWhatWorkersSaid(in: executor, after: &saidCount)
      log(workers(of: executor))
      // One that ends after it was asked is told of in the next round, so each is asked once.
      let areDone = futures.map(\.isDone)
      for (future, isDone) in zip(futures, areDone) {
        log("\(isDone)")
        if isDone { log("result = \(try future.result())") }
      }
      // The notes ask the last one only.
      if areDone.allSatisfy({ $0 }) { break }
    }
  }
  // The last job may have ended after its round had printed what the workers said.
  printWhatWorkersSaid(in: pool, after: &saidCount)
  log("=== end ===")
  log(workers(of: pool))
}
