import Platform
import Testing
import WorkerJobs

@testable import ConcurrentFutures

/// How a job may end; what it captured goes with it.
enum JobEnding: String, CaseIterable, Sendable {
  case returned, raised, cancelled, cancelledBetweenAttempts, cancelledByShutdown, lateBody
  case lostInBrokenPool, stopped
}

@Suite("What a job captured", .timeLimit(.minutes(5)))
struct ReleaseTests {
  @Test(
    "is released when the job ends, though worker, pool and future live on",
    arguments: JobEnding.allCases)
  func released(_ ending: JobEnding) async throws {
    let story = try Story(ending)
    try await blocking {
      weak var held: Payload?
      let future: Future<Int>
      do {
        let payload = Payload()
        held = payload
        future = try story.submit(payload)
      }
      #expect(held != nil, "the future is \(future.state)")
      try story.end(future)
      #expect(future.isDone)
      try waitUntil { held == nil }
      #expect(story.pool.maxWorkers == 1)
      story.pool.shutdown()
    }
  }

  @Test(
    "is not all: a worker that rests keeps no future that it ran, and no value",
    arguments: ExecutorKind.allCases)
  func restingWorker(_ kind: ExecutorKind) async throws {
    let pool = try kind.make(maxWorkers: 1)
    try await blocking {
      weak var held: Future<Int>?
      do {
        let future = try pool.submit(piece, Piece(result: 3))
        held = future
        #expect(try future.result() == 3)
      }
      try waitUntil { held == nil }
      #expect(pool.snapshot().workers.map(\.state) == [.idle])
      pool.shutdown()
    }
  }

  @Test("may take long to go, and keeps no other job waiting that another worker can run")
  func slowRelease() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2)
    try await blocking {
      try startAll(of: pool)
      let (isAlone, isLeaving, gate) = (Gate(), Gate(), Gate())
      do {
        let held = Farewell {
          isLeaving.open()
          gate.wait()
        }
        try pool.submit(options: SubmitOptions(retries: RetryPolicy(count: 1))) {
          // Only when this thread has let go of it is it the worker that takes leave.
          isAlone.wait()
          withExtendedLifetime(held) {}
        }
      }
      isAlone.open()
      isLeaving.wait()
      #expect(try pool.submit { 5 }.result(timeout: .seconds(150)) == 5)
      gate.open()
      pool.shutdown()
    }
  }

  @Test("may submit a job as it goes, and wait for that")
  func releaseSubmits() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 2)
    try await blocking {
      try startAll(of: pool)
      let gate = Gate()
      let told = Journal<Int>()
      try pool.submit {
        gate.wait()
        return Farewell { told.write((try? pool.submit { 7 }.result()) ?? -1) }
      }
      gate.open()
      #expect(told.wait(for: 1) == [7])
      pool.shutdown()
    }
  }

  /// Has both workers of a pool begin, and rest.
  private func startAll(of pool: ThreadPoolExecutor) throws {
    let gate = Gate()
    let futures = try (0..<2).map { _ in try pool.submit { gate.wait() } }
    try waitUntil { futures.allSatisfy(\.isRunning) }
    gate.open()
    try waitUntil { pool.snapshot().workers.allSatisfy { $0.state == .idle } }
  }

  /// Does something as it goes.
  private final class Farewell: Sendable {
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }

    deinit {
      body()
    }
  }

  @Test("goes with a cancelled future's own memory, though the pool is busy")
  func cancelledFuture() async throws {
    let pool = try ThreadPoolExecutor(maxWorkers: 1)
    try await blocking {
      let gate = Gate()
      let running = try pool.submit { gate.wait() }
      try waitUntil { running.isRunning }
      weak var held: Future<Int>?
      do {
        let future = try pool.submit { 1 }
        held = future
        future.cancel()
      }
      #expect(held == nil)
      gate.open()
      pool.shutdown()
    }
  }

  @Test("by a callback is released when the callback has run")
  func callbacks() throws {
    let promise = Promise<Int>()
    weak var held: Payload?
    do {
      let payload = Payload()
      held = payload
      promise.future.addDoneCallback { _ in _ = payload.number }
    }
    #expect(held != nil)
    try promise.setResult(1)
    #expect(held == nil)
  }
}

/// A pool of one worker in which one job comes to its end.
private struct Story: Sendable {
  let ending: JobEnding
  let pool: ThreadPoolExecutor
  /// Keeps the worker, or the initializer that breaks the pool.
  let gate = Gate()
  let body = Gate()

  init(_ ending: JobEnding) throws {
    self.ending = ending
    let gate = gate
    pool = try ThreadPoolExecutor(maxWorkers: 1) {
      guard ending == .lostInBrokenPool else { return }
      gate.wait()
      throw Boom()
    }
  }

  func submit(_ payload: Payload) throws -> Future<Int> {
    switch ending {
    case .cancelled, .cancelledByShutdown:
      let running = try pool.submit { [gate] in gate.wait() }
      try waitUntil { running.isRunning }
      return try pool.submit { payload.number }
    case .returned, .lostInBrokenPool:
      return try pool.submit { [body] in
        body.wait()
        return payload.number
      }
    case .raised:
      return try pool.submit { [body] () throws -> Int in
        body.wait()
        throw Boom(number: payload.number)
      }
    case .stopped:
      let options = SubmitOptions(retries: RetryPolicy(count: 9))
      return try pool.submit(options: options) { context -> Int in
        waitForStop(context)
        throw Boom(number: payload.number)
      }
    case .cancelledBetweenAttempts:
      let options = SubmitOptions(retries: RetryPolicy(count: 1, delay: .seconds(3_600)))
      let future = try pool.submit(options: options) { () throws -> Int in
        throw Boom(number: payload.number)
      }
      try waitUntil { pool.core.shared.withLock { !$0.retryTimes.isEmpty } }
      return future
    case .lateBody:
      let options = SubmitOptions(timeout: .milliseconds(2))
      return try pool.submit(options: options) { [body] in
        body.wait()
        return payload.number
      }
    }
  }

  func end(_ future: Future<Int>) throws {
    switch ending {
    case .cancelled, .cancelledBetweenAttempts: future.cancel()
    case .cancelledByShutdown: pool.shutdown(wait: false, cancelFutures: true)
    case .returned, .raised: body.open()
    case .stopped:
      try waitUntil { future.isRunning }
      future.requestStop()
    case .lateBody:
      wait([future])
      body.open()
    case .lostInBrokenPool: gate.open()
    }
    wait([future])
    // A cancelled job's neighbour goes on until now.
    gate.open()
  }
}
