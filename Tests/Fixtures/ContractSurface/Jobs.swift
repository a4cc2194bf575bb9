import ConcurrentFutures

struct Size: Codable, Sendable {
  var width: Int
  var height: Int
}

func jobs() {
  let area = Job("area") { (size: Size) in size.width * size.height }
  let _: Job<Size, Int> = area
  let _: Job<Size, Int> = Job("area in context") { size, context in
    context.reportProgress(0.5)
    return size.width * size.height
  }
  let _: Job<String, NoValue> = Job("say") { text in print(text) }
  let _: Job<String, NoValue> = Job("say in context") { text, context in context.log(text) }
  _ = Job("say") { (text: String) in print(text) }
  _ = Job("say in context") { (text: String, context: JobContext) in context.log(text) }
  _ = Job("fail") { (_: String) throws -> Int in throw CancelledError() }
  _ = Job("fail and return nothing") { (_: String) throws in throw CancelledError() }
  _ = Job("elsewhere", fileID: "Module/File.swift", line: 7) { (n: Int) in n + 1 }
  _ = Job("elsewhere", fileID: "Module/File.swift", line: 7) { (n: Int, _: JobContext) in n + 1 }
  _ = Job("elsewhere", fileID: "Module/File.swift", line: 7) { (n: Int) in print(n) }
  _ = Job("elsewhere", fileID: "Module/File.swift", line: 7) { (n: Int, _: JobContext) in print(n) }
  let _: String = area.name
  let _: any Sendable = area
  let _: any Codable & Sendable & Hashable = NoValue()
}

func contexts(_ context: JobContext) {
  let _: FutureID = context.id
  let _: Int = context.attempt
  let _: String = context.workerName
  let _: Bool = context.isStopRequested
  context.reportProgress(0.5)
  context.reportProgress(0.5, "half")
  context.log("half of it is done")
  let _: any Sendable = context
}

func options() {
  let usual = SubmitOptions()
  _ = SubmitOptions(
    name: "thumbnail", priority: 2, timeout: .seconds(30), retries: RetryPolicy(count: 2),
    tags: ["images"])
  _ = SubmitOptions(priority: 2)
  _ = SubmitOptions(timeout: nil, retries: .none)
  let _: String = usual.name
  let _: Int = usual.priority
  let _: Duration? = usual.timeout
  let _: [String] = usual.tags
  let policy: RetryPolicy = usual.retries
  let _: (Int, Duration, Double, Double) = (
    policy.count, policy.delay, policy.backoff, policy.jitter
  )
  _ = RetryPolicy(count: 3, delay: .seconds(1), backoff: 2, jitter: 0.1)
  let capacities: [QueueCapacity] = [.unbounded, .blocking(100), .rejecting(100)]
  for capacity in capacities {
    switch capacity {
    case .unbounded: break
    case .blocking(let limit), .rejecting(let limit): let _: Int = limit
    }
  }
}
