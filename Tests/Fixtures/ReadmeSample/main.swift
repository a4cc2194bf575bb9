import ConcurrentFutures

let pool = try ThreadPoolExecutor(maxWorkers: 3, threadNamePrefix: "squarer")
try withExecutor(pool) { pool in
  let squares = try (0..<6).map { number in
    try pool.submit { number * number }
  }
  let slow = try pool.submit(name: "slow") { context in
    context.log("begins on \(context.workerName)")
    return "done"
  }
  slow.addDoneCallback { future in print("slow is", future) }
  print(try squares.map { try $0.result(timeout: .seconds(60)) })
  print(wait([slow]).done.count, "done;", slow.cancel() ? "cancelled" : "too late to cancel")
}
