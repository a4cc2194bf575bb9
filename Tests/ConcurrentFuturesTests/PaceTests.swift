import Platform
import Testing

@testable import ConcurrentFutures

@Suite("A pool that ran tiny jobs", .timeLimit(.minutes(5)))
struct PaceTests {
  @Test("runs long ones side by side, as many as it has workers")
  func longAfterTiny() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 4)
    try await blocking(within: .seconds(250)) {
      for _ in 0..<100 {
        // One of 16 is timed, and eight of these decide what the pace is.
        for _ in 0..<2_000 { try pool.submit {} }
        let gate = Gate()
        let futures = try (0..<4).map { _ in try pool.submit { gate.wait() } }
        try waitUntil { futures.allSatisfy(\.isRunning) }
        gate.open()
        wait(futures)
      }
      pool.shutdown()
    }
  }

  @Test("runs long ones side by side that come one by one while it finds out")
  func longAfterTinyOneByOne() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 4)
    try await blocking(within: .seconds(250)) {
      for round in 0..<200 {
        for _ in 0..<2_000 { try pool.submit {} }
        let gate = Gate()
        var futures: [Future<Void>] = []
        for number in 0..<4 {
          // Up to the third look of the watcher.
          let pause = Duration.microseconds((round * 37 + number * 101) % 600)
          let end = MonotonicClock.now.advanced(by: pause)
          while MonotonicClock.now < end {}
          futures.append(try pool.submit { gate.wait() })
        }
        let all = futures
        try waitUntil { all.allSatisfy(\.isRunning) }
        gate.open()
        wait(all)
      }
      pool.shutdown()
    }
  }

  @Test("has a parked worker come for what is submitted after the watcher took a job")
  func submittedAfterMistake() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 3)
    let gate = Gate()
    try await blocking {
      let first = Gate()
      let starters = try (0..<3).map { _ in try pool.submit { first.wait() } }
      try waitUntil { starters.allSatisfy(\.isRunning) }
      first.open()
      try waitUntil {
        pool.core.shared.withLock { $0.machine.workers == [.parked, .parked, .parked] }
      }
      let long = try pool.submit { gate.wait() }
      try waitUntil { long.isRunning }
      pool.core.locked { shared in
        // As after many tiny jobs, of which the last has just begun.
        for _ in 0..<200 { shared.machine.pace.timed(100) }
        shared.machine.pace.started(at: pool.core.now.nanoseconds + 3_600_000_000_000)
      }
      let watched = try pool.submit { gate.wait() }
      try waitUntil { watched.isRunning }
      let last = try pool.submit {}
      #expect(throws: Never.self) { try last.result(timeout: .seconds(150)) }
      gate.open()
      pool.shutdown()
    }
  }
}
