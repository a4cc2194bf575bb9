internal import ConcurrentFutures
internal import Platform
internal import ScenarioScript
internal import Workloads

// A worker process of a run: this program, started again. It reads the same file as its parent, so
// that a step is a few numbers, whatever its job is.

/// What a worker process of a run can do.
enum ScenarioWorker {
  /// What a worker must know before its first step.
  struct Order: Sendable, Codable {
    var source: Scenario.Source
    var seed: UInt64
    var speed: Double
  }

  private struct Situation {
    var scenario: Scenario
    var seed: UInt64
    var pace: Pace
  }

  private static let situation = Monitor<Situation?>(nil)

  /// Reads the scenario.
  static let begin = Job<Order, NoValue>("scenario") { order -> Void in
    let source = order.source
    let scenario = try Scenario.parse(source.bytes, file: source.file, poolKind: .process)
    situation.withLock {
      $0 = Situation(scenario: scenario, seed: order.seed, pace: Pace(speed: order.speed))
    }
  }

  /// Does what a step says.
  static let step = Job<ScenarioStep, ScenarioValue>("step") { step, context in
    guard let now = situation.withLock({ $0 }), now.scenario.jobs.indices.contains(step.job) else {
      throw JobFailure(description: "a worker process does not know the scenario")
    }
    return try now.scenario.jobs[step.job].run(step, seed: now.seed, pace: now.pace, in: context)
  }

  static let jobs: JobRegistry = {
    var jobs = JobRegistry(begin, step)
    jobs.registerError(JobFailure.self)
    jobs.registerError(WorkloadStopped.self)
    jobs.registerError(CommandFailure.self)
    return jobs
  }()
}

extension Scenario {
  /// Makes the pool that the scenario asks for.
  func makePool(seed: UInt64, speed: Double) throws -> any ObservedExecutor {
    guard pool.kind == .process, let source else {
      return try ThreadPoolExecutor(
        maxWorkers: pool.workers.count, threadNamePrefix: pool.name ?? "",
        capacity: pool.queueCapacity)
    }
    let order = ScenarioWorker.Order(source: source, seed: seed, speed: speed)
    return try ProcessPoolExecutor(
      name: pool.name ?? ProcessPoolExecutor.nextName(), maxWorkers: pool.workers.count,
      jobs: ScenarioWorker.jobs, maxTasksPerWorker: pool.maxTasksPerWorker,
      capacity: pool.queueCapacity, initializer: WorkerInitializer(ScenarioWorker.begin, order))
  }
}
