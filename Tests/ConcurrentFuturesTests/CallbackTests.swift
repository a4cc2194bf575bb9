import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

@Suite("A callback", .timeLimit(.minutes(5)))
struct CallbackTests {
  @Test("runs on the worker that ran the job, or on the thread that cancels")
  func threads() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      let gate = Gate()
      let told = Journal<UInt64>()
      let job = try pool.submit {
        gate.wait()
        return OSThread.currentID
      }
      let queued = try (0..<2).map { _ in try pool.submit {} }
      try waitUntil { job.isRunning }
      job.addDoneCallback { _ in told.write(OSThread.currentID) }
      for future in queued { future.addDoneCallback { _ in told.write(OSThread.currentID) } }
      queued[0].cancel()
      #expect(told.entries == [OSThread.currentID], "cancel runs it before it returns")
      pool.shutdown(wait: false, cancelFutures: true)
      #expect(told.entries == [OSThread.currentID, OSThread.currentID])
      gate.open()
      let worker = try job.result()
      #expect(told.wait(for: 3).last == worker)
      pool.shutdown()
    }
  }

  @Test(
    "may use its future, its pool, and other futures: no lock is held",
    arguments: ExecutorKind.allCases)
  func noLockHeld(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let gate = try SharedGate()
      let seen = Journal<Int>()
      let future = try pool.submit(piece, .behind(gate, result: 3))
      future.addDoneCallback { future in
        future.cancel()
        _ = pool.snapshot()
        _ = pool.description
        pool.pause()
        pool.resume()
        seen.write((try? future.result(timeout: .zero)) ?? -1)
        if let next = try? pool.submit(piece, Piece(result: 4)) {
          next.addDoneCallback { seen.write((try? $0.result()) ?? -1) }
        }
      }
      gate.open()
      #expect(seen.wait(for: 2) == [3, 4])
      pool.shutdown()
    }
  }

  @Test(
    "that blocks keeps its worker from nothing that another worker could do",
    arguments: ExecutorKind.allCases)
  func blocks(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 2)
    try await blocking {
      let callback = Gate()
      let begun = Journal<Int>()
      let job = try SharedGate()
      // Who runs one with a limit says that it is nearly free before it calls back.
      let first = try pool.submit(
        piece, .behind(job), options: SubmitOptions(timeout: .seconds(1_000)))
      first.addDoneCallback { _ in
        begun.write(1)
        callback.wait()
      }
      job.open()
      begun.wait(for: 1)
      #expect(try pool.submit(piece, Piece(result: 5)).result(timeout: .seconds(150)) == 5)
      callback.open()
      pool.shutdown()
      #expect(pool.snapshot().workers.map(\.doneCount) == [1, 1])
    }
  }

  @Test(
    "that waits for a job behind it gets an error, and its worker goes on",
    arguments: ExecutorKind.allCases)
  func waitsForQueued(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      let gate = try SharedGate()
      let errors = Journal<Bool>()
      let first = try pool.submit(piece, .behind(gate))
      let behind = try pool.submit(piece, Piece(result: 5))
      first.addDoneCallback { _ in
        do {
          _ = try behind.result()
          errors.write(false)
        } catch {
          errors.write(error is DeadlockError)
        }
      }
      gate.open()
      #expect(errors.wait(for: 1) == [true])
      #expect(try behind.result() == 5)
      pool.shutdown()
    }
  }
}
