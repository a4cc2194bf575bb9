import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

/// Of threads only.
///
/// No future travels to a worker process, so a job there has none of its pool to wait
/// for. A job of one pool that waits for a future of another keeps nobody from running that.
@Suite("Jobs that wait for jobs", .timeLimit(.minutes(5)))
struct DeadlockTests {
  @Test("get an error that names the cycle when nobody is left to run what they wait for")
  func queuedBehind() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      let inner = Monitor<Future<Int>?>(nil)
      let outer = try pool.submit {
        let future = try pool.submit { 1 }
        inner.withLock { $0 = future }
        return try future.result()
      }
      let error = #expect(throws: DeadlockError.self) { try outer.result() }
      let awaited = try #require(inner.withLock { $0 })
      #expect(error?.cycle == [outer.id, awaited.id])
      #expect(
        error?.description.hasPrefix(
          "job \(outer.id) waits for job \(awaited.id), queued behind it on 1 busy worker") == true)
      #expect(try awaited.result() == 1, "the pool goes on")
      pool.shutdown()
      #expect(pool.snapshot().workers.allSatisfy { $0.waitsFor == nil })
    }
  }

  @Test("may wait while another worker can run it")
  func anotherWorker() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2)
    try await blocking {
      let outer = try pool.submit { try pool.submit { 6 }.result() * 7 }
      #expect(try outer.result() == 42)
      pool.shutdown()
    }
  }

  @Test("get the error only when the last worker begins to wait")
  func allWorkersWait() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2)
    try await blocking {
      let gate = Gate()
      let wait: @Sendable () throws -> Int = {
        gate.wait()
        return try pool.submit { 1 }.result()
      }
      let outer = try [pool.submit(wait), pool.submit(wait)]
      try waitUntil { pool.snapshot().counts.running == 2 }
      gate.open()
      let errors = try outer.compactMap { try $0.exception() }
      #expect(errors.count == 1 && errors.first is DeadlockError)
      pool.shutdown()
      #expect(pool.snapshot().counts.succeeded == 3)
    }
  }

  @Test("get the error when they wait for each other, whatever other workers do")
  func circle() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 4)
    try await blocking {
      let futures = Monitor<[Future<Int>]>([])
      let gate = Gate()
      let waitForNext: @Sendable (Int) throws -> Int = { number in
        gate.wait()
        return try futures.withLock { $0[(number + 1) % 3] }.result()
      }
      let circle = try (0..<3).map { number in try pool.submit { try waitForNext(number) } }
      futures.withLock { $0 = circle }
      gate.open()
      let error = #expect(throws: DeadlockError.self) {
        for future in circle { _ = try future.result() }
      }
      #expect(error?.cycle.count == 4 && error?.cycle.first == error?.cycle.last)
      pool.shutdown()
    }
  }

  @Test("get the error when one waits for itself")
  func selfWait() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2)
    try await blocking {
      let own = Monitor<Future<Int>?>(nil)
      let gate = Gate()
      let future = try pool.submit {
        gate.wait()
        return try own.withLock { $0 }?.result() ?? 0
      }
      own.withLock { $0 = future }
      gate.open()
      let error = #expect(throws: DeadlockError.self) { try future.result() }
      #expect(error?.cycle == [future.id, future.id])
      pool.shutdown()
    }
  }

  @Test("may wait with a limit of time, which ends by itself")
  func limited() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      let outer = try pool.submit {
        try pool.submit { 1 }.result(timeout: .milliseconds(5))
      }
      #expect(throws: TimeoutError.self) { try outer.result() }
      pool.shutdown()
    }
  }

  @Test("run what they wait for themselves, where the pool is made that way")
  func helping() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1, helpWhileWaiting: true)
    try await blocking {
      let sum = Monitor<(@Sendable (Int) throws -> Int)?>(nil)
      let recursive: @Sendable (Int) throws -> Int = { number in
        guard number > 0, let next = sum.withLock({ $0 }) else { return 0 }
        return try number + pool.submit { try next(number - 1) }.result()
      }
      sum.withLock { $0 = recursive }
      #expect(try pool.submit { try recursive(20) }.result() == 210)
      let failing = try pool.submit {
        try pool.submit { throw Boom(number: 2) }.result()
      }
      #expect(throws: Boom(number: 2)) { try failing.result() }
      pool.shutdown()
      sum.withLock { $0 = nil }
      let snapshot = pool.snapshot()
      #expect(snapshot.workers.count == 1 && snapshot.counts.unfinished == 0)
      #expect(snapshot.workers[0].doneCount == 23 && snapshot.workers[0].state == .exited)
      #expect(snapshot.workers[0].spans.allSatisfy { $0.end != nil })
    }
  }

  @Test("are seen to wait, and for whom")
  func visible() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2)
    try await blocking {
      let gate = Gate()
      let slow = try pool.submit { gate.wait() }
      let waiting = try pool.submit { try slow.result() }
      try waitUntil {
        pool.snapshot().workers.contains { $0.current == waiting.id && $0.waitsFor == slow.id }
      }
      gate.open()
      try waiting.result()
      #expect(pool.snapshot().workers.allSatisfy { $0.waitsFor == nil })
      pool.shutdown()
    }
  }

  @Test("are not left alone by a pool that is made smaller")
  func resizedWhileWaiting() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2)
    try await blocking {
      let gate = Gate()
      let busy = try pool.submit { gate.wait() }
      try waitUntil { busy.isRunning }
      let outer = try pool.submit { try pool.submit { 8 }.result() }
      try waitUntil { pool.snapshot().workers.contains { $0.waitsFor != nil } }
      try pool.resize(maxWorkers: 1)
      gate.open()
      #expect(try outer.result() == 8)
      try waitUntil { pool.snapshot().workers.count { $0.state == .exited } == 1 }
      pool.shutdown()
    }
  }

  @Test("keep the worker that is to run what is held, in a pool that is made smaller")
  func resizedWhileHeld() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2)
    try await blocking {
      let gate = Gate()
      let outer = try pool.submit {
        gate.wait()
        return try pool.submit { 8 }.result()
      }
      try waitUntil { outer.isRunning }
      try pool.submit {}.result()
      pool.pause()
      gate.open()
      try waitUntil { pool.snapshot().workers.contains { $0.waitsFor != nil } }
      try pool.resize(maxWorkers: 1)
      try waitUntil {
        pool.core.shared.withLock { ![.starting, .called].contains($0.machine.workers[1]) }
      }
      pool.resume()
      #expect(try outer.result(timeout: .seconds(150)) == 8)
      try waitUntil { pool.snapshot().workers.count { $0.state == .exited } == 1 }
      pool.shutdown()
    }
  }

  @Test("keep the worker that is to run a next attempt, in a pool that is made smaller")
  func resizedDuringPause() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2)
    try await blocking {
      let gate = Gate()
      let retries = RetryPolicy(count: 1, delay: .milliseconds(50))
      let inner = try pool.submit(options: SubmitOptions(retries: retries)) { context in
        guard context.attempt == 1 else { return 9 }
        gate.wait()
        throw Boom()
      }
      let outer = try pool.submit { try inner.result() }
      try waitUntil { pool.snapshot().workers.contains { $0.waitsFor != nil } }
      try pool.resize(maxWorkers: 1)
      gate.open()
      #expect(try outer.result(timeout: .seconds(150)) == 9)
      try waitUntil { pool.snapshot().workers.count { $0.state == .exited } == 1 }
      pool.shutdown()
    }
  }

  @Test("get the error from map, too, or help there")
  func mapping() async throws {
    let job = Job<Int, Int>("double") { $0 * 2 }
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    let helpful = try ThreadPoolExecutor(maxWorkers: 1, helpWhileWaiting: true)
    try await blocking {
      let outer = try pool.submit { try pool.map(job, [1, 2]).next() }
      #expect(throws: DeadlockError.self) { try outer.result() }
      let helped = try helpful.submit { try helpful.map(job, [1, 2]).next() }
      #expect(try helped.result() == 2)
      pool.shutdown()
      helpful.shutdown()
    }
  }

  @Test("that help in a callback do not make its worker look free")
  func helpingInCallback() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2, helpWhileWaiting: true)
    try await blocking {
      let gate = Gate()
      let told = Journal<Int>()
      let first = try pool.submit { gate.wait() }
      try waitUntil { first.isRunning }
      first.addDoneCallback { _ in
        pool.pause()
        let held = try? pool.submit { 1 }
        pool.resume()
        told.write((try? held?.result()) ?? -1)
        // Only another worker can run this: the callback does not wait in a way that helps.
        let other = try? pool.submit { told.write(2) }
        let done = wait([other].compactMap { $0 }, timeout: .seconds(150)).done
        told.write(done.count)
      }
      gate.open()
      #expect(told.wait(for: 3) == [1, 2, 1])
      pool.shutdown()
    }
  }

  @Test("that help twice in one callback leave the end of neither out")
  func helpingTwiceInCallback() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1, helpWhileWaiting: true)
    try await blocking {
      let gate = Gate()
      let told = Journal<Int>()
      let first = try pool.submit { gate.wait() }
      try waitUntil { first.isRunning }
      first.addDoneCallback { _ in
        let futures = (1...2).compactMap { number in try? pool.submit { number } }
        for future in futures { told.write((try? future.result()) ?? -1) }
        told.write(pool.snapshot().counts.running)
      }
      gate.open()
      #expect(told.wait(for: 3) == [1, 2, 0])
      pool.shutdown()
      let snapshot = pool.snapshot()
      #expect(snapshot.counts.running == 0 && snapshot.counts.succeeded == 3)
      #expect(snapshot.workers.map(\.doneCount) == [3])
    }
  }

  @Test("help what waits for its next attempt once that is due, and not before")
  func helpRetry() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1, helpWhileWaiting: true)
    try await blocking {
      let attempts = Journal<Int>()
      let options = SubmitOptions(retries: RetryPolicy(count: 2, delay: .milliseconds(10)))
      // No pause ends meanwhile.
      pool.core.holdTimeLimits()
      let outer = try pool.submit {
        let inner = try pool.submit(options: options) { context in
          attempts.write(context.attempt)
          guard context.attempt == 3 else { throw Boom(number: context.attempt) }
          return 42
        }
        return try inner.result()
      }
      try waitUntil { pool.snapshot().workers.contains { $0.waitsFor != nil } }
      #expect(attempts.entries == [1] && !outer.isDone)
      pool.core.resumeTimeLimits()
      #expect(try outer.result(timeout: .seconds(150)) == 42)
      #expect(attempts.entries == [1, 2, 3])
      pool.shutdown()
      #expect(pool.snapshot().counts.succeeded == 2)
    }
  }

  @Test("help with what may start again at once, though every other worker is busy")
  func helpAtOnce() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2, helpWhileWaiting: true)
    let (isWaiting, gate) = (Gate(), Gate())
    try await blocking {
      let options = SubmitOptions(retries: RetryPolicy(count: 1))
      let inner = try pool.submit(options: options) { context in
        isWaiting.wait()
        guard context.attempt == 2 else { throw Boom(number: context.attempt) }
        return 42
      }
      try waitUntil { inner.isRunning }
      let outer = try pool.submit { try inner.result() }
      try waitUntil { pool.snapshot().workers.contains { $0.waitsFor != nil } }
      // Before its second attempt in the queue, for the worker that comes free.
      let busy = try pool.submit { gate.wait() }
      isWaiting.open()
      #expect(try outer.result(timeout: .seconds(150)) == 42)
      gate.open()
      try busy.result(timeout: .seconds(150))
      pool.shutdown()
    }
  }

  @Test("help with what is released from a pause", arguments: [false, true])
  func helpAfterPause(isStepped: Bool) async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2, helpWhileWaiting: true)
    let gate = Gate()
    try await blocking {
      let busy = try pool.submit { gate.wait() }
      try waitUntil { busy.isRunning }
      let outer = try pool.submit {
        pool.pause()
        return try pool.submit { 43 }.result()
      }
      try waitUntil { pool.snapshot().workers.contains { $0.waitsFor != nil } }
      if isStepped { #expect(pool.step() != nil) } else { pool.resume() }
      #expect(try outer.result(timeout: .seconds(150)) == 43)
      gate.open()
      pool.resume()
      pool.shutdown()
    }
  }

  @Test("do not help what is held, and get the error when nobody is left to run it")
  func helpNotHeld() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1, helpWhileWaiting: true)
    try await blocking {
      let outer = try pool.submit {
        pool.pause()
        return try pool.submit { 1 }.result()
      }
      #expect(throws: DeadlockError.self) { try outer.result() }
      pool.resume()
      pool.shutdown()
      #expect(pool.snapshot().counts.succeeded == 1)
    }
  }
}
