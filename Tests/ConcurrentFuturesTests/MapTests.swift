import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

private let double = Job<Int, Int>("double") { $0 * 2 }

@Suite("Every executor's map", .timeLimit(.minutes(5)))
struct MapTests {
  @Test("gives results in the order of the inputs", arguments: ExecutorKind.allCases, [nil, 3])
  func order(_ kind: ExecutorKind, _ bufferSize: Int?) async throws {
    let pool = try kind.make(maxWorkers: 3)
    let outcomes = try await blocking {
      defer { pool.shutdown() }
      return try ConcurrentFuturesTests.outcomes(pool.map(double, 0..<50, bufferSize: bufferSize))
    }
    #expect(outcomes == (0..<50).map { .success($0 * 2) })
  }

  @Test("throws a job's error in its place, and goes on", arguments: ExecutorKind.allCases)
  func errors(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2)
    let outcomes = try await blocking {
      defer { pool.shutdown() }
      return try ConcurrentFuturesTests.outcomes(pool.map(failOnThree, 2..<6, chunkSize: 2))
    }
    #expect(outcomes == [.success(2), .failure(Boom(number: 3)), .success(4), .success(5)])
  }

  @Test("takes endless inputs with a buffer", arguments: ExecutorKind.allCases)
  func endless(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2)
    try await blocking {
      defer { pool.shutdown() }
      let results = try pool.map(double, 0..., bufferSize: 4)
      for input in 0..<100 {
        #expect(try results.next() == input * 2)
      }
      #expect(pool.snapshot().counts.total == 104)
    }
  }

  @Test("runs everything without anybody taking a result", arguments: ExecutorKind.allCases)
  func untaken(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2)
    try await blocking {
      let results = try pool.map(double, 0..<10)
      pool.shutdown()
      #expect(pool.snapshot().counts.succeeded == 10)
      #expect(outcomes(results) == (0..<10).map { .success($0 * 2) })
    }
  }

  @Test("accepts every omission", arguments: ExecutorKind.allCases)
  func omissions(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let second = Duration.seconds(60)
      let all = [
        try pool.map(double, [1]),
        try pool.map(double, [1], timeout: second),
        try pool.map(double, [1], chunkSize: 2),
        try pool.map(double, [1], bufferSize: 3),
        try pool.map(double, [1], timeout: second, chunkSize: 2),
        try pool.map(double, [1], timeout: second, bufferSize: 3),
        try pool.map(double, [1], chunkSize: 2, bufferSize: 3),
        try pool.map(double, [1], timeout: second, chunkSize: 2, bufferSize: 3),
      ]
      for results in all {
        #expect(outcomes(results) == [.success(2)])
      }
      pool.shutdown()
    }
  }

  @Test("keeps to the buffer, whatever else is omitted", arguments: ExecutorKind.allCases)
  func omissionsWithBuffer(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      defer { pool.shutdown() }
      let second = Duration.seconds(60)
      var pulledCount = 0
      let inputs = AnyIterator<Int> {
        pulledCount += 1
        return pulledCount <= 20 ? pulledCount : nil
      }
      _ = try pool.map(double, inputs, bufferSize: 3)
      #expect(pulledCount == 3)
      _ = try pool.map(double, inputs, timeout: second, bufferSize: 3)
      #expect(pulledCount == 6)
      _ = try pool.map(double, inputs, chunkSize: 2, bufferSize: 3)
      #expect(pulledCount == 9)
      _ = try pool.map(double, inputs, timeout: second, chunkSize: 2, bufferSize: 3)
      #expect(pulledCount == 12)
    }
  }

  @Test("keeps to the time, whatever else is omitted")
  func omissionsWithTimeout() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    let gate = Gate()
    try await blocking {
      defer { pool.shutdown() }
      try pool.submit { gate.wait() }
      let all = [
        try pool.map(double, [1], timeout: .zero),
        try pool.map(double, [1], timeout: .zero, chunkSize: 2),
        try pool.map(double, [1], timeout: .zero, bufferSize: 3),
        try pool.map(double, [1], timeout: .zero, chunkSize: 2, bufferSize: 3),
      ]
      for results in all {
        #expect(throws: TimeoutError.self) { try results.next() }
      }
      gate.open()
    }
  }

  @Test("refuses sizes of nothing, and pulls no input then", arguments: ExecutorKind.allCases)
  func sizes(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    var pulledCount = 0
    let inputs = AnyIterator<Int> {
      pulledCount += 1
      return nil
    }
    for size in [0, -1] {
      for bufferSize in [nil, 1] {
        let chunk = #expect(throws: InvalidArgumentError.self) {
          try pool.map(double, inputs, chunkSize: size, bufferSize: bufferSize)
        }
        #expect(chunk?.description == "chunkSize must be greater than 0")
      }
      #expect(throws: InvalidArgumentError.self) {
        try pool.map(double, inputs, chunkSize: size)
      }
      let buffer = #expect(throws: InvalidArgumentError.self) {
        try pool.map(double, inputs, bufferSize: size)
      }
      #expect(buffer?.description == "bufferSize must be greater than 0")
    }
    #expect(pulledCount == 0)
    try await blocking { pool.shutdown() }
  }

  @Test("refuses after shutdown", arguments: ExecutorKind.allCases)
  func afterShutdown(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking { pool.shutdown() }
    #expect(throws: ExecutorShutdownError.self) { try pool.map(double, 0..<3) }
  }

  @Test("gives what was submitted before a shutdown", arguments: ExecutorKind.allCases)
  func shutdownHalfWay(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let results = try pool.map(double, 0..., bufferSize: 3)
      #expect(try results.next() == 0)
      pool.shutdown()
      for input in 1...3 {
        #expect(try results.next() == input * 2)
      }
      #expect(throws: ExecutorShutdownError.self) { try results.next() }
      #expect(try results.next() == nil)
    }
  }

  @Test("keeps its pool while there are inputs to pull", arguments: ExecutorKind.allCases)
  func droppedPool(_ kind: ExecutorKind) async throws {
    let outcomes = try await blocking {
      let results = try kind.make(maxWorkers: 1).map(double, 0..<10, bufferSize: 1)
      return ConcurrentFuturesTests.outcomes(results)
    }
    #expect(outcomes == (0..<10).map { .success($0 * 2) })
  }

  @Test("cancels what waits for a thread", arguments: ["close", "drop", "time-out"])
  func cancelsInThreads(_ ending: String) async throws {
    let gate = Gate()
    let ran = Journal<Int>()
    let hold = Job<Int, Int>("hold") { input in
      ran.write(input)
      gate.wait()
      return input
    }
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      var results: MapResults<Int>? = try pool.map(
        hold, 0..<5, timeout: ending == "time-out" ? .zero : nil)
      ran.wait(for: 1)
      switch ending {
      case "close": results?.close()
      case "drop": results = nil
      default: #expect(throws: TimeoutError.self) { try results?.next() }
      }
      #expect(pool.snapshot().counts.cancelled == 4)
      gate.open()
      pool.shutdown()
      #expect(ran.entries == [0])
      #expect(try results?.next() == nil)
    }
  }
}
