// The same work as `compare` measures, without the peers, for a look at what a change did:
//
//   swift package benchmark                                  measures
//   swift package --allow-writing-to-package-directory benchmark baseline update before
//   swift package benchmark baseline compare before          measures, and compares with that

import Benchmark
import ConcurrentFutures
import Contestants

/// How many empty jobs there are in an iteration.
private let jobCount = 100_000
/// How many are pending where very many must be.
private let pendingCount = 100_000

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .throughput, .cpuTotal, .contextSwitches],
    warmupIterations: 2, maxDuration: .seconds(5), maxIterations: 50)

  for workers in [1, 2, 4] {
    Benchmark("\(jobCount) closures with a number, workers: \(workers)") { benchmark in
      let pool = try ThreadPoolExecutor(maxWorkers: workers)
      benchmark.startMeasurement()
      _ = try FuturesOfClosures(pool, .number).run(jobs: jobCount)
      benchmark.stopMeasurement()
      pool.shutdown()
    }
    Benchmark("\(jobCount) empty jobs, workers: \(workers)") { benchmark in
      let pool = try ThreadPoolExecutor(maxWorkers: workers)
      benchmark.startMeasurement()
      _ = try FuturesOfJobs(pool).run(jobs: jobCount)
      benchmark.stopMeasurement()
      pool.shutdown()
    }
  }

  Benchmark("1,000 round trips") { benchmark in
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    benchmark.startMeasurement()
    for _ in 0..<1_000 { blackHole(try pool.submit { 1 }.result()) }
    benchmark.stopMeasurement()
    pool.shutdown()
  }

  Benchmark("cancel() of all of \(pendingCount) pending") { benchmark in
    let held = try HeldPool()
    let futures = try held.fill(pendingCount)
    benchmark.startMeasurement()
    for future in futures { future.cancel() }
    benchmark.stopMeasurement()
    held.stop()
  }

  Benchmark("shutdown(cancelFutures:) of \(pendingCount) pending") { benchmark in
    let held = try HeldPool()
    let futures = try held.fill(pendingCount)
    benchmark.startMeasurement()
    held.pool.shutdown(wait: false, cancelFutures: true)
    benchmark.stopMeasurement()
    withExtendedLifetime(futures) { held.stop() }
  }

  Benchmark("snapshot() after 1,000 of \(pendingCount) changed") { benchmark in
    let held = try HeldPool()
    let futures = try held.fill(pendingCount)
    let before = held.pool.snapshot()
    for future in futures.suffix(1_000) { future.cancel() }
    benchmark.startMeasurement()
    let after = held.pool.snapshot()
    benchmark.stopMeasurement()
    withExtendedLifetime((before, after)) { held.stop() }
  }
}
