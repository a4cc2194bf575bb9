import Platform
import PoolObservation
import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("A pool that ends by a deadline", .timeLimit(.minutes(5)))
struct EndingByDeadlineTests {
  @Test(
    "waits in a callback of its own for all others, and not for itself",
    arguments: ExecutorKind.allCases)
  func inCallback(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2)
    try await blocking {
      let gates = try (0..<2).map { _ in try SharedGate() }
      let futures = try gates.map { try pool.submit(piece, .behind($0)) }
      try waitUntil { futures.allSatisfy(\.isRunning) }
      let ended = Journal<ShutdownReport>()
      futures[0].addDoneCallback { _ in ended.write(pool.shutdown(deadline: .seconds(3_600))) }
      gates[0].open()
      // By then it has counted what was done before.
      try waitUntil { pool.snapshot().pool.phase == .shuttingDown }
      gates[1].open()
      #expect(ended.wait(for: 1) == [ShutdownReport(drainedCount: 1)])
      pool.shutdown()
    }
  }

  @Test("is over in time though a worker never begins", arguments: ExecutorKind.allCases)
  func hangingInitializer(_ kind: ExecutorKind) async throws {
    let gate = try SharedGate()
    let pool = try kind.make(maxWorkers: 1, initializer: .behind(gate))
    try await blocking {
      let future = try pool.submit(piece, Piece())
      #expect(pool.shutdown(deadline: .seconds(1)) == ShutdownReport(cancelledCount: 1))
      #expect(future.isCancelled)
      // A process was ended; a thread cannot be.
      if kind == .thread { gate.open() }
      pool.shutdown()
    }
  }
}

@Suite("Times beyond all clocks", .timeLimit(.minutes(5)))
struct LongestTimesTests {
  private static let huge = [Duration.seconds(1e19), .seconds(1.5e20)]

  @Test("are held at the clock's end", arguments: huge)
  func instants(_ huge: Duration) {
    let now = MonotonicClock.now
    let end = MonotonicClock.Instant(nanoseconds: UInt64(Int64.max))
    #expect(now.advanced(by: huge) == end && end.advanced(by: huge) == end)
    #expect(now.advanced(by: .zero - huge) == now)
    #expect(huge.nanoseconds == .max && (.zero - huge).nanoseconds == .min)
  }

  @Test("are waited for like for ever", arguments: huge, ExecutorKind.allCases)
  func waits(_ huge: Duration, _ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let options = SubmitOptions(timeout: huge)
      let future = try pool.submit(piece, Piece(result: 3), options: options)
      #expect(try future.result(timeout: huge) == 3)
      #expect(wait([future], timeout: huge).done == [future])
      #expect(try asCompleted([future], timeout: huge).next() == future)
      let results = try pool.map(
        piece, [Piece(result: 4)], timeout: huge, chunkSize: 1, bufferSize: nil)
      #expect(try results.next() == 4)
      #expect(pool.drain(timeout: huge))
      #expect(future.kill(grace: huge) == .notRunning)
      #expect(pool.shutdown(deadline: huge) == ShutdownReport())
    }
  }
}
