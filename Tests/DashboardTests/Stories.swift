import PoolObservation

extension Script {
  /// Six jobs of five seconds on three workers.
  static var sixJobs: Script {
    var script = Script(workers: 3)
    for id: UInt64 in 0..<6 { script.submit(id, "worker(\(id))") }
    for id in 0..<6 {
      let start = Double(id / 3) * 5
      script.run(
        UInt64(id), on: id % 3, from: start, to: start + 5, begin: "Begin to work \(id)",
        ended: "finished \(id)")
    }
    return script
  }

  /// Seven jobs on three workers; the fourth fails.
  static var keyThreeFails: Script {
    var script = Script(workers: 3)
    let seconds = [6, 3, 7, 1, 2, 2, 6]
    for (id, length) in seconds.enumerated() {
      script.submit(UInt64(id), "test_func(\(length), \(id))")
    }
    let runs: [(UInt64, Int, Double, Double)] = [
      (0, 0, 0, 6), (1, 1, 0, 3), (2, 2, 0, 7), (3, 1, 3, 4), (4, 1, 4, 6), (5, 0, 6, 8),
      (6, 1, 6, 12),
    ]
    for (id, worker, start, end) in runs {
      let hasFailed = id == 3
      script.run(
        id, on: worker, from: start, to: end, hasFailed ? .failed : .succeeded,
        hasFailed ? "Exception: 3 failde" : "'OK \(id)'", begin: "enter key=\(id)",
        ended: hasFailed ? nil : "OK \(id)")
    }
    script.shutDown(from: 8, to: 12)
    return script
  }

  /// A burst of 100,000 jobs, of which eight workers have done the first few hundred.
  static let burst: Script = {
    var script = Script(workers: 8)
    for id: UInt64 in 0..<100_000 { script.submit(id, "fetch(url=\(id))") }
    for id in 0..<4_000 {
      let start = Double(id / 8) * 0.1 + Double(id % 8) * 0.01
      let hasFailed = id % 97 == 41
      script.run(
        UInt64(id), on: id % 8, from: start, to: start + 0.09, hasFailed ? .failed : .succeeded,
        hasFailed ? "TimeoutError: deadline 1s" : "\(id)")
    }
    for worker: UInt64 in 0..<8 {
      let long = 4_000 + worker
      script.run(long, on: Int(worker), from: 52 + Double(worker) * 0.3, to: 99)
    }
    return script
  }()

  /// Jobs of many lengths on eight workers, from a seed; some fail, some are cancelled.
  static func mixed(jobs: Int, workers: Int = 8, cancelled: Set<UInt64> = []) -> Script {
    var script = Script(workers: workers)
    var seed: UInt64 = 7
    func random(_ limit: UInt64) -> UInt64 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (seed >> 33) % limit
    }
    var free = [Double](repeating: 0, count: workers)
    for id in 0..<UInt64(jobs) {
      script.submit(id, "test_func(\(id))")
      if cancelled.contains(id) {
        script.add(2.5, .finished(FutureID(rawValue: id), outcome: .cancelled, text: ""))
        continue
      }
      guard let soonest = free.min(), let worker = free.firstIndex(of: soonest) else { continue }
      let length = Double(random(30) + 1) * 0.2
      let hasFailed = random(12) == 0
      script.run(
        id, on: worker, from: soonest, to: soonest + length, hasFailed ? .failed : .succeeded,
        hasFailed ? "TimeoutError: deadline 1s" : "\(100 + id)", ended: "finished \(id)")
      free[worker] = soonest + length
    }
    return script
  }
}
