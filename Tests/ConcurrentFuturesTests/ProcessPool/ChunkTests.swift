import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("A map in chunks", .timeLimit(.minutes(5)))
struct ChunkTests {
  @Test(
    "gives every result once and in order, whatever the sizes", arguments: [1, 2, 7, 100],
    [1, 3, 10, nil])
  func order(_ chunkSize: Int, _ bufferSize: Int?) async throws {
    let pool = try ProcessPoolExecutor.forTests(maxWorkers: 2)
    try await blocking {
      defer { pool.shutdown() }
      let results = try pool.map(
        doubleJob, 0..<25, timeout: nil, chunkSize: chunkSize, bufferSize: bufferSize)
      for input in 0..<25 { #expect(try results.next() == input * 2) }
      #expect(try results.next() == nil)
      #expect(try results.next() == nil)
    }
  }

  @Test("gives each input its own result after a wait that would never have ended")
  func deadlock() async throws {
    let pool = try ProcessPoolExecutor.forTests(maxWorkers: 1)
    try await blocking {
      let gate = try SharedGate()
      let results = Journal<[Int]>()
      let future = try pool.submit(piece, .behind(gate))
      future.addDoneCallback { _ in
        guard let doubled = try? pool.map(doubleJob, 0..<6, chunkSize: 2) else { return }
        // The only worker runs this callback.
        #expect(throws: DeadlockError.self) { try doubled.next() }
        try? pool.resize(maxWorkers: 2)
        results.write((0..<6).compactMap { _ in try? doubled.next() })
      }
      gate.open()
      #expect(results.wait(for: 1) == [[0, 2, 4, 6, 8, 10]])
      pool.shutdown()
    }
  }

  @Test("sends as few messages as the chunks allow")
  func messages() async throws {
    let pool = try ProcessPoolExecutor.forTests(maxWorkers: 1)
    try await blocking {
      defer { pool.shutdown() }
      let results = try pool.map(doubleJob, 0..<1_001, chunkSize: 100)
      while try results.next() != nil {}
      #expect(pool.snapshot().counts.total == 11)
    }
  }

  @Test("pulls one more input for each result that is taken, and submits full chunks")
  func pulls() async throws {
    let pool = try ProcessPoolExecutor.forTests(maxWorkers: 1)
    try await blocking {
      defer { pool.shutdown() }
      var pulledCount = 0
      let inputs = AnyIterator<Int> {
        pulledCount += 1
        return pulledCount
      }
      let results = try pool.map(
        doubleJob, inputs, timeout: nil, chunkSize: 5, bufferSize: 20)
      #expect(pulledCount == 20)
      for taken in 1...40 {
        #expect(try results.next() == taken * 2)
        #expect(pulledCount == 20 + taken)
      }
      #expect(pool.snapshot().counts.total == 12, "60 inputs in chunks of 5")
    }
  }

  @Test("cancels what has not started when it is closed, or dropped")
  func closes() async throws {
    let pool = try ProcessPoolExecutor.forTests(maxWorkers: 1)
    try await blocking {
      defer { pool.shutdown() }
      pool.pause()
      let results = try pool.map(doubleJob, 0..<10, chunkSize: 5)
      results.close()
      _ = try pool.map(doubleJob, 0..<10, chunkSize: 5)
      #expect(pool.snapshot().counts.cancelled == 4)
      #expect(try results.next() == nil)
    }
  }

  @Test("says that its time is over, and cancels the rest")
  func timeOut() async throws {
    let pool = try ProcessPoolExecutor.forTests(maxWorkers: 1)
    try await blocking {
      defer { pool.shutdown() }
      pool.pause()
      let results = try pool.map(doubleJob, 0..<10, timeout: .zero, chunkSize: 5)
      #expect(throws: TimeoutError.self) { try results.next() }
      #expect(try results.next() == nil)
      #expect(pool.snapshot().counts.cancelled == 2)
    }
  }
}
