import ConcurrentFutures

/// The first program: six jobs on three workers, and a look at the pool now and then.
func submitAndPoll(_ pace: Pace) throws {
  let worker = Job("worker") { (n: Int, context) in
    log("Begin to work \(n)", thread: context.workerName)
    pace.sleep(seconds: 5)
    log("finished \(n)", thread: context.workerName)
  }

  let executor = try ThreadPoolExecutor(maxWorkers: 3)

  var futures: [Future<NoValue>] = []
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
    // One that ends after it was asked is told of in the next round, so each is asked once.
    let areDone = futures.map(\.isDone)
    for isDone in areDone {
      log("\(isDone)")
    }
    print(String(repeating: "*", count: 30))
    // The notes ask the last one only.
    if areDone.allSatisfy({ $0 }) { break }
  }
  executor.shutdown()
  log(workers(of: executor))
}
